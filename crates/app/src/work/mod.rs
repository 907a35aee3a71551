//! The work around the answers: tasks, inspections, comments, the agenda and the calendar, home, search and history.

pub mod agenda;
pub mod calendar;
pub mod comments;
pub mod history;
pub mod home;
pub mod inspections;
pub mod search;
pub mod tasks;

//! The work around the answers: tasks, inspections, comments, the calendar, home, search and history.

pub(crate) mod calendar;
pub(crate) mod comments;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod inspections;
pub(crate) mod search;
pub(crate) mod tasks;

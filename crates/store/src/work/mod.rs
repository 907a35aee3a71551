//! The work around the answers: tasks, inspections, comments, due dates, and the search over all of it.

pub mod agenda;
pub mod comments;
pub mod inspections;
pub mod search;
pub mod tasks;

//! Assessments and their answers: the current states and those of each day, pending imports, undo, and decided
//! suggestions.

pub mod answer_days;
pub mod answers;
pub mod assessments;
pub mod parcels;
pub mod steps;
pub mod suggestions;

//! Assessments and their answers: answering, importing, suggesting, comparing, carrying over, and the evaluation of
//! all of it.

pub(crate) mod standings;

pub mod answering;
pub mod answers;
pub mod assessments;
pub mod carry;
pub mod compare;
pub mod imports;
pub mod overview;
pub mod past;
pub mod reports;
pub mod suggestions;
pub mod timeline;

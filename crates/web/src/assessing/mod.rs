//! Assessments and their answers: the answering page, the overview, imports, comparison, carrying over, and reports.

pub(crate) mod answering;
pub(crate) mod answers;
pub(crate) mod assessments;
pub(crate) mod suggestions;

//! What is wrong with a list of targets, and where.

use tasuki_catalog::Text;

use crate::IntakeError;

/// Something that cannot be read in a list of targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetProblem {
    /// The row, as spreadsheet programs number it.
    pub row: u32,
    /// The heading of the column.
    pub column: String,
    /// What was found, and what was expected.
    pub told: Text,
}

/// Why a list of targets cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetsError {
    /// It is no CSV.
    #[error(transparent)]
    Unreadable(#[from] IntakeError),
    /// Some of its cells cannot be read: all of them.
    #[error("{} cells cannot be read", .0.len())]
    Bad(Vec<TargetProblem>),
}

/// A problem in a row, counted from 0.
pub(super) fn problem(row: u32, column: &str, ja: impl Into<String>, en: impl Into<String>) -> TargetProblem {
    TargetProblem { row: row + 1, column: column.to_owned(), told: Text::new(ja, en) }
}

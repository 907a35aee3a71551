//! What a sheet says, row by row, before the answers are decided.

use jiff::civil::Date;
use tasuki_assess::Status;

use crate::{
    problem::{Place, Problems},
    sheet::Sheet,
};

/// What one row says about one criterion.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// Position of the criterion.
    pub(crate) position: usize,
    /// Where the identifier is.
    pub(crate) place: Place,
    /// Equal for all rows under one merged identifier.
    pub(crate) group: (u32, u32),
    /// The status, when one could be read.
    pub(crate) status: Option<Status>,
    pub(crate) maturity: Option<u8>,
    /// Whether the answer contained something that could not be read.
    pub(crate) faulty: bool,
    /// Heading and text.
    pub(crate) notes: Vec<(String, String)>,
    pub(crate) confirmed: Option<Date>,
    pub(crate) accepted: bool,
    /// The cell of the answer.
    pub(crate) cell: String,
}

/// Everything one sheet says.
pub(crate) struct Table<'s> {
    pub(crate) sheet: &'s Sheet,
    pub(crate) entries: Vec<Entry>,
    pub(crate) problems: Problems,
    pub(crate) has_answers: bool,
    /// Whether its columns of marks are ambiguous, so that none was read.
    pub(crate) is_refused: bool,
    pub(crate) several_notes: bool,
    /// Columns that look like answers, if no answer column was found: the cell of the first, and a list of all.
    pub(crate) passed: Option<(String, String)>,
    /// A line above the table that says it does not contain answers: its cell and text.
    pub(crate) disowned: Option<(String, String)>,
}

impl Table<'_> {
    /// The number of criteria that somebody answered, readable or not.
    pub(crate) fn marks(&self) -> usize {
        self.entries.iter().filter(|entry| entry.status.is_some() || entry.faulty).count()
    }
}

//! Errors, in Typst's own words.

use std::fmt;

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// The source is wrong, or its result cannot be a PDF/UA-1 document.
    #[error("the document could not be typeset:{}", list(.0))]
    Source(Vec<Complaint>),
    /// A path that Typst does not accept.
    #[error("{0:?} is not a path for a file in memory; write it absolute and with slashes, e.g. /main.typ")]
    Path(String),
    /// A day that does not exist in the calendar.
    #[error("{year}-{month}-{day} is not a date")]
    #[expect(missing_docs, reason = "the words say what they mean")]
    Date { year: i32, month: u8, day: u8 },
    /// The PDF standard is not available.
    #[error("the PDF standard is not available: {0}")]
    Standard(String),
}

/// One diagnostic of Typst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// File, line and column, if known; lines and columns count from 1.
    pub place: Option<(String, usize, usize)>,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub hints: Vec<String>,
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, line, column)) = &self.place {
            write!(formatter, "{file}:{line}:{column}: ")?;
        }
        formatter.write_str(&self.message)?;
        self.hints.iter().try_for_each(|hint| write!(formatter, " (hint: {hint})"))
    }
}

fn list(complaints: &[Complaint]) -> String {
    complaints.iter().flat_map(|complaint| ["\n  ".to_owned(), complaint.to_string()]).collect()
}

//! What can go wrong, with Typst's own words.

use std::fmt;

use typst::{
    WorldExt,
    diag::{Severity, SourceDiagnostic},
    syntax::Source,
};

use crate::world::Memory;

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// The source is wrong, or its result cannot be a PDF/UA-1 document.
    #[error("the document could not be typeset:{}", list(.0))]
    Source(Vec<Complaint>),
    /// A path that Typst does not take.
    #[error("{0:?} is not a path for a file in memory; write it absolute and with slashes, e.g. /main.typ")]
    Path(String),
    /// A day that no calendar has.
    #[error("{year}-{month}-{day} is not a date")]
    #[expect(missing_docs, reason = "the words say what they mean")]
    Date { year: i32, month: u8, day: u8 },
    /// The PDF standard is not available.
    #[error("the PDF standard is not available: {0}")]
    Standard(String),
}

/// One complaint of Typst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// File, line and column, where known; lines and columns count from 1.
    pub place: Option<(String, usize, usize)>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub hints: Vec<String>,
}

impl TypesetError {
    pub(crate) fn source(world: &Memory, diagnostics: &[SourceDiagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        Self::Source(errors.map(|error| Complaint::new(world, error)).collect())
    }
}

impl Complaint {
    fn new(world: &Memory, diagnostic: &SourceDiagnostic) -> Self {
        let place = diagnostic.span.id().and_then(|id| {
            let start = world.range(diagnostic.span)?.start;
            let text = world.text(id)?;
            let (line, column) = Source::detached(text).lines().byte_to_line_column(start)?;
            Some((id.vpath().get_with_slash().to_owned(), line + 1, column + 1))
        });
        Self {
            place,
            message: diagnostic.message.to_string(),
            hints: diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect(),
        }
    }
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

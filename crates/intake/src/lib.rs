//! Reads files: answer workbooks, CSV and JSON become [`Answers`], together with a list of all problems.
//!
//! This crate is not told how a file is laid out. It looks for a column of identifiers, recognises the edition from
//! them, finds the header by its words and the answers by their marks. It accepts what people really write: three
//! kinds of circles, full-width digits, dates of the Japanese calendar, merged cells. Everything that it cannot
//! read is reported in one pass, with sheet, cell, what was found and what was expected; an answer is never
//! guessed.
//!
//! The crate takes bytes and returns types. It uses no disk, no store and no clock, and [`Limits`] bounds every
//! file.
//!
//! The stages: `format` and `limits` (may the file be opened at all) → `book`, `table` or `json` (cells, and what
//! is visible beside them) → `recognise` (which edition, which columns hold identifiers; `diagnose` if there are
//! none) → `head`, `columns` and `question` (which columns are the answer, by the meaning of their headings:
//! `heading`, `choice`), `layout` (the purpose of each other column) → `read`, `answer`, `details` and `beside`
//! (rows to entries, by the meaning of cells: `mark`, `dates`) → `sheets` (which of several tables to use) →
//! `settle` (entries to answers). The words of marks and headings are tables in `words`.

mod answer;
mod beside;
mod book;
mod choice;
mod clean;
mod columns;
mod dates;
mod decode;
mod details;
mod diagnose;
mod entity;
mod entry;
mod error;
mod expected;
mod format;
mod head;
mod heading;
mod identifier;
mod json;
mod layout;
mod limits;
mod mark;
mod names;
mod overlay;
mod problem;
mod question;
mod read;
mod recognise;
mod scan;
mod serial;
mod settle;
mod sheet;
mod sheets;
mod table;
mod targets;
mod value;
mod wanted;
mod words;

use tasuki_assess::Answers;
use tasuki_catalog::{Catalog, Library};

pub use decode::plain_text;
pub use error::{IntakeError, Mend};
pub use format::Format;
pub use identifier::identifier;
pub use limits::Limits;
pub use mark::{Mark, mark};
pub use overlay::read_official_texts;
pub use problem::{Problem, ProblemCode, Severity};
pub use scan::{ScanError, ScanLimits, read_scan};
pub use targets::{TargetList, TargetProblem, TargetsError, read_targets};
pub use wanted::Wanted;

/// The result of reading a file.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The edition whose criteria it answers.
    pub catalog: &'a Catalog,
    /// The answers; what could not be read is unanswered.
    pub answers: Answers,
    /// All problems of the file, in its order.
    pub problems: Vec<Problem>,
    /// The sheet the answers were found in; empty for CSV and JSON.
    pub sheet: String,
}

impl Reading<'_> {
    /// Whether any problem is an error: an answer that is in the file but could not be taken over.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads the answers of a file called `name`; `wanted` is what is known about the file in advance.
///
/// # Errors
/// Only when the file cannot be read as answers at all; everything else is in [`Reading::problems`].
pub fn read_answers<'a>(
    library: &'a Library,
    name: &str,
    bytes: &[u8],
    wanted: &Wanted<'a>,
) -> Result<Reading<'a>, IntakeError> {
    match Format::of(name, bytes, &wanted.limits)? {
        Format::Json => json::read(library, bytes, wanted),
        format => read::sheets(library, name, book::open(format, bytes, &wanted.limits)?, wanted),
    }
}

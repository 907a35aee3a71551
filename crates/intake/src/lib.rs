//! Files in: answer workbooks, CSV and JSON become [`Answers`] with everything that is wrong beside them.
//!
//! Nobody tells this crate how a file is laid out. It looks for a column of identifiers, recognises the edition from them, finds
//! the header by its words and the answers by their marks, and reads what people really write: three kinds of circles,
//! full-width digits, dates of the Japanese calendar, merged cells. What it cannot read it reports, with sheet, cell, what was
//! found and what was expected, all at once; an answer is never guessed.
//!
//! The crate takes bytes and gives types. It touches no disk, no store and no clock, and every file is bounded by [`Limits`].
//!
//! The way of a file: `format` and `limits` (may it be opened at all) → `book`, `table` or `json` (cells, and what is seen beside them) → `recognise`
//! (which edition, which columns hold identifiers; `diagnose` where there are none) → `header`, `columns` and `question` (which columns are the answer,
//! by what their headings mean: `heading`, `choice`), `layout` (what each other column is for) → `read`, `answer`, `details` and `beside` (rows to
//! entries, by what cells mean: `mark`, `dates`) → `sheets` (which of several tables is meant) → `settle` (entries to answers). The words of marks and
//! headings are tables in `words`.

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
mod error;
mod expected;
mod format;
mod header;
mod heading;
mod identifier;
mod json;
mod layout;
mod limits;
mod mark;
mod overlay;
mod problem;
mod question;
mod read;
mod recognise;
mod settle;
mod sheet;
mod sheets;
mod table;
mod value;
mod wanted;
mod words;

use tasuki_assess::Answers;
use tasuki_catalog::{Catalog, Library};

pub use error::IntakeError;
pub use format::Format;
pub use identifier::identifier;
pub use limits::Limits;
pub use mark::{Mark, mark};
pub use overlay::read_official_texts;
pub use problem::{Problem, ProblemCode, Severity};
pub use wanted::Wanted;

/// What a file says.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The edition that it answers.
    pub catalog: &'a Catalog,
    /// The answers; what could not be read is unanswered.
    pub answers: Answers,
    /// All that is wrong with the file, in its order.
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

/// Reads the answers of a file called `name`, as far as is known what is `wanted`.
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

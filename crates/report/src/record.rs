//! A record of work on a road (実地審査の記録, 技術検証の記録): facts, one sentence, and tables.
//!
//! A workbook and a PDF are made of the same tables, so that neither can say what the other does not.

mod parts;
mod pdf;

use jiff::civil::Date;
use tasuki_catalog::Lang;

pub use pdf::record_pdf;

/// What a record says.
#[derive(Debug, Clone)]
pub struct Record {
    /// Language of the document.
    pub lang: Lang,
    /// The day on which the document is made.
    pub created: Date,
    /// The same for every record of one piece of work: `audit:` or `check:` and the road.
    pub identifier: String,
    /// Whose road it is.
    pub organization: String,
    /// What it is a record of.
    pub title: &'static str,
    /// The facts of its head: names and texts. Those without a text are left out.
    pub facts: Vec<(&'static str, String)>,
    /// How it stands, in one sentence.
    pub sentence: String,
    /// Its tables, in order.
    pub sections: Vec<Section>,
}

/// A table of a record: a sheet of the workbook, a chapter of the PDF.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name, at most 31 characters, which is what a sheet can be called.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with an entry for each column.
    pub rows: Vec<Vec<Entry>>,
    /// What is said if there are no rows.
    pub empty: &'static str,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its header.
    pub header: &'static str,
    /// Its width in characters.
    pub width: f64,
    /// How its entries look.
    pub look: Look,
}

/// How the entries of a column look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Text in lines.
    Text,
    /// A word or two.
    Word,
    /// What the row is about: a number of a criterion, a name.
    Name,
    /// A count.
    Count,
    /// A day.
    Day,
}

/// What stands in a column of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A text, which is never taken for a formula.
    Text(String),
    /// A count.
    Count(u32),
    /// A day, if there is one.
    Day(Option<Date>),
}

impl Column {
    /// A column.
    pub const fn new(header: &'static str, width: f64, look: Look) -> Self {
        Self { header, width, look }
    }
}

impl Entry {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl Record {
    /// The facts that have a text.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &(&'static str, String)> {
        self.facts.iter().filter(|(_, text)| !text.is_empty())
    }
}

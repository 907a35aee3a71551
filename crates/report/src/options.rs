//! The input of a report besides the assessment itself.

use jiff::civil::Date;
use tasuki_assess::Outlook;
use tasuki_catalog::{Lang, Library};

/// Settings that the PDF, the HTML page and the workbook share.
#[derive(Debug, Clone, Copy)]
pub struct ReportOptions<'a> {
    /// Language of the document.
    pub lang: Lang,
    /// The assessed organization; without a name the cover has a blank line for it.
    pub organization: Option<&'a str>,
    /// The day on which the document is made: a parameter, so that the same input gives the same bytes.
    pub created: Date,
    /// What the same answers suggest for other guidelines.
    pub outlooks: &'a [Outlook<'a>],
    /// Editions, crosswalks and glossary.
    pub library: &'a Library,
    /// Name of the answer file, without its folder.
    pub source_name: Option<&'a str>,
    /// Problems found when the file was read, one sentence each, so that readers of the report know what was not
    /// taken over.
    pub remarks: &'a [String],
    /// What is late besides the criteria of the assessment: tasks, and the assessment as a whole.
    pub overdue: &'a [Overdue],
}

/// Something that is late and is not a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// Its name.
    pub title: String,
    /// The criterion it is about; empty if it is about none.
    pub criterion: String,
    /// The due day, which is past.
    pub due: Date,
    /// Its kind.
    pub kind: OverdueKind,
}

/// What can be late besides criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverdueKind {
    /// A task.
    Task,
    /// The assessment as a whole.
    Assessment,
}

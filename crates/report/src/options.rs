//! What a report needs to know besides the assessment itself.

use jiff::civil::Date;
use tasuki_assess::Outlook;
use tasuki_catalog::{Lang, Library};

/// Settings that the PDF, the HTML page and the workbook share.
#[derive(Debug, Clone, Copy)]
pub struct ReportOptions<'a> {
    /// Language of the document.
    pub lang: Lang,
    /// Who is assessed; without a name the cover leaves a line to write it on.
    pub organization: Option<&'a str>,
    /// The day the document is made: a parameter, so that the same input gives the same bytes.
    pub created: Date,
    /// What the same answers suggest for other guidelines.
    pub outlooks: &'a [Outlook<'a>],
    /// Editions, crosswalks and glossary.
    pub library: &'a Library,
    /// Name of the file that the answers came from, without its folder.
    pub source_name: Option<&'a str>,
    /// What was noticed when the file was read, a sentence each: what the reader of the report should know was not taken over.
    pub remarks: &'a [String],
    /// What is late beside the criteria of the assessment itself: tasks, and the assessment as a whole.
    pub overdue: &'a [Overdue],
}

/// Something that is late beside the criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// What it is called.
    pub title: String,
    /// The criterion it is about; empty when it is about none.
    pub criterion: String,
    /// The day that is past.
    pub due: Date,
    /// What it is.
    pub kind: OverdueKind,
}

/// What can be late beside criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverdueKind {
    /// A task.
    Task,
    /// The assessment as a whole.
    Assessment,
}

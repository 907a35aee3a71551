//! Writes documents: an assessment as workbooks, as a PDF, as one self-contained HTML page, and the charts in them; the
//! records of a review, of an on-site audit and of a technical check; the declaration of a management.
//!
//! Every document is a function of its input: the day on which it is made is a parameter, and the same input gives
//! the same bytes. Texts that people wrote are never interpreted as formulas, markup or links. No document says
//! that an organization passes: it says which criteria are met and who says so, and what is open.

mod areas;
mod chart;
mod declaration;
mod error;
mod html;
mod inspections;
mod options;
mod page;
mod path;
mod pdf;
mod record;
mod review;
mod words;
mod workbook;

pub use chart::{Axis, Mark, Row, bars, burndown, radar};
pub use declaration::{Declared, declaration_pdf};
pub use error::ReportError;
pub use html::html;
pub use inspections::{InspectionReport, InspectionRow, inspection_html, inspection_pdf};
pub use options::{Overdue, OverdueKind, ReportOptions};
pub use pdf::{pdf, unprintable};
pub use record::{Column, Entry, Look, Record, Section, record_pdf};
pub use review::{
    Confirmation, RecordedReviewer, ReviewFigures, ReviewIssue, ReviewMark, ReviewRecord, ReviewReply,
    ReviewedCriterion, review_pdf,
};
pub use workbook::{answer_workbook, carry_workbook, gap_workbook, record_workbook, review_workbook};

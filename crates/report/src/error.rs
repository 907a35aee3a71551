//! Errors when a report is written.

use rust_xlsxwriter::XlsxError;
use tasuki_typeset::TypesetError;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The PDF could not be typeset; with the built-in templates this is a bug.
    #[error(transparent)]
    Typeset(#[from] TypesetError),
    /// The contents of the report could not be serialized for the template.
    #[error("the report's data could not be written as JSON: {0}")]
    Data(#[from] serde_json::Error),
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] XlsxError),
    /// The HTML page could not be written.
    #[error("the HTML page could not be written: {0}")]
    Html(#[from] askama::Error),
}

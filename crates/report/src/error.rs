//! What can go wrong when a report is written.

use rust_xlsxwriter::XlsxError;
use tasuki_typeset::TypesetError;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The PDF could not be typeset; with built-in templates this is a fault of the program.
    #[error(transparent)]
    Typeset(#[from] TypesetError),
    /// What the report says could not be handed to the template.
    #[error("the report's data could not be written as JSON: {0}")]
    Data(#[from] serde_json::Error),
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] XlsxError),
    /// The HTML page could not be written.
    #[error("the HTML page could not be written: {0}")]
    Html(#[from] askama::Error),
}

//! One self-contained HTML page: no script, nothing loaded from elsewhere, legible in print.
//!
//! What the page says is gathered in [`Page`]; how it looks is in `templates/report.html` and `templates/html`. Everything that people
//! wrote is escaped.

use askama::Template;
use tasuki_assess::Assessment;

use crate::{ReportError, ReportOptions, page::Page};

/// The report as one HTML file that needs nothing else; the same input gives the same text.
pub fn html(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> Result<String, ReportError> {
    Ok(Page::new(assessment, options).render()?)
}

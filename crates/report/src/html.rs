//! One self-contained HTML page: no script, nothing loaded from elsewhere, readable when printed.
//!
//! The contents are collected in [`Page`]; the layout is in `templates/report.html` and `templates/html`.
//! Everything that people wrote is escaped.

use askama::Template;
use tasuki_assess::Assessment;

use crate::{ReportError, ReportOptions, page::Page};

/// The report as one self-contained HTML file; the same input gives the same text.
pub fn html(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> Result<String, ReportError> {
    Ok(Page::new(assessment, options).render()?)
}

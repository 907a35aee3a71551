//! One self-contained HTML page.

use tasuki_assess::Assessment;

use crate::{ReportError, ReportOptions};

/// The report as one HTML file that needs nothing else.
pub fn html(_assessment: &Assessment<'_>, _options: &ReportOptions<'_>) -> Result<String, ReportError> {
    Ok(String::new())
}

//! Documents out: the PDF report and its charts.

mod chart;
mod error;
mod options;
mod pdf;

pub use chart::{Axis, Row, bars, radar};
pub use error::ReportError;
pub use options::ReportOptions;
pub use pdf::pdf;

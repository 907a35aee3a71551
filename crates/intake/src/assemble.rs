//! From bytes to sheets, whatever the file is.

use crate::{
    Format, IntakeError, Limits, table,
    workbook::{self, Workbook},
};

/// The sheets of a workbook or the one table of a CSV file.
pub(crate) fn sheets(format: Format, bytes: &[u8], limits: &Limits) -> Result<Workbook, IntakeError> {
    match format {
        Format::Xlsx => workbook::read(bytes, limits),
        Format::Csv | Format::Json => {
            Ok(Workbook { sheets: vec![table::sheet(bytes, limits)?], unreadable: Vec::new() })
        }
    }
}

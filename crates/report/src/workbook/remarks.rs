//! The problems found when the file was read, so that nothing is dropped silently.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::{ReportOptions, words::Words};

/// Writes the sheet, if there are any problems.
pub(super) fn write(workbook: &mut Workbook, options: &ReportOptions<'_>) -> Result<(), XlsxError> {
    if options.remarks.is_empty() {
        return Ok(());
    }
    let words = Words::of(options.lang);
    let columns = vec![Column::new(words.remarks, 140.0, Style::Body)];
    let rows = options.remarks.iter().map(|remark| vec![Cell::text(remark)]).collect();
    Table { name: words.sheet_remarks, columns, rows, empty: words.nothing }.write(workbook, options.lang)
}

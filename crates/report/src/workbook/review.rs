//! The record of a review as a workbook.

mod criteria;
mod issues;
mod summary;

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::ReviewRecord;

/// Writes its three sheets.
pub(super) fn write(workbook: &mut Workbook, record: &ReviewRecord<'_>) -> Result<(), XlsxError> {
    summary::write(workbook, record)?;
    criteria::table(record).write(workbook, record.lang)?;
    issues::table(record).write(workbook, record.lang)
}

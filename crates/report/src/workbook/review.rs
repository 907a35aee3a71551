//! The record of a review as a workbook.

mod criteria;
mod summary;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::record::table;
use crate::{ReviewRecord, Section};

/// Writes its three sheets.
pub(super) fn write(workbook: &mut Workbook, record: &ReviewRecord<'_>) -> Result<(), XlsxError> {
    summary::write(workbook, record)?;
    criteria::table(record).write(workbook, record.lang)?;
    let issues = record.issues().map(|(number, line, issue)| {
        let id = line.answer.criterion.as_str();
        (number, id, record.title(id), issue)
    });
    table(&Section::numbered(record.lang, issues)).write(workbook, record.lang)
}

//! Workbooks.

use tasuki_assess::{Answers, Assessment, Carryover};
use tasuki_catalog::{Catalog, Change};

use crate::{ReportError, ReportOptions};

/// The answer sheet of an edition, filled with `answers`; with blank answers it is the template.
pub fn answer_workbook(
    _catalog: &Catalog,
    _answers: &Answers,
    _options: &ReportOptions<'_>,
) -> Result<Vec<u8>, ReportError> {
    Ok(Vec::new())
}

/// What is open and what to do about it, with the answer sheet so that the file can be read back in.
pub fn gap_workbook(_assessment: &Assessment<'_>, _options: &ReportOptions<'_>) -> Result<Vec<u8>, ReportError> {
    Ok(Vec::new())
}

/// Answers carried over to a new edition, and what must be answered again.
pub fn carry_workbook(
    _old: &Catalog,
    _new: &Catalog,
    _carryover: &Carryover,
    _changes: &[Change],
    _options: &ReportOptions<'_>,
) -> Result<Vec<u8>, ReportError> {
    Ok(Vec::new())
}

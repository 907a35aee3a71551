//! Workbooks: the answer sheet, open criteria with the plan, and answers carried over to a new edition.
//!
//! The answer sheet keeps the familiar layout of the official one, so that a workbook can be read back in. Texts
//! that people wrote are written to cells as text, even if they look like formulas.

mod answers;
mod calendar;
mod carry;
mod cell;
mod charts;
mod facts;
mod gaps;
mod growing;
mod guide;
mod heights;
mod layout;
mod marks;
mod outlook;
mod plan;
mod record;
mod remarks;
mod review;
mod sheet;
mod style;
mod summary;
mod table;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};
use tasuki_assess::{Answers, Assessment, Carryover};
use tasuki_catalog::{Catalog, Change};

use crate::{Record, ReportError, ReportOptions, ReviewRecord};

/// The answer sheet of an edition with `answers`; with blank answers it is the template.
pub fn answer_workbook(
    catalog: &Catalog,
    answers: &Answers,
    options: &ReportOptions<'_>,
) -> Result<Vec<u8>, ReportError> {
    let mut workbook = open(catalog, options)?;
    answers::write(&mut workbook, catalog, answers, options)?;
    guide::write(&mut workbook, catalog, options)?;
    growing::save(workbook)
}

/// The open criteria and what to do about them: summary, gaps, plan, suggestions and calendar. The filled answer
/// sheet is included, so that the file can be read back in.
pub fn gap_workbook(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> Result<Vec<u8>, ReportError> {
    let mut workbook = open(assessment.catalog, options)?;
    summary::write(&mut workbook, assessment, options)?;
    let tables = [
        gaps::table(assessment, options),
        plan::table(assessment, options.lang),
        outlook::table(options.outlooks, options.lang),
        calendar::table(assessment, options),
    ];
    tables.iter().try_for_each(|table| table.write(&mut workbook, options.lang))?;
    remarks::write(&mut workbook, options)?;
    answers::write(&mut workbook, assessment.catalog, &assessment.answers, options)?;
    guide::write(&mut workbook, assessment.catalog, options)?;
    growing::save(workbook)
}

/// Answers carried over to a new edition, and what must be answered again.
pub fn carry_workbook(
    old: &Catalog,
    new: &Catalog,
    carryover: &Carryover,
    changes: &[Change],
    options: &ReportOptions<'_>,
) -> Result<Vec<u8>, ReportError> {
    let mut workbook = open(new, options)?;
    answers::write(&mut workbook, new, &carryover.answers, options)?;
    carry::table(old, new, carryover, changes, options.lang).write(&mut workbook, options.lang)?;
    remarks::write(&mut workbook, options)?;
    guide::write(&mut workbook, new, options)?;
    growing::save(workbook)
}

/// The record of a review: figures and reviewers, each criterion with its marks, each issue with its replies.
pub fn review_workbook(record: &ReviewRecord<'_>) -> Result<Vec<u8>, ReportError> {
    let mut workbook = titled(record.words().review_title, &record.submission.organization.name, record.created)?;
    review::write(&mut workbook, record)?;
    growing::save(workbook)
}

/// A record of work on a road: its facts, and a sheet for each of its tables.
pub fn record_workbook(record: &Record) -> Result<Vec<u8>, ReportError> {
    let mut workbook = titled(record.title, &record.organization, record.created)?;
    record::write(&mut workbook, record)?;
    growing::save(workbook)
}

/// Creates a workbook about an edition.
fn open(catalog: &Catalog, options: &ReportOptions<'_>) -> Result<Workbook, XlsxError> {
    titled(catalog.title().get(options.lang), options.organization.unwrap_or_default(), options.created)
}

/// Creates a workbook with the properties that say what it is and when it was made.
fn titled(title: &str, organization: &str, created: Date) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&style::Styles::base(), 18, 72)?;
    let properties = DocProperties::new()
        .set_title(title)
        .set_author("Tasuki")
        .set_company(organization)
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    Ok(workbook)
}

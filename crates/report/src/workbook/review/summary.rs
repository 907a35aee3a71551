//! The first sheet: which submission was looked at, the figures, the confirmation, and who reviewed.

use rust_xlsxwriter::{Workbook, XlsxError};
use tasuki_assess::worked_out;

use super::super::{cell::Cell, sheet::Sheet, style::Style};
use crate::{RecordedReviewer, ReviewRecord};

/// Columns of the page: a margin, then six columns. The widest tables use all of them.
const LEFT: u16 = 1;
const RIGHT: u16 = 6;
const WIDTHS: [f64; 7] = [1.5, 20.0, 20.0, 40.0, 34.0, 30.0, 30.0];

/// Writes the sheet.
pub(super) fn write(workbook: &mut Workbook, record: &ReviewRecord<'_>) -> Result<(), XlsxError> {
    let words = record.words();
    let mut sheet = Sheet::add(workbook, words.sheet_summary, record.lang)?;
    sheet.worksheet.set_tab_color(super::super::style::ACCENT);
    sheet.widths(0, &WIDTHS)?;
    sheet.across(0, (LEFT, RIGHT), words.review_title, Style::Title, 1)?;
    let row = facts(&mut sheet, 1, record)?;
    sheet.across(row + 1, (LEFT, RIGHT), &record.sentence(), Style::Lead, 1)?;
    let remarks = [words.no_grant, words.review_promise, worked_out(record.lang)];
    for (row, remark) in (row + 2..).zip(remarks) {
        sheet.across(row, (LEFT, RIGHT), remark, Style::Muted, 1)?;
    }
    let row = confirmation(&mut sheet, row + 6, record)?;
    let row = figures(&mut sheet, row + 1, record)?;
    reviewers(&mut sheet, row + 1, record)
}

fn facts(sheet: &mut Sheet<'_>, first: u32, record: &ReviewRecord<'_>) -> Result<u32, XlsxError> {
    let mut row = first;
    for (name, text) in record.facts().into_iter().filter(|(_, text)| !text.is_empty()) {
        sheet.put(row, LEFT, &Cell::text(name), Style::Name)?;
        sheet.merge((row, row), (LEFT + 1, RIGHT), &Cell::made(text), Style::Body)?;
        sheet.fit((row, row), 1)?;
        row += 1;
    }
    Ok(row)
}

fn confirmation(sheet: &mut Sheet<'_>, first: u32, record: &ReviewRecord<'_>) -> Result<u32, XlsxError> {
    sheet.across(first, (LEFT, RIGHT), record.words().confirmation, Style::Heading, 1)?;
    let mut row = first + 1;
    for line in record.confirmation_lines() {
        sheet.across(row, (LEFT, RIGHT), &line, Style::Plain, 1)?;
        row += 1;
    }
    Ok(row)
}

/// How many criteria are marked, and how many issues of each kind are open.
fn figures(sheet: &mut Sheet<'_>, first: u32, record: &ReviewRecord<'_>) -> Result<u32, XlsxError> {
    let (words, figures) = (record.words(), record.figures());
    sheet.across(first, (LEFT, RIGHT), words.marked, Style::Heading, 1)?;
    sheet.put(first + 1, LEFT, &Cell::text(words.marks_complete), Style::Name)?;
    sheet.put(first + 1, LEFT + 1, &Cell::count(figures.marked), Style::Whole)?;
    sheet.put(first + 2, LEFT, &Cell::text(words.asked), Style::Name)?;
    sheet.put(first + 2, LEFT + 1, &Cell::count(figures.criteria), Style::Whole)?;
    sheet.across(first + 4, (LEFT, RIGHT), words.kinds_heading, Style::Heading, 1)?;
    for (column, header) in (LEFT..).zip([words.issue_kind, words.raised, words.not_settled]) {
        sheet.put(first + 5, column, &Cell::text(header), Style::Head)?;
    }
    let mut row = first + 6;
    for (kind, all, open) in record.counts() {
        sheet.put(row, LEFT, &Cell::text(kind), Style::Body)?;
        sheet.put(row, LEFT + 1, &Cell::count(all), Style::Whole)?;
        sheet.put(row, LEFT + 2, &Cell::count(open), Style::Whole)?;
        row += 1;
    }
    Ok(row)
}

fn reviewers(sheet: &mut Sheet<'_>, first: u32, record: &ReviewRecord<'_>) -> Result<(), XlsxError> {
    let words = record.words();
    sheet.across(first, (LEFT, RIGHT), words.reviewers, Style::Heading, 1)?;
    if record.reviewers.is_empty() {
        return sheet.across(first + 1, (LEFT, RIGHT), words.no_reviewers, Style::Muted, 1);
    }
    let headers =
        [words.name, words.acts_as, words.qualifications, words.lacks, words.accepted_because, words.advised_on];
    for (column, header) in (LEFT..).zip(headers) {
        sheet.put(first + 1, column, &Cell::text(header), Style::Head)?;
    }
    let mut row = first + 1;
    for reviewer in &record.reviewers {
        row += 1;
        for (column, cell) in (LEFT..).zip(cells(record, reviewer)) {
            sheet.put(row, column, &cell, Style::Body)?;
        }
    }
    sheet.fit((first + 1, row), 1)
}

fn cells<'a>(record: &ReviewRecord<'_>, reviewer: &'a RecordedReviewer) -> [Cell<'a>; 6] {
    [
        Cell::text(&reviewer.name),
        Cell::text(reviewer.actor.name(record.lang)),
        Cell::made(reviewer.qualifications(record.scheme, record.lang).join("\n")),
        Cell::made(reviewer.lacks(record.scheme, record.lang).join("\n")),
        Cell::text(&reviewer.accepted),
        Cell::text(&reviewer.advised),
    ]
}

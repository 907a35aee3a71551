//! A record of work on a road as a workbook: a first sheet with its facts, and a sheet for each table.

use rust_xlsxwriter::{Workbook, XlsxError};
use tasuki_assess::worked_out;

use super::{
    cell::Cell,
    sheet::Sheet,
    style::{ACCENT, Style},
    table::{Column, Table},
};
use crate::record::{Entry, Look, Record, Section};
use crate::words::Words;

/// Columns of the first sheet: a margin, then a name and what it says.
const LEFT: u16 = 1;
const RIGHT: u16 = 2;
const WIDTHS: [f64; 3] = [1.5, 24.0, 110.0];

/// Writes its sheets.
pub(super) fn write(workbook: &mut Workbook, record: &Record) -> Result<(), XlsxError> {
    summary(workbook, record)?;
    record.sections.iter().try_for_each(|own| table(own).write(workbook, record.lang))
}

fn summary(workbook: &mut Workbook, record: &Record) -> Result<(), XlsxError> {
    let words = Words::of(record.lang);
    let mut sheet = Sheet::add(workbook, words.sheet_summary, record.lang)?;
    sheet.worksheet.set_tab_color(ACCENT);
    sheet.widths(0, &WIDTHS)?;
    sheet.across(0, (LEFT, RIGHT), record.title, Style::Title, 1)?;
    let mut row = 1;
    for (name, text) in record.facts() {
        sheet.put(row, LEFT, &Cell::text(name), Style::Name)?;
        sheet.put(row, RIGHT, &Cell::text(text), Style::Body)?;
        row += 1;
    }
    sheet.fit((1, row - 1), 1)?;
    sheet.across(row + 1, (LEFT, RIGHT), &record.sentence, Style::Lead, 1)?;
    let remarks = [words.no_grant, words.record_promise, worked_out(record.lang)];
    (row + 2..).zip(remarks).try_for_each(|(row, remark)| sheet.across(row, (LEFT, RIGHT), remark, Style::Muted, 1))
}

/// A table as a sheet.
pub(super) fn table(section: &Section) -> Table<'_> {
    let column = |own: &crate::record::Column| Column::new(own.header, own.width, style(own.look));
    let cell = |own| match own {
        &Entry::Count(count) => Cell::Whole(count),
        &Entry::Day(day) => Cell::date(day),
        Entry::Text(text) => Cell::text(text),
    };
    Table {
        name: section.name,
        columns: section.columns.iter().map(column).collect(),
        rows: section.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        empty: section.empty,
    }
}

fn style(look: Look) -> Style {
    match look {
        Look::Text => Style::Body,
        Look::Word => Style::Centre,
        Look::Name => Style::Strong,
        Look::Count => Style::Whole,
        Look::Day => Style::Date,
    }
}

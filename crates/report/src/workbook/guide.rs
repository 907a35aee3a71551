//! The page that explains how to fill in the answer sheet.

use rust_xlsxwriter::{Workbook, XlsxError};
use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Lang, Scale};

use super::{cell::Cell, layout::layout, marks, sheet::Sheet, style::Style};
use crate::{
    ReportOptions,
    words::{Words, choose},
};

/// Writes the page.
pub(super) fn write(workbook: &mut Workbook, catalog: &Catalog, options: &ReportOptions<'_>) -> Result<(), XlsxError> {
    let words = Words::of(options.lang);
    let scale = catalog.scale();
    let mut sheet = Sheet::add(workbook, words.sheet_guide, options.lang)?;
    sheet.worksheet.set_portrait();
    sheet.widths(0, &[2.0, 18.0, 14.0, 62.0])?;
    sheet.across(0, (1, 3), words.sheet_guide, Style::Title, 1)?;
    sheet.across(1, (1, 3), catalog.title().get(options.lang), Style::Muted, 1)?;
    sheet.across(2, (1, 3), words.guide_intro, Style::Plain, 2)?;
    let row = explain_marks(&mut sheet, 4, scale, options.lang)?;
    let row = explain_columns(&mut sheet, row + 1, catalog, options, words)?;
    let row = example(&mut sheet, row + 1, catalog, options, words)?;
    sheet.across(row + 1, (1, 3), words.guide_next, Style::Heading, 1)?;
    sheet.across(row + 2, (1, 3), words.guide_next_text, Style::Plain, 2)?;
    sheet.merge((row + 3, row + 3), (1, 3), &Cell::text(COMMAND), Style::Code)?;
    sheet.across(row + 5, (1, 3), words.no_grant, Style::Muted, 1)
}

const COMMAND: &str = "tasuki assess answers.xlsx --output report.xlsx";

/// The marks are written inside phrases, so that no program reads this page as answers.
fn explain_marks(sheet: &mut Sheet<'_>, row: u32, scale: Scale, lang: Lang) -> Result<u32, XlsxError> {
    let words = Words::of(lang);
    sheet.across(row, (1, 3), words.guide_marks, Style::Heading, 1)?;
    head(sheet, row + 1, [words.guide_mark, words.guide_meaning, words.guide_when])?;
    let uses = [words.use_met, words.use_partial, words.use_unmet, words.use_not_applicable, words.use_unanswered];
    let mut row = row + 2;
    for (status, usage) in Status::ALL.into_iter().zip(uses) {
        let mark = match status {
            Status::Unanswered => words.blank.to_owned(),
            _ => choose(lang, marks::word(scale, status)),
        };
        line(sheet, row, &Cell::made(mark), &Cell::State(status), usage)?;
        row += 1;
    }
    Ok(row)
}

fn explain_columns(
    sheet: &mut Sheet<'_>,
    row: u32,
    catalog: &Catalog,
    options: &ReportOptions<'_>,
    words: &'static Words,
) -> Result<u32, XlsxError> {
    sheet.across(row, (1, 3), words.guide_columns, Style::Heading, 1)?;
    let [mark, note, date, accepted] = layout(catalog, options.library).answered;
    let marks = marks::all(catalog.scale()).join("  ");
    let helps = [marks.as_str(), words.help_note, words.help_date, words.help_accepted];
    let mut row = row + 1;
    for (column, help) in [mark, note, date, accepted].into_iter().zip(helps) {
        sheet.put(row, 1, &Cell::text(column.header), Style::Strong)?;
        sheet.merge((row, row), (2, 3), &Cell::text(help), Style::Body)?;
        sheet.fit((row, row), 1)?;
        row += 1;
    }
    sheet.across(row, (1, 3), words.guide_keep, Style::Muted, 2)?;
    Ok(row + 1)
}

/// The first criterion of the edition, filled in.
fn example(
    sheet: &mut Sheet<'_>,
    row: u32,
    catalog: &Catalog,
    options: &ReportOptions<'_>,
    words: &'static Words,
) -> Result<u32, XlsxError> {
    let Some(criterion) = catalog.criteria().first() else { return Ok(row) };
    let [mark, note, date, _] = layout(catalog, options.library).answered;
    sheet.across(row, (1, 3), words.guide_example, Style::Heading, 1)?;
    let mark_text = choose(options.lang, marks::word(catalog.scale(), Status::Met));
    let what = format!("{}  {}", criterion.id, criterion.title.get(options.lang));
    sheet.put(row + 1, 1, &Cell::text(words.id), Style::Head)?;
    sheet.merge((row + 1, row + 1), (2, 3), &Cell::made(what), Style::Body)?;
    sheet.put(row + 2, 1, &Cell::text(mark.header), Style::HeadInput)?;
    sheet.merge((row + 2, row + 2), (2, 3), &Cell::made(mark_text), Style::Input)?;
    sheet.put(row + 3, 1, &Cell::text(note.header), Style::HeadInput)?;
    sheet.merge((row + 3, row + 3), (2, 3), &Cell::text(words.example_note), Style::Input)?;
    sheet.put(row + 4, 1, &Cell::text(date.header), Style::HeadInput)?;
    sheet.merge((row + 4, row + 4), (2, 3), &Cell::text("2026/10/01"), Style::Input)?;
    Ok(row + 5)
}

fn head(sheet: &mut Sheet<'_>, row: u32, headers: [&'static str; 3]) -> Result<(), XlsxError> {
    for (column, header) in (1..).zip(headers) {
        sheet.put(row, column, &Cell::text(header), Style::Head)?;
    }
    Ok(())
}

fn line(sheet: &mut Sheet<'_>, row: u32, mark: &Cell<'_>, state: &Cell<'_>, usage: &str) -> Result<(), XlsxError> {
    sheet.put(row, 1, mark, Style::Centre)?;
    sheet.put(row, 2, state, Style::Body)?;
    sheet.put(row, 3, &Cell::text(usage), Style::Body)?;
    sheet.fit((row, row), 1)
}

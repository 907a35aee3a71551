//! The answer sheet: the criteria on the left, the answers on the right, in the familiar layout.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationRule, Format, Formula, Workbook,
    XlsxError,
};
use tasuki_assess::{Answer, Answers, Status};
use tasuki_catalog::{Catalog, Criterion, Scale};

use super::{
    cell::Cell,
    facts::Facts,
    layout::{Field, Layout, MATURITY, layout},
    marks,
    sheet::Sheet,
    style::{Style, colours},
    table,
};
use crate::{ReportOptions, words::Words};

/// Writes the answer sheet and the page that explains it.
pub(super) fn write(
    workbook: &mut Workbook,
    catalog: &Catalog,
    answers: &Answers,
    options: &ReportOptions<'_>,
) -> Result<(), XlsxError> {
    let layout = layout(catalog, options.library);
    let facts = Facts::new(catalog, options.library, options.lang);
    let mut sheet = Sheet::add(workbook, layout.sheet, options.lang)?;
    let head = u32::from(layout.title.is_some());
    let right = layout.left + count(layout.asked.len()) - 1;
    if let Some(title) = layout.title {
        sheet.worksheet.set_column_width(0, 1.5)?;
        sheet.across(0, (layout.left, right), title, Style::Title, 1)?;
    }
    let is_rated = answers.as_slice().iter().any(|answer| answer.maturity.is_some());
    let columns = layout.asked.iter().map(|field| field.column).chain(layout.answered);
    let columns: Vec<_> = columns.chain(is_rated.then_some(MATURITY)).collect();
    table::header(&mut sheet, head, layout.left, &columns)?;
    let first = head + 1;
    for (at, field) in layout.asked.iter().enumerate().filter(|(at, _)| !is_covered(&layout, *at)) {
        ask(&mut sheet, catalog.criteria(), &facts, field, (first, layout.left + count(at)))?;
    }
    for (row, answer) in (first..).zip(answers.as_slice()) {
        reply(&mut sheet, row, right + 1, catalog.scale(), answer)?;
        if is_rated {
            let maturity = answer.maturity.map_or(Cell::Blank, |maturity| Cell::Whole(maturity.into()));
            sheet.put(row, right + 5, &maturity, MATURITY.style)?;
        }
    }
    let last = head + u32::try_from(catalog.criteria().len()).unwrap_or(u32::MAX);
    sheet.fit((first, last), 2)?;
    let edge = right + 4 + u16::from(is_rated);
    table::frame(&mut sheet, (head, last), (layout.left, edge))?;
    guard(&mut sheet, catalog.scale(), (first, last), right + 1, Words::of(options.lang))?;
    colour(&mut sheet, catalog.scale(), (first, last), right + 1)
}

/// Whether the text of the previous column extends over the column at `at`.
fn is_covered(layout: &Layout, at: usize) -> bool {
    at.checked_sub(1).and_then(|before| layout.asked.get(before)).is_some_and(|field| field.span > 1)
}

fn count(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// Writes one column about the criteria; rows that share a key are merged into one cell.
fn ask<'a>(
    sheet: &mut Sheet<'_>,
    criteria: &'a [Criterion],
    facts: &Facts<'a>,
    field: &Field,
    (first, column): (u32, u16),
) -> Result<(), XlsxError> {
    let mut row = first;
    let together =
        |one: &Criterion, two: &Criterion| field.join.is_some_and(|join| facts.key(join, one) == facts.key(join, two));
    for run in criteria.chunk_by(together) {
        let last = row + u32::try_from(run.len()).unwrap_or(u32::MAX) - 1;
        let cell = run.first().map_or(Cell::Blank, |one| (field.cell)(facts, one));
        sheet.merge((row, last), (column, column + field.span - 1), &cell, field.column.style)?;
        row = last + 1;
    }
    Ok(())
}

/// Writes an answer.
fn reply(sheet: &mut Sheet<'_>, row: u32, column: u16, scale: Scale, answer: &Answer) -> Result<(), XlsxError> {
    let accepted = if answer.accepted { marks::ACCEPTED } else { "" };
    sheet.put(row, column, &marks::mark(scale, answer.status), Style::InputCentre)?;
    sheet.put(row, column + 1, &Cell::text(&answer.note), Style::Input)?;
    sheet.put(row, column + 2, &Cell::date(answer.confirmed), Style::InputDate)?;
    sheet.put(row, column + 3, &Cell::text(accepted), Style::InputCentre)
}

/// Drop-down lists, real dates, and pop-up help.
fn guard(
    sheet: &mut Sheet<'_>,
    scale: Scale,
    (first, last): (u32, u32),
    column: u16,
    words: &Words,
) -> Result<(), XlsxError> {
    let help = marks::all(scale)
        .iter()
        .zip([words.use_met, words.use_partial, words.use_unmet, words.use_not_applicable])
        .map(|(mark, meaning)| format!("{mark}  {meaning}"))
        .collect::<Vec<_>>()
        .join("\n");
    let mark = DataValidation::new()
        .allow_list_strings(&marks::all(scale))?
        .set_input_title(words.help_mark_title)?
        .set_input_message(help)?
        .set_error_title(words.help_error_title)?
        .set_error_message(marks::all(scale).join("  "))?;
    let note = DataValidation::new()
        .allow_any_value()
        .set_input_title(words.help_note_title)?
        .set_input_message(words.help_note)?;
    let between = DataValidationRule::Between(Formula::new("DATE(2000,1,1)"), Formula::new("TODAY()"));
    let date = DataValidation::new()
        .allow_date_formula(between)
        .set_input_title(words.help_date_title)?
        .set_input_message(words.help_date)?
        .set_error_title(words.help_error_title)?
        .set_error_message(words.help_date_error)?;
    let accepted = DataValidation::new()
        .allow_list_strings(&[marks::ACCEPTED])?
        .set_input_title(words.help_accepted_title)?
        .set_input_message(words.help_accepted)?;
    for (at, validation) in (column..).zip([mark, note, date, accepted]) {
        sheet.worksheet.add_data_validation(first, at, last, at, &validation)?;
    }
    Ok(())
}

/// Colours the marks by their value; the marks themselves are signs.
fn colour(sheet: &mut Sheet<'_>, scale: Scale, (first, last): (u32, u32), column: u16) -> Result<(), XlsxError> {
    for status in [Status::Met, Status::Partial, Status::Unmet, Status::NotApplicable] {
        let (back, front) = colours(status);
        let format = Format::new().set_background_color(back).set_font_color(front).set_bold();
        let rule = match marks::mark(scale, status) {
            Cell::Whole(figure) => Formula::new(figure.to_string()),
            _ => Formula::new(format!("\"{}\"", marks::word(scale, status))),
        };
        // In a spreadsheet a blank cell equals 0; only numbers may match a number.
        let rule = ConditionalFormatCellRule::EqualTo(rule);
        let blank = rust_xlsxwriter::ConditionalFormatBlank::new().set_stop_if_true(true);
        if status == Status::Met {
            sheet.worksheet.add_conditional_format(first, column, last, column, &blank)?;
        }
        let coloured = ConditionalFormatCell::new().set_rule(rule).set_format(format);
        sheet.worksheet.add_conditional_format(first, column, last, column, &coloured)?;
    }
    Ok(())
}

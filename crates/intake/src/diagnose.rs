//! Files in which all identifiers were changed: finds their column, and what they became.

use crate::{
    IntakeError, dates,
    heading::{is_of_criteria, is_of_numbers},
    identifier::{is_broken, of_cell},
    sheet::{Cell, Placed, Sheet, Value, address},
};

/// The number of rows in which a heading is searched for, and of rows below it that are checked.
const HEADINGS: usize = 60;
const LOOKED_AT: usize = 400;

/// What became of the identifiers of a column.
struct Broken<'s> {
    sheet: &'s Sheet,
    heading: String,
    first: &'s Placed,
    are_days: bool,
    /// Whether the heading is for criterion numbers, rather than for numbers of requirements or groups.
    is_sure: bool,
    count: usize,
}

/// The error for a column with a heading for identifiers but without identifiers.
pub(crate) fn broken_identifiers(sheets: &[Sheet]) -> Option<IntakeError> {
    let all = sheets.iter().flat_map(columns);
    let best = all.max_by_key(|broken| (broken.is_sure, broken.count))?;
    Some(IntakeError::BrokenIdentifiers {
        sheet: best.sheet.name.clone(),
        heading: best.heading,
        cell: address(best.first.row, best.first.column),
        found: best.first.cell.text().into_owned(),
        are_days: best.are_days,
    })
}

fn columns(sheet: &Sheet) -> Vec<Broken<'_>> {
    let headings = sheet.rows().take(HEADINGS).flat_map(|(_, cells)| cells);
    let headings = headings.filter(|placed| matches!(&placed.cell.value, Value::Text(text) if is_of_numbers(text)));
    headings.filter_map(|heading| broken(sheet, heading)).collect()
}

/// The values below a heading for identifiers, if most of them are not identifiers.
fn broken<'s>(sheet: &'s Sheet, heading: &Placed) -> Option<Broken<'s>> {
    let below = sheet
        .rows()
        .map(|(_, cells)| cells)
        .filter_map(|cells| cells.iter().find(|placed| placed.column == heading.column));
    let below: Vec<&Placed> =
        below.filter(|placed| placed.row > heading.row && !placed.cell.is_blank()).take(LOOKED_AT).collect();
    let days: Vec<&Placed> = below.iter().copied().filter(|placed| is_day(&placed.cell)).collect();
    let damaged: Vec<&Placed> = below.iter().copied().filter(|placed| is_damaged(&placed.cell)).collect();
    let are_days = days.len() >= damaged.len();
    let found = if are_days { days } else { damaged };
    let first = found.first().filter(|_| found.len() * 2 >= below.len())?;
    let text = heading.cell.text();
    Some(Broken {
        sheet,
        heading: text.split_whitespace().collect::<Vec<_>>().join(" "),
        first,
        are_days,
        is_sure: is_of_criteria(&text),
        count: found.len(),
    })
}

/// A day, or the way a CSV file spells one: `1月1日`, `1-Jan`.
fn is_day(cell: &Cell) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    match &cell.value {
        Value::Date(_) => true,
        Value::Number(number) => (36_526.0..73_051.0).contains(number),
        Value::Text(text) => {
            let plain = crate::clean::fold(text);
            dates::alone(text, false).is_some()
                || plain.contains('月') && plain.contains('日') && plain.starts_with(|c: char| c.is_ascii_digit())
                || plain.len() <= 9
                    && plain.contains(|c: char| c.is_ascii_digit())
                    && MONTHS.iter().any(|month| plain.contains(month))
        }
        _ => false,
    }
}

fn is_damaged(cell: &Cell) -> bool {
    match &cell.value {
        Value::Fault(_) => true,
        Value::Text(text) => {
            // A number that would be read as a different, shorter one: 1-1-1(1).
            let longer = |id: &str| {
                is_broken(text)
                    && text.chars().filter(char::is_ascii_digit).count()
                        > id.chars().filter(char::is_ascii_digit).count()
            };
            match of_cell(cell) {
                Some(id) => longer(&id),
                None => is_broken(text),
            }
        }
        _ => false,
    }
}

//! Where the header of a table is: one row of words, or several rows.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use crate::{
    clean::{self, fold},
    heading::{Role, is_bare_round, role, year},
    identifier,
    mark::{Mark, mark},
    sheet::{Cell, Sheet, Value},
};

/// The rows of a header.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    /// The topmost row.
    pub(crate) first: u32,
    main: u32,
    /// The lowest row; the table begins below it.
    pub(crate) last: u32,
}

/// The number of rows above the table in which a header is searched for.
const ABOVE: usize = 12;
/// The number of columns that are checked above the table.
const COLUMNS: usize = 256;
/// The maximum number of characters of a heading.
const LONGEST: usize = 40;

impl Header {
    /// The header of the table whose criteria are in `rows`. Lists above it may be numbered too (`1. 記入方法`), so the
    /// table begins at the first row that has a real header above it.
    pub(crate) fn above(sheet: &Sheet, rows: &[u32], ids: u32, scale: Scale) -> Option<Self> {
        let begins = |at: &usize| *at == 0 || rows[*at] > rows[*at - 1] + 1;
        let mut tops = (0..rows.len()).filter(begins).map(|at| rows[at]).take(64);
        let above = Above { sheet, ids, scale, words: RefCell::default() };
        let over = |top: u32, least: usize| Self::over(&above, top, least);
        tops.find_map(|top| over(top, 2)).or_else(|| over(*rows.first()?, 1))
    }

    /// The row above `top` with the most known words, at least `least`; among equals the nearest. Rows of words
    /// between it and the table are its lower rows, up to the first row with an answer; a row with merged cells
    /// directly above it is its upper row.
    fn over(above: &Above<'_>, top: u32, least: usize) -> Option<Self> {
        let sheet = above.sheet;
        let rows: Vec<u32> = sheet.rows().map(|(row, _)| row).take_while(|row| *row < top).collect();
        let near = &rows[rows.len().saturating_sub(ABOVE)..];
        let titles = near.iter().enumerate().filter(|(at, row)| !above.is_data(&near[..*at], **row));
        let counted = titles.map(|(_, row)| (above.words(*row), *row));
        let (_, main) = counted.filter(|(words, _)| *words >= least).max()?;
        let upper = main.checked_sub(1).filter(|row| has_groups(sheet, *row, main));
        let at = near.iter().position(|row| *row == main)?;
        let lower = (at + 1..near.len()).take_while(|at| !above.is_data(&near[..*at], near[*at]));
        let lowest = lower.map(|at| near[at]).filter(|row| above.words(*row) > 0 || is_floor(sheet, *row, main)).last();
        Some(Self { first: upper.unwrap_or(main), main, last: lowest.unwrap_or(main) })
    }

    /// The text above a column's heading, or to the left of that place with nothing between: an upper header row
    /// whose merged cells were lost in a CSV file. Only columns right of the identifiers are searched, because
    /// titles begin at the left.
    pub(crate) fn above_it(&self, sheet: &Sheet, column: u32, ids: u32) -> String {
        let Some(row) = self.main.checked_sub(1).filter(|_| self.first == self.main) else { return String::new() };
        let left = (ids + 1..=column).rev().take(16);
        let cell = left.filter_map(|column| sheet.cell(row, column)).find(|cell| !cell.is_blank());
        cell.map(|cell| clean::visible(&cell.text()).into_owned())
            .filter(|text| text.chars().count() <= LONGEST)
            .unwrap_or_default()
    }

    /// The texts above a column, from the top row down, without repetitions from merged cells.
    pub(crate) fn floors(&self, sheet: &Sheet, column: u32) -> Vec<String> {
        let mut floors = Vec::new();
        let mut anchors = Vec::new();
        for row in self.first..=self.last {
            let Some(seen) = sheet.seen(row, column) else { continue };
            // A title that happens to be above one column is not a part of its heading.
            let is_floor = row >= self.main
                || seen.column != column
                || sheet.seen(row, column + 1).is_some_and(|next| next.column == column)
                || seen.merge.is_some();
            if is_floor && !anchors.contains(&(seen.row, seen.column)) {
                anchors.push((seen.row, seen.column));
                floors.push(clean::visible(&seen.cell.text()).into_owned());
            }
        }
        if let Some(lost) = self.lost(sheet, column) {
            floors.insert(0, lost);
        }
        floors
    }

    /// The heading of an answer column to the left, for a column that is subdivided like it but has no heading of
    /// its own: their merged cell was lost in a CSV file.
    fn lost(&self, sheet: &Sheet, column: u32) -> Option<String> {
        let filled = |row: u32, column: u32| sheet.cell(row, column).filter(|cell| !cell.is_blank());
        if self.last == self.main || sheet.seen(self.main, column).is_some() || filled(self.last, column).is_none() {
            return None;
        }
        let mut left = (0..column).rev().take(8).take_while(|left| filled(self.last, *left).is_some());
        let text = left.find_map(|left| filled(self.main, left))?.text().into_owned();
        (text.chars().count() <= LONGEST && matches!(role(&[&text]), Role::Answer(_))).then_some(text)
    }
}

/// The rows above a table, and what is needed to read them.
struct Above<'s> {
    sheet: &'s Sheet,
    ids: u32,
    scale: Scale,
    /// The number of headings in each row read so far; cached, because every row is checked for each row below it.
    words: RefCell<HashMap<u32, usize>>,
}

impl Above<'_> {
    fn words(&self, row: u32) -> usize {
        *self.words.borrow_mut().entry(row).or_insert_with(|| words(self.sheet, row))
    }

    /// Whether a row is not part of a header but an answer, an example of one, or a row with a mistyped identifier.
    /// `above` are the rows over it.
    fn is_data(&self, above: &[u32], row: u32) -> bool {
        !self.is_over_numbers(row) && (self.is_numbered(row) || self.is_example(row) || self.is_answered(above, row))
    }

    /// Whether the row contains the heading of the identifiers: then the states beside it are headings too.
    fn is_over_numbers(&self, row: u32) -> bool {
        self.sheet.cell(row, self.ids).is_some_and(|cell| role(&[&cell.text()]) == Role::Identifier)
    }

    /// Something like an identifier, or a date that was made from one.
    fn is_numbered(&self, row: u32) -> bool {
        self.sheet.cell(row, self.ids).is_some_and(|cell| match &cell.value {
            Value::Date(_) => true,
            Value::Text(text) => is_like_an_identifier(text) || identifier::is_broken(text),
            _ => false,
        })
    }

    fn is_example(&self, row: u32) -> bool {
        let text = self.sheet.cell(row, self.ids).map(|cell| fold(&cell.text())).unwrap_or_default();
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        ["例", "記入例", "記載例", "回答例", "見本", "サンプル", "example", "sample", "ex."]
            .iter()
            .any(|word| text.starts_with(word))
    }

    /// Whether a mark is in a column whose heading above already says what the column is for. Marks of several
    /// kinds, under one heading over all of them or under none, are the headings of tick columns.
    fn is_answered(&self, above: &[u32], row: u32) -> bool {
        let columns = self.sheet.columns([row].into_iter()).into_iter().take(COLUMNS);
        let marks: Vec<(u32, Status)> = columns.filter_map(|column| Some((column, self.mark(row, column)?))).collect();
        if marks.is_empty() {
            return false;
        }
        let has_header = self.has_header(above);
        let (nearest, others) = above.split_last().map_or((None, above), |(last, others)| (Some(last), others));
        let headers = others.iter().filter(|row| self.words(**row) > 1).chain(nearest);
        let above: &[u32] = &headers.copied().collect::<Vec<_>>();
        let kinds: HashSet<&'static str> = marks.iter().map(|(_, status)| status.sign()).collect();
        let headed = marks.iter().filter(|(column, _)| self.is_headed(above, *column)).count();
        if kinds.len() == marks.len() && kinds.len() > 2 && headed < 2 {
            return self
                .sheet
                .cell(row, self.ids)
                .is_some_and(|cell| !cell.is_blank() && self.is_headed(above, self.ids));
        }
        let is_title = |status: &Status| *status == Status::NotApplicable;
        headed > 0
            || !above.is_empty() && kinds.len() < 2 && !marks.iter().all(|(_, status)| is_title(status)) && has_header
    }

    fn mark(&self, row: u32, column: u32) -> Option<Status> {
        match mark(&self.sheet.cell(row, column)?.text(), self.scale) {
            Mark::Status { status, .. } if status != Status::Unanswered && column != self.ids => Some(status),
            _ => None,
        }
    }

    /// Whether one of the rows above has a heading for this column alone that says what is marked in it.
    fn is_headed(&self, above: &[u32], column: u32) -> bool {
        above.iter().filter_map(|row| self.sheet.seen(*row, column).map(|seen| (*row, seen))).any(|(row, seen)| {
            let text = seen.cell.text();
            let alone =
                seen.column == column && self.sheet.seen(row, column + 1).is_none_or(|next| next.column != column);
            let says = !matches!(role(&[&text]), Role::Unknown | Role::Official | Role::Identifier | Role::Text);
            alone && says && text.chars().count() <= LONGEST
        })
    }

    fn has_header(&self, above: &[u32]) -> bool {
        above.iter().any(|row| self.words(*row) > 1)
    }
}

/// `l-1-1-1`, `1-1-1`, `1.1`: short, with a digit, and no words.
pub(crate) fn is_like_an_identifier(text: &str) -> bool {
    let folded = fold(text);
    let plain = folded.trim();
    plain.len() <= 24
        && plain.contains(|c: char| c.is_ascii_digit())
        && plain.contains(['-', '.', '_', '/', 'ー'])
        && plain.chars().all(|c| c.is_ascii() || c == 'ー')
        && plain.chars().filter(char::is_ascii_alphabetic).count() <= 4
}

/// The number of cells in a row that are known headings. Marks count as headings only if there are several kinds of
/// them.
fn words(sheet: &Sheet, row: u32) -> usize {
    let mut cells = sheet.columns([row].into_iter());
    cells.truncate(COLUMNS);
    let texts = cells.iter().filter_map(|column| sheet.cell(row, *column)).map(Cell::text);
    let short = texts.filter(|text| text.chars().count() <= LONGEST && identifier::identifier(text).is_none());
    let roles: Vec<Role> = short.map(|text| role(&[&text])).filter(|role| *role != Role::Unknown).collect();
    let ticks = roles.iter().filter(|role| matches!(role, Role::Tick(_)));
    let kinds: HashSet<&'static str> = roles
        .iter()
        .filter_map(|role| if let Role::Tick(status) = role { Some(status.sign()) } else { None })
        .collect();
    let alone = kinds.len() == 1 && !roles.contains(&Role::Tick(Status::NotApplicable));
    if alone { roles.len() - ticks.count() } else { roles.len() }
}

/// Whether a row below the headings gives the year or round of each column, or divides a heading that covers
/// several columns.
fn is_floor(sheet: &Sheet, row: u32, main: u32) -> bool {
    let columns: Vec<u32> = sheet.columns([row].into_iter()).into_iter().take(COLUMNS).collect();
    let says_when = |column: &&u32| {
        sheet.cell(row, **column).map(Cell::text).is_some_and(|text| {
            text.chars().count() <= LONGEST && (year(&text).is_some_and(|(_, is_bare)| is_bare) || is_bare_round(&text))
        })
    };
    let group = |column: &u32| {
        let over = sheet.seen(main, *column)?;
        let is_short = sheet.cell(row, *column).is_some_and(|cell| cell.text().chars().count() <= LONGEST);
        let is_wide =
            |next: u32| sheet.seen(main, next).is_some_and(|seen| seen.row == main && seen.column == over.column);
        (is_short && over.row == main && (over.column < *column || is_wide(column + 1))).then_some(over.column)
    };
    let groups: Vec<u32> = columns.iter().filter_map(group).collect();
    columns.iter().filter(says_when).count() > 1 || groups.windows(2).any(|pair| pair[0] == pair[1])
}

/// Whether a row has headings that cover several columns, but not the whole table.
fn has_groups(sheet: &Sheet, row: u32, main: u32) -> bool {
    let below = sheet.columns([main].into_iter()).len();
    let groups = sheet.columns([row].into_iter());
    groups.iter().any(|column| {
        let over = (*column..column.saturating_add(16))
            .take_while(|next| sheet.seen(row, *next).is_some_and(|seen| seen.column == *column));
        (2..below.div_ceil(2).max(3)).contains(&over.count())
    })
}

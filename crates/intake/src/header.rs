//! Where the header of a table is: one row of words, or several floors.

use crate::{
    heading::{Role, role},
    identifier,
    sheet::{Cell, Sheet},
};

/// The rows of a header.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    /// The uppermost floor.
    pub(crate) first: u32,
    main: u32,
    /// The lowest floor; the table begins below it.
    pub(crate) last: u32,
}

/// Rows above the table that a header is looked for in.
const ABOVE: usize = 12;
/// Characters that a heading has at most.
const LONGEST: usize = 40;

impl Header {
    /// The header of the table whose criteria stand in `rows`. Lists above it may be numbered too (`1. 記入方法`), so the first row with a real
    /// header above it begins the table.
    pub(crate) fn above(sheet: &Sheet, rows: &[u32]) -> Option<Self> {
        let begins = |at: &usize| *at == 0 || rows[*at] > rows[*at - 1] + 1;
        let mut tops = (0..rows.len()).filter(begins).map(|at| rows[at]).take(64);
        tops.find_map(|top| Self::over(sheet, top, 2)).or_else(|| Self::over(sheet, *rows.first()?, 1))
    }

    /// The row above `top` with most words that we know, at least `least`; of equals the nearest. Rows of words between it and the table are its
    /// lower floors, and a row with merged cells above it an upper one.
    fn over(sheet: &Sheet, top: u32, least: usize) -> Option<Self> {
        let above: Vec<u32> = sheet.rows().map(|(row, _)| row).take_while(|row| *row < top).collect();
        let near = &above[above.len().saturating_sub(ABOVE)..];
        let counted = near.iter().map(|row| (words(sheet, *row), *row));
        let (_, main) = counted.filter(|(words, _)| *words >= least).max()?;
        let lowest = near.iter().copied().rfind(|row| *row > main && words(sheet, *row) > 0);
        let upper = main.checked_sub(1).filter(|row| has_groups(sheet, *row, main));
        Some(Self { first: upper.unwrap_or(main), main, last: lowest.unwrap_or(main) })
    }

    /// The texts over a column, from the top floor down, without repetitions from merged cells.
    pub(crate) fn floors(&self, sheet: &Sheet, column: u32) -> Vec<String> {
        let mut floors = Vec::new();
        let mut anchors = Vec::new();
        for row in self.first..=self.last {
            let Some(seen) = sheet.seen(row, column) else { continue };
            // A title that merely stands above one column is no floor of it.
            let is_floor = row >= self.main
                || seen.column != column
                || sheet.seen(row, column + 1).is_some_and(|next| next.column == column)
                || seen.merge.is_some();
            if is_floor && !anchors.contains(&(seen.row, seen.column)) {
                anchors.push((seen.row, seen.column));
                floors.push(seen.cell.text());
            }
        }
        floors
    }
}

/// How many cells of a row are headings that we know.
fn words(sheet: &Sheet, row: u32) -> usize {
    let cells = sheet.columns([row].into_iter());
    let short = cells
        .iter()
        .filter_map(|column| sheet.cell(row, *column))
        .map(Cell::text)
        .filter(|text| text.chars().count() <= LONGEST);
    short.filter(|text| role(&[text]) != Role::Unknown && identifier(text).is_none()).count()
}

/// Whether a row has headings that stand over several columns, but not over the whole table.
fn has_groups(sheet: &Sheet, row: u32, main: u32) -> bool {
    let below = sheet.columns([main].into_iter()).len();
    let groups = sheet.columns([row].into_iter());
    groups.iter().any(|column| {
        let over = (*column..column.saturating_add(16))
            .take_while(|next| sheet.seen(row, *next).is_some_and(|seen| seen.column == *column));
        (2..below.div_ceil(2).max(3)).contains(&over.count())
    })
}

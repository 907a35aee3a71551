//! A plain grid of cells, whatever file it came from.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tasuki_assess::worked_out;
use tasuki_catalog::Lang;

use crate::{IntakeError, Limits};

/// One sheet: only filled cells are kept, so that a formatted but empty sheet costs nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Its name; empty for CSV.
    pub(crate) name: String,
    /// Whether it is shown in the workbook.
    pub(crate) visible: bool,
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    /// Per column, the merged areas that cover it, by first row.
    merges: BTreeMap<u32, Vec<Merge>>,
    wide: Vec<Merge>,
}

/// A filled cell, or one with a formula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub(crate) value: Value,
    /// The formula that gave the value, without `=`.
    pub(crate) formula: Option<String>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Empty,
    Text(String),
    Number(f64),
    Truth(bool),
    Date(Date),
    /// `#N/A` and the like.
    Fault(String),
}

/// A merged area, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    pub(crate) top: u32,
    pub(crate) left: u32,
    pub(crate) bottom: u32,
    pub(crate) right: u32,
}

/// A cell as a reader sees it: its own value, or that of the merged area it lies in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'s> {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) cell: &'s Cell,
    /// The merged area, when it covers more than one row.
    pub(crate) merge: Option<Merge>,
}

/// Rows in which a sheet says what it is.
const FIRST_ROWS: usize = 20;

/// Merged areas broader than this are looked up one by one.
pub(crate) const BROAD: u32 = 32;

impl Sheet {
    pub(crate) fn new(name: &str, visible: bool) -> Self {
        Self { name: name.to_owned(), visible, ..Self::default() }
    }

    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) {
        self.rows.entry(row).or_default().insert(column, cell);
    }

    pub(crate) fn merge(&mut self, merge: Merge) {
        if merge.right - merge.left > BROAD {
            self.wide.push(merge);
            return;
        }
        for column in merge.left..=merge.right {
            self.merges.entry(column).or_default().push(merge);
        }
    }

    /// To be called when all merged areas are in.
    pub(crate) fn sort_merges(&mut self) {
        for merges in self.merges.values_mut() {
            merges.sort_by_key(|merge| merge.top);
        }
        self.wide.truncate(256);
    }

    /// Whether one of the first rows says that Tasuki worked the sheet out from answers.
    pub(crate) fn is_worked_out(&self) -> bool {
        let first = self.rows.values().take(FIRST_ROWS).flat_map(BTreeMap::values);
        let mut texts =
            first.filter_map(|cell| if let Value::Text(text) = &cell.value { Some(text.as_str()) } else { None });
        texts.any(|text| [Lang::Ja, Lang::En].map(worked_out).contains(&text))
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, &BTreeMap<u32, Cell>)> {
        self.rows.iter().map(|(row, cells)| (*row, cells))
    }

    /// The numbers of the rows from `first` on that have a filled cell.
    pub(crate) fn rows_from(&self, first: u32) -> impl Iterator<Item = u32> {
        self.rows.range(first..).map(|(row, _)| *row)
    }

    pub(crate) fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.rows.get(&row)?.get(&column)
    }

    /// Every column that has a filled cell in one of `rows`.
    pub(crate) fn columns(&self, rows: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut columns: Vec<u32> =
            rows.filter_map(|row| self.rows.get(&row)).flat_map(|cells| cells.keys().copied()).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// What a reader sees in a cell.
    pub(crate) fn seen(&self, row: u32, column: u32) -> Option<Seen<'_>> {
        let merge = self.covering(row, column);
        if let Some(cell) = self.cell(row, column).filter(|cell| !cell.is_blank()) {
            return Some(Seen { row, column, cell, merge: merge.filter(|merge| merge.bottom > merge.top) });
        }
        let merge = merge?;
        let cell = self.cell(merge.top, merge.left).filter(|cell| !cell.is_blank())?;
        Some(Seen {
            row: merge.top,
            column: merge.left,
            cell,
            merge: Some(merge).filter(|merge| merge.bottom > merge.top),
        })
    }

    fn covering(&self, row: u32, column: u32) -> Option<Merge> {
        let covers =
            |merge: &&Merge| merge.top <= row && row <= merge.bottom && merge.left <= column && column <= merge.right;
        let merges = self.merges.get(&column).map_or(&[][..], Vec::as_slice);
        let before = merges.partition_point(|merge| merge.top <= row);
        let nearest = merges[..before].last();
        nearest.filter(covers).or_else(|| self.wide.iter().find(covers)).copied()
    }
}

impl Cell {
    pub(crate) fn value(value: Value) -> Self {
        Self { value, formula: None }
    }

    /// Whether nothing is to be seen in it.
    pub(crate) fn is_blank(&self) -> bool {
        match &self.value {
            Value::Empty => self.formula.is_none(),
            Value::Text(text) => self.formula.is_none() && text.trim().is_empty(),
            _ => false,
        }
    }

    /// The value as text.
    pub(crate) fn text(&self) -> String {
        match &self.value {
            Value::Empty => String::new(),
            Value::Text(text) | Value::Fault(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Value::Date(date) => date.to_string(),
        }
    }
}

impl Merge {
    pub(crate) fn address(self) -> String {
        format!("{}:{}", address(self.top, self.left), address(self.bottom, self.right))
    }
}

/// `O17` for row 16, column 14.
pub(crate) fn address(row: u32, column: u32) -> String {
    format!("{}{}", letters(column), u64::from(row) + 1)
}

/// `O` for column 14.
pub(crate) fn letters(column: u32) -> String {
    let (mut rest, mut letters) = (u64::from(column) + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Counts filled cells and their text while a file is read.
#[derive(Debug)]
pub(crate) struct Budget {
    cells: usize,
    bytes: u64,
    limit: usize,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { cells: limits.cells, bytes: limits.unzipped_bytes, limit: limits.cells }
    }

    /// Takes one cell with this much text from the budget.
    pub(crate) fn take(&mut self, text: usize) -> Result<(), IntakeError> {
        let taken = self.cells.checked_sub(1).zip(self.bytes.checked_sub(text as u64));
        let (cells, bytes) = taken.ok_or(IntakeError::TooManyCells { limit: self.limit })?;
        (self.cells, self.bytes) = (cells, bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for ((row, column), expected) in
            [((16, 14), "O17"), ((0, 0), "A1"), ((0, 25), "Z1"), ((9, 26), "AA10"), ((0, 16_383), "XFD1")]
        {
            assert_eq!(address(row, column), expected);
        }
    }

    #[test]
    fn a_merged_cell_is_seen_from_every_row() {
        let mut sheet = Sheet::new("", true);
        sheet.put(2, 1, Cell::value(Value::Text("○".to_owned())));
        sheet.merge(Merge { top: 2, left: 1, bottom: 4, right: 1 });
        sheet.merge(Merge { top: 6, left: 0, bottom: 6, right: 900 });
        sheet.put(6, 0, Cell::value(Value::Text("広い".to_owned())));
        sheet.sort_merges();
        assert_eq!(sheet.seen(4, 1).map(|seen| seen.cell.text()).as_deref(), Some("○"));
        assert!(sheet.seen(5, 1).is_none());
        assert!(sheet.seen(6, 700).is_some_and(|seen| seen.merge.is_none() && seen.column == 0));
    }
}

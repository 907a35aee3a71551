//! A plain grid of cells, the same for every file format, and what else is visible on the sheet.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use tasuki_assess::is_worked_out;

use crate::{IntakeError, Limits, clean};

/// One sheet: only filled cells are kept, so that a formatted but empty sheet costs nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Its name; empty for CSV.
    pub(crate) name: String,
    /// Whether it is shown in the workbook.
    pub(crate) visible: bool,
    /// Whether the workbook uses the 1904 date system.
    pub(crate) from_1904: bool,
    /// Sorted by row and column once the sheet is complete.
    cells: Vec<Placed>,
    /// For each row with cells: its number and the position of its first cell.
    rows: Vec<(u32, usize)>,
    /// For each column, the merged areas that cover it, by first row.
    merges: BTreeMap<u32, Vec<Merge>>,
    wide: Vec<Merge>,
    /// What is on the sheet but is not the value of a cell.
    pub(crate) beside: Beside,
}

/// What people see on a sheet that is not the value of a cell, and values of cells that they do not see.
#[derive(Debug, Clone, Default)]
pub(crate) struct Beside {
    /// Cells that are struck out as a whole, with their texts; they are not in the grid.
    pub(crate) struck: BTreeMap<(u32, u32), Arc<str>>,
    /// Cells with a partly struck-out text; the struck-out part is removed.
    pub(crate) partly_struck: Vec<(u32, u32)>,
    /// Cells with a value hidden by a merged area; they are not in the grid.
    pub(crate) hidden: BTreeMap<(u32, u32), Arc<str>>,
    /// Comments by cell.
    pub(crate) comments: BTreeMap<(u32, u32), String>,
    /// Text boxes, shapes, pictures and form controls.
    pub(crate) drawn: Vec<Drawn>,
}

/// A shape or control on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) row: u32,
    pub(crate) column: u32,
    /// The last row and column that it covers.
    pub(crate) last: (u32, u32),
    pub(crate) kind: DrawnKind,
    pub(crate) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DrawnKind {
    Text,
    Shape,
    Picture,
    Control,
}

/// A cell and its position.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) cell: Cell,
}

/// A filled cell, or one with a formula.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Cell {
    pub(crate) value: Value,
    /// The displayed text, if it differs from the value.
    pub(crate) shown: Option<Box<str>>,
    /// The formula that produced the value, without `=`.
    pub(crate) formula: Option<Box<str>>,
    /// The target of a link in the cell.
    pub(crate) link: Option<Box<str>>,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Value {
    #[default]
    Empty,
    Text(Arc<str>),
    Number(f64),
    Truth(bool),
    Date(Date),
    /// `#N/A` and similar errors.
    Fault(Arc<str>),
}

/// A merged area, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    pub(crate) top: u32,
    pub(crate) left: u32,
    pub(crate) bottom: u32,
    pub(crate) right: u32,
}

/// A cell as a reader sees it: its own value, or that of the merged area that contains it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'s> {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) cell: &'s Cell,
    /// The merged area, if it covers more than one row.
    pub(crate) merge: Option<Merge>,
}

/// The number of rows at the top in which a sheet says what it is.
const FIRST_ROWS: usize = 20;

/// Merged areas wider than this are looked up one by one.
pub(crate) const BROAD: u32 = 32;

impl Sheet {
    pub(crate) fn new(name: &str, visible: bool) -> Self {
        Self { name: name.to_owned(), visible, ..Self::default() }
    }

    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) {
        self.cells.push(Placed { row, column, cell });
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

    /// Must be called after all cells and merged areas are added; before that, lookups find nothing.
    pub(crate) fn complete(&mut self) {
        // If a cell is written twice, the last one counts.
        self.cells.reverse();
        self.cells.sort_by_key(|placed| (placed.row, placed.column));
        self.cells.dedup_by_key(|placed| (placed.row, placed.column));
        for merges in self.merges.values_mut() {
            merges.sort_by_key(|merge| merge.top);
        }
        self.wide.truncate(256);
        if !self.merges.is_empty() || !self.wide.is_empty() {
            self.set_hidden_aside();
        }
        self.index();
    }

    fn index(&mut self) {
        self.rows.clear();
        for (at, placed) in self.cells.iter().enumerate() {
            if self.rows.last().is_none_or(|(row, _)| *row != placed.row) {
                self.rows.push((placed.row, at));
            }
        }
    }

    /// Removes cells from the grid that are inside a merged area but not its first cell.
    fn set_hidden_aside(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let (hidden, kept): (Vec<Placed>, Vec<Placed>) = cells.into_iter().partition(|placed| {
            let head = |merge: Merge| (merge.top, merge.left) == (placed.row, placed.column);
            self.covering(placed.row, placed.column).is_some_and(|merge| !head(merge))
        });
        self.cells = kept;
        for placed in hidden.into_iter().filter(|placed| !placed.cell.is_blank()) {
            self.beside.hidden.insert((placed.row, placed.column), placed.cell.text().into());
        }
    }

    /// Adds a link to a cell.
    pub(crate) fn link(&mut self, row: u32, column: u32, address: &str) {
        let place = self.rows.binary_search_by_key(&row, |(row, _)| *row).ok();
        let Some(range) = place.map(|at| self.range(at)) else { return };
        if let Some(placed) = self.cells[range].iter_mut().find(|placed| placed.column == column) {
            placed.cell.link = Some(address.into());
        }
    }

    fn range(&self, at: usize) -> std::ops::Range<usize> {
        self.rows[at].1..self.rows.get(at + 1).map_or(self.cells.len(), |(_, next)| *next)
    }

    /// Whether one of the first rows says that Tasuki computed the sheet from answers.
    pub(crate) fn is_worked_out(&self) -> bool {
        let mut first = self.rows().take(FIRST_ROWS).flat_map(|(_, cells)| cells);
        first.any(|placed| matches!(&placed.cell.value, Value::Text(text) if is_worked_out(text)))
    }

    pub(crate) fn rows(&self) -> impl DoubleEndedIterator<Item = (u32, &[Placed])> {
        (0..self.rows.len()).map(|at| (self.rows[at].0, &self.cells[self.range(at)]))
    }

    /// The numbers of the rows from `first` on that have a filled cell.
    pub(crate) fn rows_from(&self, first: u32) -> impl Iterator<Item = u32> {
        let start = self.rows.partition_point(|(row, _)| *row < first);
        self.rows[start..].iter().map(|(row, _)| *row)
    }

    fn row(&self, row: u32) -> &[Placed] {
        self.rows.binary_search_by_key(&row, |(row, _)| *row).map_or(&[], |at| &self.cells[self.range(at)])
    }

    pub(crate) fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let cells = self.row(row);
        cells.binary_search_by_key(&column, |placed| placed.column).ok().map(|at| &cells[at].cell)
    }

    /// Every column that has a filled cell in one of `rows`.
    pub(crate) fn columns(&self, rows: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut columns: Vec<u32> = Vec::new();
        for row in rows {
            columns.extend(self.row(row).iter().map(|placed| placed.column));
            if columns.len() > 16 * 1024 {
                columns.sort_unstable();
                columns.dedup();
            }
        }
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The cell as a reader sees it.
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
        Self { value, ..Self::default() }
    }

    pub(crate) fn of_text(text: &str) -> Self {
        Self::value(Value::Text(text.into()))
    }

    /// Whether it looks empty.
    pub(crate) fn is_blank(&self) -> bool {
        match &self.value {
            Value::Empty => self.formula.is_none(),
            Value::Text(text) => self.formula.is_none() && clean::trim(text).is_empty(),
            _ => false,
        }
    }

    /// The displayed text of the cell.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        if let Some(shown) = &self.shown {
            return Cow::Borrowed(shown);
        }
        match &self.value {
            Value::Empty => Cow::Borrowed(""),
            Value::Text(text) | Value::Fault(text) => Cow::Borrowed(text),
            Value::Number(number) => Cow::Owned(number.to_string()),
            Value::Truth(truth) => Cow::Borrowed(if *truth { "TRUE" } else { "FALSE" }),
            Value::Date(date) => Cow::Owned(date.to_string()),
        }
    }

    /// The error value that the cell holds or spells as text.
    pub(crate) fn fault(&self) -> Option<&str> {
        match &self.value {
            Value::Fault(text) => Some(text),
            Value::Text(text) => Some(clean::trim(text)).filter(|text| is_fault(text)),
            _ => None,
        }
    }
}

/// `#REF!` and similar, as spreadsheet programs spell them.
fn is_fault(text: &str) -> bool {
    const FAULTS: &str = "#REF! #N/A #VALUE! #NAME? #DIV/0! #NUM! #NULL! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #BUSY! #GETTING_DATA #EXTERNAL! #PYTHON!";
    text.starts_with('#') && FAULTS.split(' ').any(|fault| text == fault)
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

/// Counts how much is kept of a file while it is read.
#[derive(Debug)]
pub(crate) struct Budget {
    cells: usize,
    bytes: u64,
    limit: usize,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { cells: limits.cells, bytes: limits.kept_bytes.min(limits.unzipped_bytes), limit: limits.cells }
    }

    /// Charges one cell with this much text to the budget.
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
        sheet.put(2, 1, Cell::of_text("○"));
        sheet.put(3, 1, Cell::of_text("×"));
        sheet.merge(Merge { top: 2, left: 1, bottom: 4, right: 1 });
        sheet.merge(Merge { top: 6, left: 0, bottom: 6, right: 900 });
        sheet.put(6, 0, Cell::of_text("広い"));
        sheet.complete();
        assert_eq!(sheet.seen(4, 1).map(|seen| seen.cell.text()).as_deref(), Some("○"));
        assert_eq!(sheet.seen(3, 1).map(|seen| seen.cell.text()).as_deref(), Some("○"));
        assert_eq!(sheet.beside.hidden.get(&(3, 1)).map(AsRef::as_ref), Some("×"));
        assert!(sheet.seen(5, 1).is_none());
        assert!(sheet.seen(6, 700).is_some_and(|seen| seen.merge.is_none() && seen.column == 0));
    }

    #[test]
    fn cells_come_in_any_order_and_the_last_word_counts() {
        let mut sheet = Sheet::new("", true);
        for (row, column, text) in [(3, 0, "d"), (1, 2, "b"), (1, 0, "a"), (3, 0, "c")] {
            sheet.put(row, column, Cell::of_text(text));
        }
        sheet.complete();
        let all: Vec<String> =
            sheet.rows().flat_map(|(_, cells)| cells).map(|placed| placed.cell.text().into_owned()).collect();
        assert_eq!(all, ["a", "b", "c"]);
        assert_eq!(sheet.rows_from(2).collect::<Vec<_>>(), [3]);
    }
}

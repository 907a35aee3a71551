//! A sheet that is one table: a header that stays visible and is repeated on every page, filters, and the rows.

use rust_xlsxwriter::{Workbook, XlsxError};
use tasuki_assess::worked_out;
use tasuki_catalog::Lang;

use super::{cell::Cell, sheet::Sheet, style::Style};

/// One column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its header.
    pub(super) header: &'static str,
    /// Its width in characters.
    pub(super) width: f64,
    /// The style of its cells.
    pub(super) style: Style,
}

impl Column {
    pub(super) const fn new(header: &'static str, width: f64, style: Style) -> Self {
        Self { header, width, style }
    }
}

impl Style {
    /// The style of the header: columns that people fill in stand out.
    pub(super) fn header(self) -> Self {
        match self {
            Self::Input | Self::InputCentre | Self::InputDate => Self::HeadInput,
            _ => Self::Head,
        }
    }
}

/// The row of the header, below the line that says where the table comes from.
const HEAD: u32 = 1;

/// A sheet with one table.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell<'a>>>,
    /// The text if there are no rows.
    pub(super) empty: &'static str,
}

impl Table<'_> {
    pub(super) fn write(&self, workbook: &mut Workbook, lang: Lang) -> Result<(), XlsxError> {
        let mut sheet = Sheet::add(workbook, self.name, lang)?;
        let right = width(&self.columns) - 1;
        sheet.across(0, (0, right), worked_out(lang), Style::Muted, 1)?;
        header(&mut sheet, HEAD, 0, &self.columns)?;
        let mut last = HEAD;
        for (row, cells) in (HEAD + 1..).zip(&self.rows) {
            for ((at, column), cell) in (0..).zip(&self.columns).zip(cells) {
                sheet.put(row, at, cell, column.style)?;
            }
            last = row;
        }
        if last == HEAD {
            return sheet.across(HEAD + 1, (0, right), self.empty, Style::Muted, 1);
        }
        sheet.fit((HEAD + 1, last), 1)?;
        frame(&mut sheet, (HEAD, last), (0, right))
    }
}

/// Writes the header and sets the widths.
pub(super) fn header(sheet: &mut Sheet<'_>, row: u32, first: u16, columns: &[Column]) -> Result<(), XlsxError> {
    let widths: Vec<f64> = columns.iter().map(|column| column.width).collect();
    sheet.widths(first, &widths)?;
    for (at, column) in (first..).zip(columns) {
        sheet.put(row, at, &Cell::text(column.header), column.style.header())?;
    }
    sheet.fit((row, row), 2)
}

/// Keeps the header visible and repeats it on every page, and adds filters.
pub(super) fn frame(
    sheet: &mut Sheet<'_>,
    (head, last): (u32, u32),
    (left, right): (u16, u16),
) -> Result<(), XlsxError> {
    let worksheet = &mut *sheet.worksheet;
    worksheet.set_freeze_panes(head + 1, 0)?;
    worksheet.autofilter(head, left, last, right)?;
    worksheet.set_repeat_rows(head, head)?;
    Ok(())
}

fn width(columns: &[Column]) -> u16 {
    u16::try_from(columns.len()).unwrap_or(u16::MAX)
}

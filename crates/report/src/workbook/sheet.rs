//! One sheet: its cells, and its setup for screen and paper.

use std::borrow::Cow;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use tasuki_assess::Status;
use tasuki_catalog::Lang;

use super::{
    cell::Cell,
    heights::Heights,
    style::{Style, Styles},
};
use crate::words::footer;

/// A4.
const PAPER: u8 = 9;
/// The maximum number of characters in a cell.
const LONGEST: usize = 32_767;

/// A sheet being written.
pub(super) struct Sheet<'a> {
    pub(super) worksheet: &'a mut Worksheet,
    styles: Styles,
    lang: Lang,
    heights: Heights,
}

impl<'a> Sheet<'a> {
    /// Adds a sheet that prints on A4, scaled to the width of the paper.
    pub(super) fn add(workbook: &'a mut Workbook, name: &str, lang: Lang) -> Result<Self, XlsxError> {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(name)?;
        worksheet.set_paper_size(PAPER).set_landscape().set_print_fit_to_pages(1, 0).set_footer(footer(lang));
        worksheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_screen_gridlines(false);
        Ok(Self { worksheet, styles: Styles::new(lang), lang, heights: Heights::default() })
    }

    /// Sets the widths of the columns from `first` on, in characters.
    pub(super) fn widths(&mut self, first: u16, widths: &[f64]) -> Result<(), XlsxError> {
        for (column, width) in (first..).zip(widths) {
            self.worksheet.set_column_width(column, *width)?;
            self.heights.widen(column, *width);
        }
        Ok(())
    }

    /// Writes a cell.
    pub(super) fn put(&mut self, row: u32, column: u16, cell: &Cell<'_>, style: Style) -> Result<(), XlsxError> {
        if let Cell::Text(text) = cell {
            self.heights.need((row, row), (column, column), text);
        }
        self.write(row, column, cell, style)
    }

    fn write(&mut self, row: u32, column: u16, cell: &Cell<'_>, style: Style) -> Result<(), XlsxError> {
        let format = self.styles.of(style);
        match cell {
            Cell::Blank => self.worksheet.write_blank(row, column, format)?,
            Cell::Whole(figure) => self.worksheet.write_number_with_format(row, column, *figure, format)?,
            Cell::Figure(figure) => self.worksheet.write_number_with_format(row, column, *figure, format)?,
            Cell::Date(date) => self.worksheet.write_datetime_with_format(row, column, date, format)?,
            Cell::State(status) => return self.state(row, column, *status),
            Cell::Text(text) => return self.text(row, column, text, style),
        };
        Ok(())
    }

    /// Writes a text as text, whatever it begins with.
    fn text(&mut self, row: u32, column: u16, text: &str, style: Style) -> Result<(), XlsxError> {
        let (text, format) = (shorten(text, self.lang), self.styles.of(style));
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            // The quote prefix keeps it a text when somebody edits the cell or copies it elsewhere.
            let quoted = format.clone().set_quote_prefix();
            self.worksheet.write_string_with_format(row, column, text, &quoted)?;
        } else {
            self.worksheet.write_string_with_format(row, column, text, format)?;
        }
        Ok(())
    }

    /// Writes the sign and word of a state.
    fn state(&mut self, row: u32, column: u16, status: Status) -> Result<(), XlsxError> {
        let text = format!("{} {}", status.sign(), status.name(self.lang));
        self.worksheet.write_string_with_format(row, column, text, self.styles.of(Style::State(status)))?;
        Ok(())
    }

    /// Writes one text over several columns, on a row `lines` high.
    pub(super) fn across(
        &mut self,
        row: u32,
        (first, last): (u16, u16),
        text: &str,
        style: Style,
        lines: u32,
    ) -> Result<(), XlsxError> {
        self.join((row, row), (first, last), style)?;
        self.text(row, first, text, style)?;
        let line = if style == Style::Title { 30 } else { 17 };
        self.worksheet.set_row_height_pixels(row, line * lines + 3)?;
        Ok(())
    }

    /// Merges a rectangle into one cell; a single cell needs no merge, and spreadsheets do not accept one.
    fn join(&mut self, rows: (u32, u32), columns: (u16, u16), style: Style) -> Result<(), XlsxError> {
        if rows.0 != rows.1 || columns.0 != columns.1 {
            self.worksheet.merge_range(rows.0, columns.0, rows.1, columns.1, "", self.styles.of(style))?;
        }
        Ok(())
    }

    /// Merges a rectangle into one cell. The value is written to every row, so that filters find all rows.
    pub(super) fn merge(
        &mut self,
        (first_row, last_row): (u32, u32),
        (first, last): (u16, u16),
        cell: &Cell<'_>,
        style: Style,
    ) -> Result<(), XlsxError> {
        self.join((first_row, last_row), (first, last), style)?;
        if let Cell::Text(text) = cell {
            self.heights.need((first_row, last_row), (first, last), text);
        }
        for row in first_row..=last_row {
            self.write(row, first, cell, style)?;
        }
        Ok(())
    }

    /// Makes the rows from `first` to `last` as high as their texts need, and at least `lines` lines high.
    pub(super) fn fit(&mut self, (first, last): (u32, u32), lines: u32) -> Result<(), XlsxError> {
        for (row, height) in self.heights.pixels(first, last, lines) {
            self.worksheet.set_row_height_pixels(row, height)?;
        }
        Ok(())
    }
}

/// `text`, cut to the maximum length of a cell.
fn shorten(text: &str, lang: Lang) -> Cow<'_, str> {
    // The limit counts UTF-16 units; no character has more of them than UTF-8 bytes.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let end = crate::words::Words::of(lang).note_cut;
    let mut room = LONGEST - end.encode_utf16().count();
    let kept: String = text
        .chars()
        .take_while(|character| {
            let fits = character.len_utf16() <= room;
            room = room.saturating_sub(character.len_utf16());
            fits
        })
        .collect();
    Cow::Owned(kept + end)
}

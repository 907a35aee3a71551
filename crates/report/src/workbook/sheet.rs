//! One sheet: cells, and how it is read on a screen and on paper.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tasuki_assess::Status;
use tasuki_catalog::Lang;

use super::{
    cell::Cell,
    style::{Style, Styles},
};
use crate::words::footer;

/// A4.
const PAPER: u8 = 9;
/// What the size of a cell allows.
const LONGEST: usize = 32_767;

/// A sheet that is being written.
pub(super) struct Sheet<'a> {
    pub(super) worksheet: &'a mut Worksheet,
    styles: Styles,
    lang: Lang,
}

impl<'a> Sheet<'a> {
    /// Adds a sheet that prints on A4 as wide as the paper.
    pub(super) fn add(workbook: &'a mut Workbook, name: &str, lang: Lang) -> Result<Self, XlsxError> {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(name)?;
        worksheet.set_paper_size(PAPER).set_landscape().set_print_fit_to_pages(1, 0).set_footer(footer(lang));
        worksheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_screen_gridlines(false);
        Ok(Self { worksheet, styles: Styles::new(lang), lang })
    }

    /// Sets the widths of the columns from `first` on, in characters.
    pub(super) fn widths(&mut self, first: u16, widths: &[f64]) -> Result<(), XlsxError> {
        for (column, width) in (first..).zip(widths) {
            self.worksheet.set_column_width(column, *width)?;
        }
        Ok(())
    }

    /// Writes a cell.
    pub(super) fn put(&mut self, row: u32, column: u16, cell: &Cell<'_>, style: Style) -> Result<(), XlsxError> {
        let format = self.styles.format(style);
        match cell {
            Cell::Blank => self.worksheet.write_blank(row, column, &format)?,
            Cell::Whole(figure) => self.worksheet.write_number_with_format(row, column, *figure, &format)?,
            Cell::Figure(figure) => self.worksheet.write_number_with_format(row, column, *figure, &format)?,
            Cell::Date(date) => self.worksheet.write_datetime_with_format(row, column, date, &format)?,
            Cell::State(status) => return self.state(row, column, *status),
            Cell::Text(text) => return self.text(row, column, text, format),
        };
        Ok(())
    }

    /// Writes a text as a text, whatever it begins with.
    fn text(&mut self, row: u32, column: u16, text: &str, format: Format) -> Result<(), XlsxError> {
        // The mark of a quoted text keeps it a text when somebody edits the cell or copies it elsewhere.
        let format = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format.set_quote_prefix() } else { format };
        self.worksheet.write_string_with_format(row, column, shorten(text, self.lang), &format)?;
        Ok(())
    }

    /// Writes sign and word of a state.
    fn state(&mut self, row: u32, column: u16, status: Status) -> Result<(), XlsxError> {
        let format = self.styles.format(Style::State(status));
        let text = format!("{} {}", status.sign(), status.name(self.lang));
        self.worksheet.write_string_with_format(row, column, text, &format)?;
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
        let format = self.styles.format(style);
        self.worksheet.merge_range(row, first, row, last, "", &format)?;
        self.text(row, first, text, format)?;
        let line = if style == Style::Title { 30 } else { 17 };
        self.worksheet.set_row_height_pixels(row, line * lines + 3)?;
        Ok(())
    }

    /// Makes one cell of a rectangle. What each cell holds stays there, so that filters find every row.
    pub(super) fn merge(
        &mut self,
        (first_row, last_row): (u32, u32),
        (first, last): (u16, u16),
        cell: &Cell<'_>,
        style: Style,
    ) -> Result<(), XlsxError> {
        if (first_row, first) != (last_row, last) {
            let format = self.styles.format(style);
            self.worksheet.merge_range(first_row, first, last_row, last, "", &format)?;
        }
        for row in first_row..=last_row {
            self.put(row, first, cell, style)?;
        }
        Ok(())
    }
}

/// `text`, cut to what a cell holds.
fn shorten(text: &str, lang: Lang) -> String {
    // The limit counts UTF-16 units; no character takes more of them than of UTF-8 bytes.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
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
    kept + end
}

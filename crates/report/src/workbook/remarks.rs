//! What was noticed when the file was read: nothing that was not taken over is left unsaid.

use tasuki_catalog::Lang;

use super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::words::Words;

/// The sheet.
pub(super) fn table(remarks: &[String], lang: Lang) -> Table<'_> {
    let words = Words::of(lang);
    let columns = vec![Column::new(words.remarks, 140.0, Style::Body)];
    let rows = remarks.iter().map(|remark| vec![Cell::text(remark)]).collect();
    Table { name: words.sheet_remarks, columns, rows, empty: "" }
}

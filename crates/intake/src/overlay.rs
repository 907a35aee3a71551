//! The official wording of an edition, from the user's own copy of its sheet.

use std::{collections::BTreeMap, ops::Range};

use jiff::civil::Date;
use tasuki_catalog::{Catalog, Library, Overlay, Text};

use crate::{
    Format, IntakeError, Limits, book,
    identifier::{find, of_cell},
    layout::{Layout, layout},
    names::Names,
    recognise::{self, Identifiers, Key},
    sheet::Sheet,
    wanted::Seen,
};

/// Reads the official text of every criterion: the column under 評価基準, or 達成条件 and 達成基準 one below the other.
///
/// # Errors
/// When the file cannot be read, or has no table of criteria with their texts.
pub fn read_official_texts(
    library: &Library,
    name: &str,
    bytes: &[u8],
    framework: Option<&Catalog>,
    limits: &Limits,
) -> Result<Overlay, IntakeError> {
    let format = match Format::of(name, bytes, limits)? {
        Format::Json => Format::Csv,
        format => format,
    };
    let sheets = book::open(format, bytes, limits)?.sheets;
    let columns = recognise::columns(&sheets, &Names::default());
    let evidence = recognise::evidence(name, &sheets);
    let catalog = recognise::recognise(library, &columns, &evidence, framework, &sheets)?;
    let mut texts = BTreeMap::new();
    for (ids, within) in recognise::best_columns(catalog, &columns) {
        for (id, text) in texts_of(&sheets[ids.sheet], ids, catalog, &within) {
            texts.entry(id).or_insert(text);
        }
    }
    if texts.is_empty() {
        return Err(recognise::no_table(
            &sheets,
            Text::new("評価基準の本文の列", "a column with the texts of the criteria"),
        ));
    }
    Ok(Overlay { edition: catalog.id().to_owned(), texts })
}

/// The texts of one sheet; rows of the same criterion are joined.
fn texts_of(sheet: &Sheet, ids: &Identifiers, catalog: &Catalog, within: &Range<u32>) -> BTreeMap<String, String> {
    let layout = layout(sheet, ids, catalog, within, Seen { today: Date::MAX, target: false });
    let columns = if layout.texts.is_empty() {
        Layout::longest_text(sheet, ids, catalog).into_iter().collect()
    } else {
        layout.texts
    };
    let mut texts = BTreeMap::<String, String>::new();
    for (row, id) in rows(sheet, ids, layout.first) {
        let Some(position) = find(catalog, &id) else { continue };
        let parts =
            columns.iter().filter_map(|column| sheet.seen(row, *column)).map(|seen| seen.cell.text().into_owned());
        let parts: Vec<String> = parts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect();
        let text = texts.entry(catalog.criteria()[position].id.clone()).or_default();
        for part in parts.iter().filter(|part| !text.contains(part.as_str())).cloned().collect::<Vec<_>>() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&part);
        }
    }
    texts.retain(|_, text| !text.is_empty());
    texts
}

/// Rows and their identifiers; a merged identifier applies to every row that it covers.
fn rows(sheet: &Sheet, ids: &Identifiers, first: u32) -> Vec<(u32, String)> {
    if ids.key != Key::Whole {
        return ids.ids.clone();
    }
    sheet.rows_from(first).filter_map(|row| Some((row, of_cell(sheet.seen(row, ids.column)?.cell)?))).collect()
}

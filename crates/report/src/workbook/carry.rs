//! What must be answered again after a change of edition, and what was dropped.

use tasuki_assess::{Carried, Carryover};
use tasuki_catalog::{Catalog, Change, ChangeKind, Lang};

use super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::words::{Words, again, dropped, old_item};

/// The sheet.
pub(super) fn table<'a>(
    old: &'a Catalog,
    new: &'a Catalog,
    carryover: &'a Carryover,
    changes: &'a [Change],
    lang: Lang,
) -> Table<'a> {
    let words = Words::of(lang);
    let columns = vec![
        Column::new(words.new_id, 11.0, Style::Strong),
        Column::new(words.title, 30.0, Style::Body),
        Column::new(words.old_id, 16.0, Style::Body),
        Column::new(words.change, 12.0, Style::Centre),
        Column::new(words.carried_state, 12.0, Style::Centre),
        Column::new(words.next_action, 40.0, Style::Body),
        Column::new(words.what_changed, 56.0, Style::Body),
        Column::new(words.note, 34.0, Style::Body),
    ];
    let looked_at = carryover.carried.iter().filter(|carried| carried.again);
    let rows = looked_at.map(|carried| row(old, new, carryover, carried, changes, lang));
    let gone = carryover.dropped.iter().map(|&position| gone(old, position, changes, lang));
    Table { name: words.sheet_again, columns, rows: rows.chain(gone).collect(), empty: words.no_again }
}

fn row<'a>(
    old: &'a Catalog,
    new: &'a Catalog,
    carryover: &'a Carryover,
    carried: &Carried,
    changes: &'a [Change],
    lang: Lang,
) -> Vec<Cell<'a>> {
    let criterion = &new.criteria()[carried.position];
    let answer = carryover.answers.at(carried.position);
    let from: Vec<&str> = carried.from.iter().map(|&position| old.criteria()[position].id.as_str()).collect();
    let from = if from.is_empty() { String::new() } else { old_item(lang, &from.join(", ")) };
    let made = changes.iter().find(|change| change.to.contains(&criterion.id));
    vec![
        Cell::text(&criterion.id),
        Cell::text(criterion.title.get(lang)),
        Cell::made(from),
        Cell::text(carried.change.name(lang)),
        Cell::State(answer.status),
        Cell::text(again(lang, carried.change, answer.status)),
        Cell::text(reason(made, lang)),
        Cell::text(&answer.note),
    ]
}

/// A criterion of the old edition that the new one no longer has.
fn gone<'a>(old: &'a Catalog, position: usize, changes: &'a [Change], lang: Lang) -> Vec<Cell<'a>> {
    let criterion = &old.criteria()[position];
    let made = changes.iter().find(|change| change.from.contains(&criterion.id));
    vec![
        Cell::Blank,
        Cell::text(criterion.title.get(lang)),
        Cell::made(old_item(lang, &criterion.id)),
        Cell::text(ChangeKind::Dropped.name(lang)),
        Cell::Blank,
        Cell::text(dropped(lang)),
        Cell::text(reason(made, lang)),
        Cell::Blank,
    ]
}

fn reason(change: Option<&Change>, lang: Lang) -> &str {
    change.and_then(|change| change.reason.as_ref()).map_or("", |reason| reason.get(lang))
}

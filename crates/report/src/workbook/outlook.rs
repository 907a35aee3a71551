//! What the same answers suggest for other guidelines. A suggestion is never an answer: there is a column for the
//! decision.

use tasuki_assess::{Outlook, Suggestion};
use tasuki_catalog::{Composed, Lang};

use super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::{
    path::{path, reasons},
    words::{Words, more_paths},
};

/// The number of paths listed in a row; the rest are counted.
const NAMED: usize = 3;

/// The sheet.
pub(super) fn table<'a>(outlooks: &'a [Outlook<'a>], lang: Lang) -> Table<'a> {
    let words = Words::of(lang);
    let columns = vec![
        Column::new(words.target_edition, 26.0, Style::Body),
        Column::new(words.id, 11.0, Style::Strong),
        Column::new(words.title, 30.0, Style::Body),
        Column::new(words.suggested, 12.0, Style::Centre),
        Column::new(words.path, 24.0, Style::Body),
        Column::new(words.reason, 54.0, Style::Body),
        Column::new(words.against, 22.0, Style::Body),
        Column::new(words.decision, 14.0, Style::Input),
    ];
    let of =
        |outlook: &'a Outlook<'a>| outlook.suggestions.iter().map(move |suggestion| row(outlook, suggestion, lang));
    let rows = outlooks.iter().flat_map(of).collect();
    Table { name: words.sheet_outlook, columns, rows, empty: words.no_outlook }
}

fn row<'a>(outlook: &'a Outlook<'a>, suggestion: &'a Suggestion, lang: Lang) -> Vec<Cell<'a>> {
    let criterion = &outlook.target.criteria()[suggestion.position];
    let reason = suggestion.because.first().map(|strongest| reasons(strongest, lang));
    vec![
        Cell::text(outlook.target.title().get(lang)),
        Cell::text(&criterion.id),
        Cell::text(criterion.title.get(lang)),
        Cell::State(suggestion.status),
        Cell::made(paths(&suggestion.because, lang)),
        Cell::made(reason.unwrap_or_default()),
        Cell::made(paths(&suggestion.against, lang)),
        Cell::Blank,
    ]
}

fn paths(all: &[Composed], lang: Lang) -> String {
    let mut lines: Vec<String> = all.iter().take(NAMED).map(path).collect();
    if all.len() > NAMED {
        lines.push(more_paths(lang, all.len() - NAMED));
    }
    lines.join("\n")
}

//! Every criterion of the submission, with what the organization said and what the reviewers marked.

use tasuki_scheme::road::Aspect;

use super::super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::ReviewRecord;
use crate::review::{Line, ReviewMark};
use crate::words::{of_needed, outdated};

/// The sheet.
pub(super) fn table<'a>(record: &'a ReviewRecord<'_>) -> Table<'a> {
    let words = record.words();
    let mut columns = vec![
        Column::new(words.id, 11.0, Style::Strong),
        Column::new(words.title, 24.0, Style::Body),
        Column::new(words.state, 11.0, Style::Centre),
        Column::new(words.note, 38.0, Style::Body),
        Column::new(words.evidence_named, 22.0, Style::Body),
        Column::new(words.changed, 10.0, Style::Centre),
        Column::new(words.marks, 8.0, Style::Centre),
        Column::new(words.marks_state, 12.0, Style::Centre),
    ];
    columns.extend(Aspect::ALL.iter().map(|aspect| Column::new(aspect.name(record.lang), 26.0, Style::Body)));
    columns.push(Column::new(words.open_issues, 11.0, Style::Centre));
    let rows = record.lines().map(|line| row(record, line)).collect();
    Table { name: words.sheet_marks, columns, rows, empty: words.no_criteria }
}

fn row<'a>(record: &'a ReviewRecord<'_>, line: Line<'a>) -> Vec<Cell<'a>> {
    let words = record.words();
    let open = line.issues().iter().filter(|issue| issue.is_open()).count();
    let mut cells = vec![
        Cell::text(&line.answer.criterion),
        Cell::text(record.title(&line.answer.criterion)),
        Cell::State(line.answer.status),
        Cell::made(line.note()),
        Cell::made(record.evidence(line.answer).collect::<Vec<_>>().join("\n")),
        Cell::text(if line.changed() { words.changed_sign } else { "" }),
        Cell::made(of_needed(line.set(), line.needed().len())),
        Cell::text(if line.is_marked() { words.marks_complete } else { words.marks_open }),
    ];
    cells.extend(Aspect::ALL.iter().map(|aspect| mark(record, line, *aspect)));
    cells.push(Cell::count(open));
    cells
}

/// What a mark rests on, who set it and when, and whether it still holds.
fn mark<'a>(record: &ReviewRecord<'_>, line: Line<'_>, aspect: Aspect) -> Cell<'a> {
    let words = record.words();
    match line.mark(aspect) {
        Some(own) => Cell::made(said(record, own)),
        None if line.needed().contains(&aspect) => Cell::text(words.mark_missing),
        None => Cell::text(words.mark_not_needed),
    }
}

fn said(record: &ReviewRecord<'_>, own: &ReviewMark) -> String {
    let mut lines = vec![format!("{} · {} · {}", own.means.name(record.lang), own.by, own.day)];
    if !own.holds {
        lines.push(outdated(record.lang, own.submission, own.by_preparer));
    }
    if !own.note.is_empty() {
        lines.push(own.note.clone());
    }
    lines.join("\n")
}

//! Issues and replies: a row for each, in the order in which they were said, with what the issue is on every row, so that filters find a
//! whole conversation.

use jiff::civil::Date;
use tasuki_scheme::road::Severity;

use super::super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::ReviewRecord;
use crate::review::{Line, ReviewIssue};
use crate::words::round;

/// The sheet.
pub(super) fn table<'a>(record: &'a ReviewRecord<'_>) -> Table<'a> {
    let words = record.words();
    let columns = vec![
        Column::new(words.number, 7.0, Style::Centre),
        Column::new(words.id, 11.0, Style::Strong),
        Column::new(words.title, 24.0, Style::Body),
        Column::new(words.issue_kind, 10.0, Style::Centre),
        Column::new(words.severity, 9.0, Style::Centre),
        Column::new(words.state, 16.0, Style::Centre),
        Column::new(words.due_by, 12.0, Style::Date),
        Column::new(words.round, 12.0, Style::Centre),
        Column::new(words.said_as, 12.0, Style::Centre),
        Column::new(words.said, 60.0, Style::Body),
        Column::new(words.said_by, 16.0, Style::Body),
        Column::new(words.said_on, 12.0, Style::Date),
    ];
    let rows = record.issues().flat_map(|(number, line, issue)| rows(record, number, line, issue)).collect();
    Table { name: words.sheet_issues, columns, rows, empty: words.no_issues }
}

fn rows<'a>(
    record: &'a ReviewRecord<'_>,
    number: usize,
    line: Line<'a>,
    issue: &'a ReviewIssue,
) -> impl Iterator<Item = Vec<Cell<'a>>> {
    let lang = record.lang;
    let of_issue = move || {
        vec![
            Cell::count(number),
            Cell::text(&line.answer.criterion),
            Cell::text(record.title(&line.answer.criterion)),
            Cell::text(issue.kind.name(lang)),
            Cell::text(issue.severity.map_or("", |own: Severity| own.name(lang))),
            Cell::text(issue.state.name(lang)),
            Cell::date(issue.due),
        ]
    };
    let said = move |submission: u32, kind: &'static str, text: &'a str, by: &'a str, day: Date| {
        let said =
            [Cell::made(round(lang, submission)), Cell::text(kind), Cell::text(text), Cell::text(by), Cell::Date(day)];
        of_issue().into_iter().chain(said).collect()
    };
    let first = said(issue.submission, issue.kind.name(lang), &issue.text, &issue.by, issue.day);
    let replies = issue.replies.iter();
    let replies = replies.map(move |own| said(own.submission, own.kind.name(lang), &own.text, &own.by, own.day));
    std::iter::once(first).chain(replies)
}

//! The calendar: first what is late, then what falls due within twelve months, with a column for the day on which
//! it was done.

use jiff::civil::Date;
use tasuki_assess::Assessment;
use tasuki_catalog::Lang;

use super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::{ReportOptions, options::Overdue, words::Words};

/// The sheet.
pub(super) fn table<'a>(assessment: &'a Assessment<'_>, options: &ReportOptions<'a>) -> Table<'a> {
    let (words, lang) = (Words::of(options.lang), options.lang);
    let columns = vec![
        Column::new(words.when, 14.0, Style::Centre),
        Column::new(words.date, 12.0, Style::Date),
        Column::new(words.id, 11.0, Style::Strong),
        Column::new(words.title, 34.0, Style::Body),
        Column::new(words.cadence, 14.0, Style::Centre),
        Column::new(words.state, 11.0, Style::Centre),
        Column::new(words.last_shown, 12.0, Style::Date),
        Column::new(words.evidence_to_record, 54.0, Style::Body),
        Column::new(words.done_on, 12.0, Style::InputDate),
    ];
    let calendar = &assessment.calendar;
    let late =
        assessment.late.iter().map(|late| row(assessment, late.position, words.when_overdue, Some(late.due), lang));
    let others = options.overdue.iter().map(|other| other_row(other, words));
    let upcoming = calendar.occasions.iter().filter(|occasion| !occasion.overdue);
    let dated = upcoming.map(|one| row(assessment, one.position, words.when_dated, Some(one.date), lang));
    let waiting = calendar.waiting.iter().map(|&at| row(assessment, at, words.when_met, None, lang));
    let ongoing = calendar.ongoing.iter().map(|&at| row(assessment, at, words.when_ongoing, None, lang));
    let on_event = calendar.on_event.iter().map(|&at| row(assessment, at, words.when_event, None, lang));
    let rows = late.chain(others).chain(dated).chain(waiting).chain(ongoing).chain(on_event).collect();
    Table { name: words.sheet_calendar, columns, rows, empty: words.no_calendar }
}

/// A row for something late that is not a criterion.
fn other_row<'a>(other: &'a Overdue, words: &'static Words) -> Vec<Cell<'a>> {
    let mut cells = vec![
        Cell::text(words.when_overdue),
        Cell::Date(other.due),
        Cell::text(&other.criterion),
        Cell::text(&other.title),
        Cell::text(words.of_overdue(other.kind)),
    ];
    cells.resize(9, Cell::Blank);
    cells
}

fn row<'a>(
    assessment: &'a Assessment<'_>,
    position: usize,
    when: &'static str,
    date: Option<Date>,
    lang: Lang,
) -> Vec<Cell<'a>> {
    let criterion = &assessment.catalog.criteria()[position];
    let answer = assessment.answers.at(position);
    vec![
        Cell::text(when),
        Cell::date(date),
        Cell::text(&criterion.id),
        Cell::text(criterion.title.get(lang)),
        Cell::text(criterion.cadence.map_or("", |cadence| cadence.name(lang))),
        Cell::State(answer.status),
        Cell::date(answer.confirmed),
        Cell::text(criterion.evidence.as_ref().map_or("", |text| text.get(lang))),
        Cell::Blank,
    ]
}

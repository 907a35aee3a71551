//! The calendar: what falls due in twelve months, what is overdue first, with a column to note the day it was done.

use jiff::civil::Date;
use tasuki_assess::Assessment;
use tasuki_catalog::Lang;

use super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::words::Words;

/// The sheet.
pub(super) fn table<'a>(assessment: &'a Assessment<'_>, lang: Lang) -> Table<'a> {
    let words = Words::of(lang);
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
    let dated = calendar.occasions.iter().map(|occasion| {
        let when = if occasion.overdue { words.when_overdue } else { words.when_dated };
        row(assessment, occasion.position, when, Some(occasion.date), lang)
    });
    let waiting = calendar.waiting.iter().map(|&at| row(assessment, at, words.when_met, None, lang));
    let ongoing = calendar.ongoing.iter().map(|&at| row(assessment, at, words.when_ongoing, None, lang));
    let on_event = calendar.on_event.iter().map(|&at| row(assessment, at, words.when_event, None, lang));
    let rows = dated.chain(waiting).chain(ongoing).chain(on_event).collect();
    Table { name: words.sheet_calendar, columns, rows, empty: words.no_calendar }
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

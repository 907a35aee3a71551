//! The gaps: every open criterion, why it is open, and what evidence would close it.

use tasuki_assess::{Assessment, CriterionVerdict};

use super::{
    cell::Cell,
    facts::Facts,
    style::Style,
    table::{Column, Table},
};
use crate::{ReportOptions, words::Words};

/// The sheet.
pub(super) fn table<'a>(assessment: &'a Assessment<'_>, options: &ReportOptions<'_>) -> Table<'a> {
    let (words, lang) = (Words::of(options.lang), options.lang);
    let columns = vec![
        Column::new(words.id, 11.0, Style::Strong),
        Column::new(words.level, 7.0, Style::Centre),
        Column::new(words.requirement, 22.0, Style::Body),
        Column::new(words.title, 24.0, Style::Body),
        Column::new(words.statement, 46.0, Style::Body),
        Column::new(words.state, 11.0, Style::Centre),
        Column::new(words.why_open, 24.0, Style::Body),
        Column::new(words.note, 34.0, Style::Body),
        Column::new(words.evidence, 34.0, Style::Body),
    ];
    let facts = Facts::new(assessment.catalog, options.library, lang);
    let row = |verdict: &CriterionVerdict| {
        let criterion = &assessment.catalog.criteria()[verdict.position];
        let evidence = criterion.evidence.as_ref().map_or("", |text| text.get(lang));
        vec![
            Cell::text(&criterion.id),
            Cell::text(facts.level(criterion)),
            Cell::made(facts.requirement_name(criterion)),
            Cell::text(facts.title(criterion)),
            Cell::made(facts.details(criterion)),
            Cell::State(verdict.status),
            Cell::made(verdict.open.map(|open| open.sentence(lang)).unwrap_or_default()),
            Cell::text(&assessment.answers.at(verdict.position).note),
            Cell::text(evidence),
        ]
    };
    let rows = assessment.evaluation.open().map(row).collect();
    Table { name: words.sheet_gaps, columns, rows, empty: words.no_gaps }
}

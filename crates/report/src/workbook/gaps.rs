//! The gaps: every open criterion, why it is open, and what evidence would close it.

use rust_xlsxwriter::{Workbook, XlsxError};
use tasuki_assess::{Assessment, CriterionVerdict};

use super::{
    cell::Cell,
    facts::Facts,
    style::Style,
    table::{self, Column},
};
use crate::{ReportOptions, words::Words};

/// Writes the sheet.
pub(super) fn write(
    workbook: &mut Workbook,
    assessment: &Assessment<'_>,
    options: &ReportOptions<'_>,
) -> Result<(), XlsxError> {
    let (words, lang) = (Words::of(options.lang), options.lang);
    let columns = [
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
    table::write(workbook, lang, words.sheet_gaps, &columns, assessment.evaluation.open().map(row), words.no_gaps)
}

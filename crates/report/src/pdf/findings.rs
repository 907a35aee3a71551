//! Requirement by requirement: every verdict and why.

use serde::Serialize;
use tasuki_assess::{Assessment, CriterionVerdict, Open, Score, Status};
use tasuki_catalog::{Group, Lang, Requirement};

/// An area, or all requirements where there are no areas.
#[derive(Serialize)]
pub(super) struct Section<'a> {
    id: &'a str,
    title: &'a str,
    satisfied: usize,
    asked: usize,
    requirements: Vec<Finding<'a>>,
}

/// A requirement.
#[derive(Serialize)]
struct Finding<'a> {
    id: &'a str,
    title: &'a str,
    satisfied: usize,
    asked: usize,
    /// Mean maturity, where it was answered.
    maturity: Option<f64>,
    criteria: Vec<Row<'a>>,
}

/// A criterion.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    status: Status,
    word: &'static str,
    satisfied: bool,
    reason: String,
    note: String,
}

/// Most characters and lines of a note that are printed; the whole of it is in the workbook.
const NOTE: (usize, usize) = (600, 12);

pub(super) fn sections<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<Section<'a>> {
    let catalog = assessment.catalog;
    let mut sections = Vec::<Section<'a>>::new();
    for verdict in &assessment.evaluation.requirements {
        let requirement = &catalog.requirements()[verdict.position];
        let area = requirement.group.as_deref().and_then(|group| catalog.area_of(group));
        let id = area.map_or("", |area: &Group| &area.id);
        if sections.last().is_none_or(|section| section.id != id) {
            let title = area.map_or("", |area| area.title.get(lang));
            sections.push(Section { id, title, satisfied: 0, asked: 0, requirements: Vec::new() });
        }
        let members = catalog.members(verdict.position);
        let finding = Finding {
            id: &requirement.id,
            title: requirement.title.get(lang),
            satisfied: verdict.satisfied,
            asked: verdict.asked,
            maturity: maturity(assessment, requirement),
            criteria: members
                .iter()
                .filter_map(|&at| assessment.evaluation.criterion(at))
                .map(|verdict| row(assessment, *verdict, lang))
                .collect(),
        };
        if let Some(section) = sections.last_mut() {
            section.satisfied += finding.satisfied;
            section.asked += finding.asked;
            section.requirements.push(finding);
        }
    }
    sections
}

fn maturity(assessment: &Assessment<'_>, requirement: &Requirement) -> Option<f64> {
    let Score::Directions { directions } = &assessment.score else { return None };
    directions.iter().find(|direction| direction.id == requirement.id)?.maturity
}

fn row<'a>(assessment: &Assessment<'a>, verdict: CriterionVerdict, lang: Lang) -> Row<'a> {
    let criterion = &assessment.catalog.criteria()[verdict.position];
    let note = assessment.answers.at(verdict.position).note.trim();
    Row {
        id: &criterion.id,
        title: criterion.title.get(lang),
        status: verdict.status,
        word: verdict.status.name(lang),
        satisfied: verdict.is_satisfied(),
        reason: verdict
            .open
            .filter(|open| !says_itself(*open, note))
            .map(|open| open.sentence(lang))
            .unwrap_or_default(),
        note: shorten(note),
    }
}

/// Whether sign, word and note already say why the criterion is open.
fn says_itself(open: Open, note: &str) -> bool {
    matches!(open, Open::Unmet | Open::Partial) && !note.is_empty()
}

/// `note` without empty lines, and cut where it would fill a page.
fn shorten(note: &str) -> String {
    let (characters, lines) = NOTE;
    let written: Vec<&str> = note.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let text = written[..written.len().min(lines)].join("\n");
    match text.char_indices().nth(characters) {
        Some((end, _)) => text[..end].trim_end().to_owned() + "…",
        None if written.len() > lines => text + "…",
        None => text,
    }
}

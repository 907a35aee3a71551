//! Every verdict and its reason, requirement by requirement.

use serde::Serialize;
use tasuki_assess::{Assessment, CriterionVerdict, Open, RequirementVerdict, Score, Status};
use tasuki_catalog::Lang;

use super::state::State;
use crate::words::{Words, condition, day, maturity, open};

/// An area, or all requirements if there are no areas.
#[derive(Debug, Serialize)]
pub(super) struct Section<'a> {
    /// Empty if there are no areas.
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) satisfied: usize,
    pub(super) asked: usize,
    pub(super) requirements: Vec<Finding<'a>>,
}

/// A requirement.
#[derive(Debug, Serialize)]
pub(super) struct Finding<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) statement: Option<&'a str>,
    pub(super) satisfied: usize,
    pub(super) asked: usize,
    /// `残り 2`, or that nothing is open.
    pub(super) verdict: String,
    pub(super) maturity: Option<String>,
    pub(super) rows: Vec<Row<'a>>,
}

/// The maximum number of characters and lines of a note that are printed.
const EXCERPT: (usize, usize) = (600, 12);

/// A criterion.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) statement: &'a str,
    /// Level, cadence, figures and condition, each in a few words.
    pub(super) facts: Vec<String>,
    pub(super) state: State,
    pub(super) is_open: bool,
    /// Open although the mark alone would not say so: lapsed, or 対象外 that is not accepted yet.
    pub(super) is_withheld: bool,
    pub(super) reason: String,
    /// The full text.
    #[serde(skip)]
    pub(super) note: String,
    /// The part of the note that fits on a printed page; the workbook has the full text.
    excerpt: String,
    pub(super) confirmed: Option<String>,
}

impl Finding<'_> {
    /// Whether anything is left to do.
    pub(super) fn is_open(&self) -> bool {
        self.satisfied < self.asked
    }
}

pub(super) fn sections<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<Section<'a>> {
    let catalog = assessment.catalog;
    let mut sections = Vec::<Section<'a>>::new();
    for verdict in &assessment.evaluation.requirements {
        let requirement = &catalog.requirements()[verdict.position];
        let area = requirement.group.as_deref().and_then(|group| catalog.area_of(group));
        let id = area.map_or("", |area| area.id.as_str());
        if sections.last().is_none_or(|section| section.id != id) {
            let title = area.map_or(Words::of(lang).all_requirements, |area| area.title.get(lang));
            sections.push(Section { id, title, satisfied: 0, asked: 0, requirements: Vec::new() });
        }
        let Some(section) = sections.last_mut() else { continue };
        section.satisfied += verdict.satisfied;
        section.asked += verdict.asked;
        section.requirements.push(finding(assessment, *verdict, lang));
    }
    sections
}

fn finding<'a>(assessment: &Assessment<'a>, verdict: RequirementVerdict, lang: Lang) -> Finding<'a> {
    let requirement = &assessment.catalog.requirements()[verdict.position];
    let members = assessment.catalog.members(verdict.position).iter();
    let left = verdict.asked - verdict.satisfied;
    Finding {
        id: &requirement.id,
        title: requirement.title.get(lang),
        statement: requirement.statement.as_ref().map(|statement| statement.get(lang)),
        satisfied: verdict.satisfied,
        asked: verdict.asked,
        verdict: if left == 0 { Words::of(lang).done.to_owned() } else { open(lang, left) },
        maturity: mean_maturity(assessment, &requirement.id).map(|value| maturity(lang, value)),
        rows: members
            .filter_map(|&at| assessment.evaluation.criterion(at))
            .map(|verdict| row(assessment, *verdict, lang))
            .collect(),
    }
}

fn mean_maturity(assessment: &Assessment<'_>, requirement: &str) -> Option<f64> {
    let Score::Directions { directions } = &assessment.score else { return None };
    directions.iter().find(|direction| direction.id == requirement)?.maturity
}

fn row<'a>(assessment: &Assessment<'a>, verdict: CriterionVerdict, lang: Lang) -> Row<'a> {
    let criterion = &assessment.catalog.criteria()[verdict.position];
    let answer = assessment.answers.at(verdict.position);
    let mut facts: Vec<String> = Vec::new();
    if assessment.evaluation.level != assessment.catalog.levels().first().map(|level| level.id) {
        facts.push(assessment.catalog.level_title(criterion.level, lang).to_owned());
    }
    facts.extend(criterion.cadence.map(|cadence| cadence.name(lang).to_owned()));
    facts.extend(criterion.thresholds.iter().map(|threshold| threshold.phrase(lang)));
    facts.extend(criterion.condition.as_ref().map(|text| condition(lang, text.get(lang))));
    let note = answer.note.trim();
    Row {
        id: &criterion.id,
        title: criterion.title.get(lang),
        statement: criterion.statement.get(lang),
        facts,
        state: State::of(verdict.status, lang),
        is_open: verdict.open.is_some(),
        is_withheld: verdict.open.is_some() && matches!(verdict.status, Status::Met | Status::NotApplicable),
        reason: verdict
            .open
            .filter(|&open| !says_itself(open, note))
            .map(|open| open.sentence(lang))
            .unwrap_or_default(),
        note: note.to_owned(),
        excerpt: excerpt(note),
        confirmed: answer.confirmed.map(|date| day(lang, date)),
    }
}

/// Whether sign, word and note already say why the criterion is open.
fn says_itself(open: Open, note: &str) -> bool {
    matches!(open, Open::Unmet | Open::Partial) && !note.is_empty()
}

/// `note` without empty lines, cut off before it fills a page.
fn excerpt(note: &str) -> String {
    let (characters, lines) = EXCERPT;
    let written: Vec<&str> = note.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let text = written[..written.len().min(lines)].join("\n");
    match text.char_indices().nth(characters) {
        Some((end, _)) => text[..end].trim_end().to_owned() + "…",
        None if written.len() > lines => text + "…",
        None => text,
    }
}

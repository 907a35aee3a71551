//! The plan: what to do, in order.

use std::collections::HashMap;

use serde::Serialize;
use tasuki_assess::{Assessment, Gap, Open};
use tasuki_catalog::{Effort, Kind, Lang};

use super::{has_effort, state::State};
use crate::words::{Words, effort, waiting};

/// One line of the plan.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Task<'a> {
    pub(super) number: usize,
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    /// The lowest level that includes it.
    level: &'a str,
    pub(super) statement: &'a str,
    pub(super) state: State,
    /// Why it is open, if the state does not say so.
    pub(super) reason: Option<String>,
    pub(super) kind: &'static str,
    /// The effort, with an explanation.
    pub(super) effort: &'static str,
    /// The same in one word.
    size: &'static str,
    /// The first step, if the edition has one.
    pub(super) step: Option<&'a str>,
    pub(super) evidence: Option<&'a str>,
    /// Criteria that should be closed before it.
    pub(super) after: Vec<&'a str>,
    /// Their numbers in the plan.
    after_numbers: Vec<usize>,
    /// What becomes possible after it.
    pub(super) leads_to: Vec<String>,
    /// Whether management must decide: money or much work; if the edition does not give the effort, a rule or an
    /// organizational structure to set up.
    #[serde(skip)]
    pub(super) wants_decision: bool,
}

pub(super) fn tasks<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<Task<'a>> {
    let places = (1..).zip(&assessment.plan).map(|(number, gap)| (gap.position, number));
    let numbers: HashMap<usize, usize> = places.collect();
    let has_effort = has_effort(assessment);
    let task = |(number, gap)| task(assessment, number, gap, &numbers, has_effort, lang);
    (1..).zip(&assessment.plan).map(task).collect()
}

fn task<'a>(
    assessment: &Assessment<'a>,
    number: usize,
    gap: &Gap,
    numbers: &HashMap<usize, usize>,
    has_effort: bool,
    lang: Lang,
) -> Task<'a> {
    let criteria = assessment.catalog.criteria();
    let criterion = &criteria[gap.position];
    let is_plain = matches!(gap.open, Open::Unanswered | Open::Unmet | Open::Partial);
    let mut after_numbers: Vec<usize> =
        gap.after.iter().filter_map(|position| numbers.get(position).copied()).collect();
    after_numbers.sort_unstable();
    Task {
        number,
        id: &criterion.id,
        title: criterion.title.get(lang),
        level: assessment.catalog.level_title(criterion.level, lang),
        statement: criterion.statement.get(lang),
        state: State::of(assessment.answers.at(gap.position).status, lang),
        reason: (!is_plain).then(|| gap.open.sentence(lang)),
        kind: criterion.kind.map_or("", |kind| kind.name(lang)),
        effort: gap.effort.name(lang),
        size: effort(lang, gap.effort),
        step: criterion.first_step.as_ref().map(|step| step.get(lang)),
        evidence: criterion.evidence.as_ref().map(|evidence| evidence.get(lang)),
        after: gap.after.iter().map(|&position| criteria[position].id.as_str()).collect(),
        after_numbers,
        leads_to: leads_to(gap, lang),
        wants_decision: if has_effort { gap.effort == Effort::Large } else { criterion.kind == Some(Kind::Rule) },
    }
}

fn leads_to(gap: &Gap, lang: Lang) -> Vec<String> {
    let closes = gap.closes_requirement.then(|| Words::of(lang).closes_requirement.to_owned());
    let waiting = (gap.unblocks > 0).then(|| waiting(lang, gap.unblocks));
    closes.into_iter().chain(waiting).collect()
}

//! The plan.

use tasuki_assess::{Assessment, Gap};
use tasuki_catalog::{Effort, Kind, Lang};

use super::State;
use crate::words::{Words, waiting};

/// One line of the plan.
#[derive(Debug, Clone)]
pub(super) struct Task<'a> {
    pub(super) number: usize,
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) statement: &'a str,
    pub(super) state: State,
    /// Why it is open.
    pub(super) reason: String,
    pub(super) kind: &'static str,
    pub(super) effort: &'static str,
    /// The first step, where the edition has one.
    pub(super) step: Option<&'a str>,
    pub(super) evidence: Option<&'a str>,
    /// Criteria that come before.
    pub(super) after: Vec<&'a str>,
    /// What it opens the way for.
    pub(super) leads_to: Vec<String>,
    wants_decision: bool,
}

pub(super) fn tasks<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<Task<'a>> {
    let has_effort = assessment.catalog.criteria().iter().any(|criterion| criterion.effort.is_some());
    (1..).zip(&assessment.plan).map(|(number, gap)| task(assessment, number, gap, has_effort, lang)).collect()
}

fn task<'a>(assessment: &Assessment<'a>, number: usize, gap: &Gap, has_effort: bool, lang: Lang) -> Task<'a> {
    let criteria = assessment.catalog.criteria();
    let criterion = &criteria[gap.position];
    let mut leads_to = Vec::new();
    if gap.unblocks > 0 {
        leads_to.push(waiting(lang, gap.unblocks));
    }
    if gap.closes_requirement {
        leads_to.push(Words::of(lang).closes_requirement.to_owned());
    }
    let large = if has_effort { gap.effort == Effort::Large } else { criterion.kind == Some(Kind::Rule) };
    Task {
        number,
        id: &criterion.id,
        title: criterion.title.get(lang),
        statement: criterion.statement.get(lang),
        state: State::of(assessment.answers.at(gap.position).status, lang),
        reason: gap.open.sentence(lang),
        kind: criterion.kind.map_or("", |kind| kind.name(lang)),
        effort: gap.effort.name(lang),
        step: criterion.first_step.as_ref().map(|step| step.get(lang)),
        evidence: criterion.evidence.as_ref().map(|evidence| evidence.get(lang)),
        after: gap.after.iter().map(|&position| criteria[position].id.as_str()).collect(),
        leads_to,
        wants_decision: large,
    }
}

impl Task<'_> {
    /// Whether management must decide: money or much work; where the edition does not say so, a rule or a structure to set up.
    pub(super) fn wants_decision(&self) -> bool {
        self.wants_decision
    }
}

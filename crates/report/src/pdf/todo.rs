//! Gaps and plan.

use std::collections::HashMap;

use serde::Serialize;
use tasuki_assess::{Assessment, Gap, Open, Status};
use tasuki_catalog::{Effort, Kind, Lang};

use super::cover::effort_key;

/// One line of the plan.
#[derive(Clone, Serialize)]
pub(super) struct Task<'a> {
    number: usize,
    id: &'a str,
    title: &'a str,
    status: Status,
    word: &'static str,
    /// Why it is open, where sign and word do not say it.
    reason: String,
    effort: &'static str,
    /// The first step, else what must be true.
    step: &'a str,
    /// Numbers of the lines that come before.
    after: Vec<usize>,
    unblocks: usize,
    closes_requirement: bool,
    #[serde(skip)]
    kind: Option<Kind>,
}

pub(super) fn tasks<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<Task<'a>> {
    let places = assessment.plan.iter().enumerate().map(|(at, gap)| (gap.position, at + 1));
    let numbers: HashMap<usize, usize> = places.collect();
    assessment.plan.iter().map(|gap| task(assessment, gap, &numbers, lang)).collect()
}

fn task<'a>(assessment: &Assessment<'a>, gap: &Gap, numbers: &HashMap<usize, usize>, lang: Lang) -> Task<'a> {
    let criterion = &assessment.catalog.criteria()[gap.position];
    let status = assessment.answers.at(gap.position).status;
    let plain = matches!(gap.open, Open::Unanswered | Open::Unmet | Open::Partial);
    let mut after: Vec<usize> = gap.after.iter().filter_map(|position| numbers.get(position).copied()).collect();
    after.sort_unstable();
    Task {
        number: numbers.get(&gap.position).copied().unwrap_or_default(),
        id: &criterion.id,
        title: criterion.title.get(lang),
        status,
        word: status.name(lang),
        reason: if plain { String::new() } else { gap.open.sentence(lang) },
        effort: effort_key(gap.effort),
        step: criterion.first_step.as_ref().unwrap_or(&criterion.statement).get(lang),
        after,
        unblocks: gap.unblocks,
        closes_requirement: gap.closes_requirement,
        kind: criterion.kind,
    }
}

impl Task<'_> {
    /// Whether management must decide: money or much work; where the edition does not say so, a rule or a structure to set up.
    pub(super) fn wants_decision(&self, has_effort: bool) -> bool {
        if has_effort { self.effort == effort_key(Effort::Large) } else { self.kind == Some(Kind::Rule) }
    }

    pub(super) fn effort(&self) -> &'static str {
        self.effort
    }
}

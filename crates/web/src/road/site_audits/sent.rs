//! What the forms of the audit send: the plan, a population, the note of an interview, a finding.

use serde::Deserialize;
use tasuki_app::Error;
use tasuki_app::issues::New;
use tasuki_scheme::road::{IssueKind, Severity};
use tasuki_store::SampleId;

use crate::take::day_or_none;

/// When, where and by whom it is done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlanSent {
    pub(super) starts: String,
    pub(super) ends: String,
    pub(super) place: String,
    pub(super) people: String,
    pub(super) areas: String,
    /// The version of the plan that the person saw.
    pub(super) version: String,
}

/// What could be looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct PopulationSent {
    pub(super) title: String,
    pub(super) source: String,
    pub(super) criteria: String,
    pub(super) list: String,
    pub(super) heading: bool,
}

/// What was said in an interview.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct InterviewSent {
    pub(super) day: String,
    pub(super) who: String,
    pub(super) text: String,
}

/// A finding.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct FindingSent {
    pub(super) criterion: String,
    pub(super) severity: String,
    pub(super) text: String,
    pub(super) due: String,
    /// Whether its correction may not wait.
    pub(super) at_once: String,
    /// The item on which it was found, by its number in the population; empty: on none.
    pub(super) item: String,
}

impl FindingSent {
    /// What is raised, on an item of a sample if there is one.
    pub(super) fn read(self, sample: Option<SampleId>) -> Result<New, Error> {
        let due = day_or_none(&self.due, "due")?;
        let item = self.item.trim().parse().ok();
        Ok(New {
            criterion: self.criterion.trim().to_owned(),
            kind: IssueKind::Finding,
            severity: Severity::from_word(&self.severity),
            text: self.text,
            due,
            deferrable: self.at_once.is_empty(),
            item: sample.zip(item),
        })
    }
}

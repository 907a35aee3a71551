//! An assessment as it was at the end of a day: the present state, taken back entry by entry of the log.
//!
//! The states of each day are kept anyway ([`crate::timeline`]); here the texts, the owners and the evidence come back, too. Where the details of an
//! entry were removed, what it changed is not known any more, and that is said.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tasuki_assess::{Evaluation, evaluate};
use tasuki_catalog::Catalog;
use tasuki_scheme::Permission;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::Assessment;
use tasuki_store::audit::{self, Kept};
use tasuki_store::{AssessmentId, EvidenceId, OrganizationId, Subject, evidence};

use crate::assessments::{in_full, sheet};
use crate::{Context, Error, timeline};

/// The most entries about one thing that are taken back.
const MOST: i64 = 10_000;

/// An assessment at the end of a day.
#[derive(Debug, Clone)]
pub struct Past {
    /// The assessment with its title, level, scope and due date of that day.
    pub assessment: Assessment,
    /// Its catalogue.
    pub catalog: Arc<Catalog>,
    /// The day.
    pub day: Date,
    /// One answer for each criterion of the catalogue, in its order.
    pub answers: Vec<Answer>,
    /// What followed on that day.
    pub evaluation: Evaluation,
    /// The evidence of each criterion that whoever asks sees: identifier and present name.
    pub evidence: BTreeMap<String, Vec<(EvidenceId, String)>>,
    /// The criteria of which something is not known any more, as the details of an entry were removed.
    pub unknown: BTreeSet<String>,
}

impl Past {
    /// The answers to what the level asked for, in the order of the catalogue.
    pub fn asked(&self) -> impl Iterator<Item = &Answer> {
        self.evaluation.criteria.iter().map(|verdict| &self.answers[verdict.position])
    }

    /// The evidence of a criterion that whoever asks sees.
    pub fn pieces(&self, criterion: &str) -> &[(EvidenceId, String)] {
        self.evidence.get(criterion).map(Vec::as_slice).unwrap_or_default()
    }
}

/// An assessment as it was at the end of a day; a day to come is today. Before it began there was none.
pub fn past(cx: &mut Context<'_, '_>, id: AssessmentId, day: Date) -> Result<Past, Error> {
    let now = sheet(cx, id)?;
    let day = day.min(cx.now.today);
    if day < timeline::begun(&now.assessment) {
        return Err(before_it_began());
    }
    let organization = cx.require_in(Permission::ReadAssessments, id)?;
    let mut unknown = BTreeSet::new();
    let (assessment, _) = taken_back(cx, organization, &Subject::Assessment(id), now.assessment, day)?;
    let attached = attached(cx, id)?;
    let (mut answers, mut evidence) = (Vec::new(), BTreeMap::new());
    for answer in now.answers {
        let criterion = answer.criterion.clone();
        let subject = Subject::Answer(id, criterion.clone());
        let mut pieces: BTreeSet<EvidenceId> = attached.get(&criterion).cloned().unwrap_or_default();
        let (answer, entries) = taken_back(cx, organization, &subject, answer, day)?;
        for entry in &entries {
            detach(&mut pieces, entry);
        }
        if entries.iter().any(|entry| entry.salt.is_none()) {
            unknown.insert(criterion.clone());
        }
        let seen = seen(cx, organization, pieces)?;
        if !seen.is_empty() {
            evidence.insert(criterion, seen);
        }
        answers.push(answer);
    }
    let evaluation = evaluate(&now.catalog, assessment.level, &in_full(&now.catalog, &answers), day);
    Ok(Past { assessment, catalog: now.catalog, day, answers, evaluation, evidence, unknown })
}

/// A thing as it was at the end of a day, and the entries that were taken back, the newest first.
fn taken_back<T: Serialize + DeserializeOwned>(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    subject: &Subject,
    now: T,
    day: Date,
) -> Result<(T, Vec<Kept>), Error> {
    let all = audit::of_subject(cx.tx, organization.as_str(), &subject.to_string(), MOST)?;
    let later: Vec<Kept> = all.into_iter().filter(|entry| timeline::day(entry.at) > day).collect();
    if later.is_empty() {
        return Ok((now, later));
    }
    let Ok(Value::Object(mut fields)) = serde_json::to_value(&now) else { return Ok((now, later)) };
    for entry in &later {
        let detail: Map<String, Value> = serde_json::from_str(&entry.detail).unwrap_or_default();
        for (name, value) in detail {
            // `"field": [old, new]`; anything else is no field.
            if let (Some(field), Some([old, _])) = (fields.get_mut(&name), value.as_array().map(Vec::as_slice)) {
                *field = old.clone();
            }
        }
    }
    Ok((serde_json::from_value(Value::Object(fields)).unwrap_or(now), later))
}

/// The evidence that is attached now, by criterion, whether it is in use or not.
fn attached(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<BTreeMap<String, BTreeSet<EvidenceId>>, Error> {
    let organization = cx.organization()?;
    let mut all: BTreeMap<String, BTreeSet<EvidenceId>> = BTreeMap::new();
    for (evidence, criterion) in evidence::attached(cx.tx, organization, id)? {
        all.entry(criterion).or_default().insert(evidence);
    }
    Ok(all)
}

/// Takes back what an entry did to the evidence of a criterion.
fn detach(pieces: &mut BTreeSet<EvidenceId>, entry: &Kept) {
    let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let Some(id) = detail["evidence"].as_str().and_then(|id| id.parse().ok()) else { return };
    match entry.action.as_str() {
        "answer.attach" => {
            pieces.remove(&id);
        }
        "answer.detach" => {
            pieces.insert(id);
        }
        _ => {}
    }
}

/// Those of some pieces that whoever asks sees, by name.
fn seen(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    pieces: BTreeSet<EvidenceId>,
) -> Result<Vec<(EvidenceId, String)>, Error> {
    let Ok((_, sight)) = cx.sight() else { return Ok(Vec::new()) };
    let mut seen = Vec::new();
    for id in pieces {
        seen.extend(evidence::find_seen(cx.tx, organization, id, &sight)?.map(|piece| (id, piece.evidence.name)));
    }
    Ok(seen)
}

fn before_it_began() -> Error {
    Error::invalid("past.before", "この日には、まだ評価がありませんでした。", "There was no assessment on that day.")
        .hint("評価を始めた日から今日までの日を選んでください。", "Choose a day between its first and today.")
        .field("day")
}

//! History (履歴): what the audit log tells people, in their words: who, when, which field, from what to what.
//!
//! - [`of_answer`]`(cx, assessment, criterion)` is the history of one answer, newest first; as a fragment it is
//!   `GET /o/{organization}/assessments/{assessment}/criteria/{criterion}/history`.
//! - [`of_evidence`]`(cx, evidence)` is that of a piece of evidence.
//! - [`recent`]`(cx, limit)` is what others and oneself did last in the organization, for its first page: what one person did to many answers
//!   in one go is one line. [`Place::path`] is where each line leads.

mod fields;
mod recent;
mod sentences;

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::audit::{self, Kept};
use tasuki_store::{AssessmentId, EvidenceId, OrganizationId, PersonId, TaskId, members, people};

use crate::{Context, Error, assessments};

pub use fields::Field;
pub use recent::{Recent, recent};

/// How many entries a history shows at most.
const LIMIT: i64 = 100;

/// Notes a field that differs, as histories read it: the old and the new value.
pub(crate) fn differ<T: PartialEq + Serialize>(found: &mut Map<String, Value>, field: &str, old: &T, new: &T) {
    if old != new {
        found.insert(field.to_owned(), json!([old, new]));
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the audit log.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub who: Author,
    /// What was done, as the log names it: `answer.save`.
    pub action: String,
    /// What was done, to be read after the name: 「が回答を変えました」, “changed the answer”.
    pub text: Text,
    /// Which fields changed.
    pub fields: Vec<Field>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The person; none is Tasuki itself.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// Whether a program did it in the person's name, with an API token.
    pub by_program: bool,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The answer to a criterion, or what is said about it.
    Criterion(AssessmentId, String),
    /// An assessment.
    Assessment(AssessmentId),
    /// A piece of evidence.
    Evidence(EvidenceId),
    /// The tasks.
    Tasks,
}

impl Place {
    /// Its page.
    pub fn path(&self, organization: OrganizationId) -> String {
        let base = format!("/o/{organization}");
        match self {
            Self::Criterion(assessment, criterion) => format!("{base}/assessments/{assessment}?c={criterion}"),
            Self::Assessment(assessment) => format!("{base}/assessments/{assessment}"),
            Self::Evidence(evidence) => format!("{base}/evidence/{evidence}"),
            Self::Tasks => format!("{base}/tasks"),
        }
    }
}

/// What changed about one answer, newest first.
pub fn of_answer(cx: &mut Context<'_, '_>, assessment: AssessmentId, criterion: &str) -> Result<Vec<Line>, Error> {
    let own = assessments::find(cx, assessment)?;
    assessments::catalog_of(cx, &own)?.criterion(criterion).ok_or_else(Error::not_found)?;
    of_subject(cx, &format!("answer/{assessment}/{criterion}"))
}

/// What changed about a piece of evidence, newest first.
pub fn of_evidence(cx: &mut Context<'_, '_>, evidence: EvidenceId) -> Result<Vec<Line>, Error> {
    cx.require(Permission::ReadEvidence)?;
    of_subject(cx, &format!("evidence/{evidence}"))
}

/// What happened to a task, newest first.
pub fn of_task(cx: &mut Context<'_, '_>, task: TaskId) -> Result<Vec<Line>, Error> {
    cx.require(Permission::ReadAssessments)?;
    of_subject(cx, &format!("task/{task}"))
}

fn of_subject(cx: &mut Context<'_, '_>, subject: &str) -> Result<Vec<Line>, Error> {
    let organization = cx.organization()?;
    let entries = audit::of_subject(cx.tx, organization.as_str(), subject, LIMIT)?;
    let mut names = Names::load(cx)?;
    entries.into_iter().map(|entry| line(cx, &mut names, entry)).collect()
}

fn line(cx: &mut Context<'_, '_>, names: &mut Names, entry: Kept) -> Result<Line, Error> {
    let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    Ok(Line {
        seq: entry.seq,
        at: entry.at,
        who: names.author(cx, &entry.actor)?,
        text: sentences::of(&entry.action, &detail),
        fields: fields::of(cx, names, &entry.action, &detail)?,
        action: entry.action,
    })
}

/// Names of people, looked up once each; also of those who are no members any more.
struct Names(HashMap<String, String>);

impl Names {
    fn load(cx: &mut Context<'_, '_>) -> Result<Self, Error> {
        let organization = cx.organization()?;
        let all = members::list(cx.tx, organization)?;
        Ok(Self(all.into_iter().map(|member| (member.person.to_string(), member.name)).collect()))
    }

    fn of(&mut self, cx: &mut Context<'_, '_>, id: &str) -> Result<String, Error> {
        if let Some(name) = self.0.get(id) {
            return Ok(name.clone());
        }
        let found = match id.parse::<PersonId>() {
            Ok(person) => people::find(cx.tx, person)?.map(|person| person.name),
            Err(_) => None,
        };
        let name = found.unwrap_or_else(|| "Tasuki".to_owned());
        self.0.insert(id.to_owned(), name.clone());
        Ok(name)
    }

    /// Who an entry names: a person, or a person with the token that was used.
    fn author(&mut self, cx: &mut Context<'_, '_>, actor: &str) -> Result<Author, Error> {
        let (person, token) = actor.split_once('/').map_or((actor, None), |(person, token)| (person, Some(token)));
        Ok(Author { name: self.of(cx, person)?, person: person.parse().ok(), by_program: token.is_some() })
    }
}

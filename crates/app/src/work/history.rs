//! History (履歴): the audit log in words for people: who changed which field, when, and from what to what.
//!
//! - [`of_answer`]`(cx, assessment, criterion)` is the history of one answer, newest first; as a fragment it is
//!   `GET /o/{organization}/assessments/{assessment}/criteria/{criterion}/history`.
//! - [`of_evidence`]`(cx, evidence)` is the history of a piece of evidence.
//! - [`recent`]`(cx, limit)` returns the latest changes in the organization, for its home page: changes of one person
//!   to many answers at once are one line.

mod fields;
mod recent;

use std::collections::HashMap;

use serde_json::Value;
use tasuki_catalog::Text;
use tasuki_scheme::{Classification, Permission};
use tasuki_store::audit::{self, Kept};
use tasuki_store::evidence as evidence_store;
use tasuki_store::grants::Holder;
use tasuki_store::{AssessmentId, EvidenceId, LinkId, PersonId, Subject, TaskId, links, members, persons};

use crate::describe::sentence;
use crate::{Context, Error, assessments};

pub use fields::Field;
pub use recent::{Recent, recent};

/// The maximum number of entries in a history.
const LIMIT: i64 = 100;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the audit log.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub who: Author,
    /// The action, by its name in the log: `answer.save`.
    pub action: String,
    /// The sentence that follows the name: 「が回答を変えました」, “changed the answer”.
    pub text: Text,
    /// Which fields changed.
    pub fields: Vec<Field>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The person; `None` for Tasuki itself.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// Whether a program acted in the person's name, with an API token.
    pub by_program: bool,
}

/// The changes to one answer, newest first.
pub fn of_answer(cx: &mut Context<'_, '_>, assessment: AssessmentId, criterion: &str) -> Result<Vec<Line>, Error> {
    let own = assessments::find(cx, assessment)?;
    assessments::catalog_of(cx, &own)?.criterion(criterion).ok_or_else(Error::not_found)?;
    of_subject(cx, &Subject::Answer(assessment, criterion.to_owned()))
}

/// The changes to a piece of evidence, newest first; none for somebody from outside.
pub fn of_evidence(cx: &mut Context<'_, '_>, evidence: EvidenceId) -> Result<Vec<Line>, Error> {
    of_subject(cx, &Subject::Evidence(evidence))
}

/// The changes to a task, newest first.
pub fn of_task(cx: &mut Context<'_, '_>, task: TaskId) -> Result<Vec<Line>, Error> {
    of_subject(cx, &Subject::Task(task))
}

/// The changes to a thing that the person may read about, newest first.
pub fn of_subject(cx: &mut Context<'_, '_>, subject: &Subject) -> Result<Vec<Line>, Error> {
    let organization = cx.organization()?;
    if !cx.reads(subject)? {
        return Err(Error::not_found());
    }
    if is_for_members(cx, subject) {
        return Ok(Vec::new());
    }
    let entries = audit::of_subject(cx.tx, organization.as_str(), &subject.to_string(), LIMIT)?;
    let sees_all = cx.sight().is_ok_and(|(_, sight)| sight.is_whole());
    let mut names = Names::load(cx)?;
    let mut lines = Vec::new();
    for entry in entries {
        let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
        // What was 秘 then is not told by becoming less confidential.
        if !sees_all && was_confidential(subject, &detail) {
            break;
        }
        if is_told(cx, &entry, &detail) {
            lines.push(line(cx, &mut names, subject, entry, detail)?);
        }
    }
    Ok(lines)
}

/// Whether what happened to a thing is kept from whoever asks: somebody from outside sees the evidence that is in use,
/// and nothing of how it came about: who else looked at it, where it is attached, what it was before.
fn is_for_members(cx: &Context<'_, '_>, subject: &Subject) -> bool {
    cx.is_outside() && matches!(subject, Subject::Evidence(_))
}

/// Whether a piece of evidence was confidential before an entry.
fn was_confidential(subject: &Subject, detail: &Value) -> bool {
    let before = detail.get("classification").and_then(|change| change.get(0)).and_then(Value::as_str);
    matches!(subject, Subject::Evidence(_)) && before == Some(Classification::Confidential.word())
}

/// Whether an entry is for the person: who took something along is read by those who read the log, and what happened
/// in an assessment by those who read that.
fn is_told(cx: &Context<'_, '_>, entry: &Kept, detail: &Value) -> bool {
    let within = detail.get("assessment").and_then(Value::as_str).and_then(|id| id.parse::<AssessmentId>().ok());
    (!entry.action.ends_with(".download") || cx.may(Permission::ReadAudit))
        && within.is_none_or(|assessment| cx.may_in(Permission::ReadAssessments, assessment))
}

fn line(
    cx: &mut Context<'_, '_>,
    names: &mut Names,
    subject: &Subject,
    entry: Kept,
    mut detail: Value,
) -> Result<Line, Error> {
    without_hidden(cx, &mut detail)?;
    Ok(Line {
        seq: entry.seq,
        at: entry.at,
        who: names.author(cx, &entry.actor)?,
        text: sentence(&entry.action, subject, &detail, 1),
        fields: fields::of(cx, names, subject, &detail)?,
        action: entry.action,
    })
}

/// Names evidence in a detail as it is called today, which may be less than what it was called then; for somebody who
/// does not see it, not at all. Whoever sees everything reads what was written.
fn without_hidden(cx: &mut Context<'_, '_>, detail: &mut Value) -> Result<(), Error> {
    let evidence = detail.get("evidence").and_then(Value::as_str).and_then(|id| id.parse::<EvidenceId>().ok());
    let Some(evidence) = evidence else { return Ok(()) };
    let piece = match cx.sight() {
        Ok((_, sight)) if sight.is_whole() => return Ok(()),
        Ok((organization, sight)) => evidence_store::find_seen(cx.tx, organization, evidence, &sight)?,
        Err(_) => None,
    };
    let hidden = || Text::new("見られない証跡", "evidence that you do not see").get(cx.lang()).to_owned();
    detail["name"] = Value::from(piece.map_or_else(hidden, |own| own.evidence.name));
    Ok(())
}

/// Names of people, each looked up once; includes former members.
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
            Ok(person) => persons::find(cx.tx, person)?.map(|person| person.name),
            Err(_) => None,
        };
        let name = found.unwrap_or_else(|| "Tasuki".to_owned());
        self.0.insert(id.to_owned(), name.clone());
        Ok(name)
    }

    /// The actor of an entry: a person, a person with the token that was used, or whoever has a link.
    fn author(&mut self, cx: &mut Context<'_, '_>, actor: &str) -> Result<Author, Error> {
        if let Ok(Holder::Link(link)) = actor.parse() {
            return Ok(Author { name: recipient(cx, link)?, person: None, by_program: false });
        }
        let (person, token) = actor.split_once('/').map_or((actor, None), |(person, token)| (person, Some(token)));
        Ok(Author { name: self.of(cx, person)?, person: person.parse().ok(), by_program: token.is_some() })
    }
}

/// To whom a link was sent, in words that say that it is a link: whoever made it chose the name.
fn recipient(cx: &mut Context<'_, '_>, link: LinkId) -> Result<String, Error> {
    if cx.is_guest() {
        return Ok(Text::new("リンク", "A link").get(cx.lang()).to_owned());
    }
    let organization = cx.organization()?;
    let recipient = links::find(cx.tx, organization, link)?.map(|link| link.recipient).unwrap_or_default();
    Ok(Text::new(format!("リンク（{recipient}）"), format!("Link ({recipient})")).get(cx.lang()).to_owned())
}

//! What happened last in the organization.

use std::collections::HashMap;

use serde_json::Value;
use tasuki_catalog::{Catalog, Text};
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::audit::{self, Kept};
use tasuki_store::{AssessmentId, assessments, evidence, tasks};

use super::{Author, Names, Place, sentences};
use crate::{Context, Error};

/// How many entries of the log are looked at for each line that is wanted.
const LOOKED_AT: i64 = 12;
/// What one person does within this time is one go, in milliseconds: half an hour.
const GO: i64 = 30 * 60 * 1_000;

/// One thing that happened, or several of a kind in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// When it happened, or the last of them, in milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub who: Author,
    /// What was done, to be read after the name.
    pub text: Text,
    /// To what: 「4-4-4-2 パッチを当てる」.
    pub about: Text,
    /// Where it leads.
    pub place: Place,
    /// How many there are in it.
    pub count: usize,
}

/// What happened last in the organization, newest first, at most `limit` lines.
pub fn recent(cx: &mut Context<'_, '_>, limit: usize) -> Result<Vec<Recent>, Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    let looked_at = i64::try_from(limit).unwrap_or(1_000).saturating_mul(LOOKED_AT);
    let entries = audit::latest(cx.tx, organization.as_str(), looked_at)?;
    let all = assessments::list(cx.tx, organization)?.into_iter().map(|own| (own.id, own)).collect();
    let mut names = Names::load(cx)?;
    let mut goes: Vec<(Recent, String, Vec<String>)> = Vec::new();
    for entry in entries {
        let Some((place, about)) = place(cx, &all, &entry)? else { continue };
        if joins(goes.last(), &entry, &place) {
            if let Some((_, _, subjects)) = goes.last_mut()
                && !subjects.contains(&entry.subject)
            {
                subjects.push(entry.subject.clone());
            }
            if let Some((line, ..)) = goes.last_mut()
                && entry.items > 0
            {
                line.count += many(&entry);
            }
            continue;
        }
        if goes.len() == limit {
            break;
        }
        let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
        let line = Recent {
            at: entry.at,
            who: names.author(cx, &entry.actor)?,
            text: if entry.items > 0 {
                sentences::of_many(&entry.action, many(&entry))
            } else {
                sentences::of(&entry.action, &detail)
            },
            about,
            place,
            count: many(&entry),
        };
        goes.push((line, entry.actor, vec![entry.subject]));
    }
    Ok(goes.into_iter().map(|(line, _, subjects)| counted(line, subjects.len(), &all)).collect())
}

/// How many things an entry tells of.
fn many(entry: &Kept) -> usize {
    usize::try_from(entry.items).unwrap_or_default().max(1)
}

/// Whether an entry belongs to the go before it: the same person and the answers of the same assessment, or the very same thing.
fn joins(last: Option<&(Recent, String, Vec<String>)>, entry: &Kept, place: &Place) -> bool {
    let Some((line, actor, subjects)) = last else { return false };
    let soon = line.at - entry.at < GO && *actor == entry.actor;
    let answers = subjects.iter().all(|subject| subject.starts_with("answer/")) && entry.subject.starts_with("answer/");
    let same = match (&line.place, place) {
        (Place::Criterion(one, _), Place::Criterion(other, _)) if answers => one == other,
        _ => subjects.first() == Some(&entry.subject),
    };
    soon && same
}

fn counted(line: Recent, count: usize, all: &HashMap<AssessmentId, Assessment>) -> Recent {
    match line.place {
        Place::Criterion(assessment, _) if count > 1 => Recent {
            text: sentences::many_answers(count),
            about: all.get(&assessment).map_or_else(|| Text::new("", ""), |own| same(&own.title)),
            place: Place::Assessment(assessment),
            count,
            ..line
        },
        _ => line,
    }
}

/// What an entry is about. What concerns the running of the organization is not told here, and what is told twice only once.
fn place(
    cx: &mut Context<'_, '_>,
    all: &HashMap<AssessmentId, Assessment>,
    entry: &Kept,
) -> Result<Option<(Place, Text)>, Error> {
    if matches!(entry.action.as_str(), "evidence.attach" | "evidence.detach" | "pieces.attach" | "pieces.detach")
        || entry.action.ends_with(".download")
        || entry.action.ends_with(".export")
    {
        return Ok(None);
    }
    if let Some(id) = entry.subject.strip_prefix("evidence/").and_then(|id| id.parse().ok()) {
        let organization = cx.organization()?;
        let piece = evidence::find(cx.tx, organization, id)?;
        return Ok(piece.map(|piece| (Place::Evidence(id), same(&piece.evidence.name))));
    }
    if entry.subject == "tasks" {
        return Ok(Some((Place::Tasks, Text::new("対応", "Tasks"))));
    }
    if let Some(id) = entry.subject.strip_prefix("task/").and_then(|id| id.parse().ok()) {
        let organization = cx.organization()?;
        let task = tasks::find(cx.tx, organization, id)?;
        return Ok(task.map(|task| (Place::Tasks, same(&task.title))));
    }
    Ok(of_assessment(cx, all, entry))
}

fn of_assessment(cx: &Context<'_, '_>, all: &HashMap<AssessmentId, Assessment>, entry: &Kept) -> Option<(Place, Text)> {
    let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let named = |key: &str| detail.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut parts = entry.subject.splitn(4, '/');
    let (kind, id, rest) = (parts.next()?, parts.next()?, parts.next());
    let criterion = |assessment: &str, criterion: &str| {
        let own = all.get(&assessment.parse().ok()?)?;
        let catalog = cx.library.catalog(&own.edition)?;
        Some((Place::Criterion(own.id, criterion.to_owned()), criterion_title(catalog, criterion)))
    };
    match kind {
        "answer" | "inspection" => criterion(id, rest?),
        "comment" => criterion(named("assessment"), named("criterion")),
        "assessment" => {
            let own = all.get(&id.parse().ok()?)?;
            Some((Place::Assessment(own.id), same(&own.title)))
        }
        _ => None,
    }
}

fn criterion_title(catalog: &Catalog, id: &str) -> Text {
    catalog.criterion(id).map_or_else(
        || same(id),
        |criterion| Text::new(format!("{id} {}", criterion.title.ja), format!("{id} {}", criterion.title.en)),
    )
}

fn same(text: &str) -> Text {
    Text::new(text, text)
}

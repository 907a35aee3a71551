//! The latest changes in the organization.

use serde_json::Value;
use tasuki_catalog::Text;
use tasuki_scheme::Permission;
use tasuki_store::Subject;
use tasuki_store::audit::{self, Kept};

use super::{Author, Names, is_for_members, without_hidden};
use crate::describe::sentence;
use crate::naming::Assessments;
use crate::{Context, Error};

/// The number of log entries that are read for each line.
const LOOKED_AT: i64 = 12;
/// Changes of one person within this time are combined, in milliseconds: half an hour.
const GO: i64 = 30 * 60 * 1_000;

/// One change, or several similar ones combined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// When it happened; for several, the latest; in milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub who: Author,
    /// The sentence that follows the name.
    pub text: Text,
    /// To what: 「4-4-4-2 パッチを当てる」.
    pub about: Text,
    /// The thing itself.
    pub subject: Subject,
    /// How many there are in it.
    pub count: usize,
}

/// The latest changes in the organization, newest first, at most `limit` lines.
pub fn recent(cx: &mut Context<'_, '_>, limit: usize) -> Result<Vec<Recent>, Error> {
    let (organization, _) = cx.reach(Permission::ReadAssessments)?;
    let looked_at = i64::try_from(limit).unwrap_or(1_000).saturating_mul(LOOKED_AT);
    let entries = audit::latest(cx.tx, organization.as_str(), looked_at)?;
    let mut names = Names::load(cx)?;
    let mut known = Assessments::new();
    let mut goes: Vec<(Recent, String, Vec<Subject>)> = Vec::new();
    for entry in entries {
        let Ok(subject) = entry.subject.parse::<Subject>() else { continue };
        if is_for_members(cx, &subject) || !cx.reads(&subject)? {
            continue;
        }
        let Some(about) = about(cx, &mut known, &entry, &subject)? else { continue };
        if joins(goes.last(), &entry, &subject) {
            if let Some((_, _, subjects)) = goes.last_mut()
                && !subjects.contains(&subject)
            {
                subjects.push(subject);
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
        let mut detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
        without_hidden(cx, &mut detail)?;
        let line = Recent {
            at: entry.at,
            who: names.author(cx, &entry.actor)?,
            text: sentence(&entry.action, &subject, &detail, many(&entry)),
            about,
            subject: subject.clone(),
            count: many(&entry),
        };
        goes.push((line, entry.actor, vec![subject]));
    }
    goes.into_iter().map(|(line, _, subjects)| counted(cx, &mut known, line, subjects.len())).collect()
}

/// The number of things that an entry is about.
fn many(entry: &Kept) -> usize {
    usize::try_from(entry.items).unwrap_or_default().max(1)
}

/// Whether an entry is combined with the previous one: the same person, and answers of the same assessment or the
/// very same thing.
fn joins(last: Option<&(Recent, String, Vec<Subject>)>, entry: &Kept, subject: &Subject) -> bool {
    let Some((line, actor, subjects)) = last else { return false };
    let soon = line.at - entry.at < GO && *actor == entry.actor;
    let same = match (subjects.first(), subject) {
        (Some(Subject::Answer(one, _)), Subject::Answer(other, _)) => one == other,
        (first, _) => first == Some(subject),
    };
    soon && same
}

fn counted(cx: &mut Context<'_, '_>, known: &mut Assessments, line: Recent, count: usize) -> Result<Recent, Error> {
    let Subject::Answer(assessment, _) = line.subject else { return Ok(line) };
    if count <= 1 {
        return Ok(line);
    }
    let subject = Subject::Assessment(assessment);
    let text = sentence("answers.save", &subject, &Value::Null, count);
    let about = cx.named(&subject, known)?.map_or_else(|| Text::new("", ""), |own| own.title);
    Ok(Recent { text, about, subject, count, ..line })
}

/// The subject of an entry, in words. Administrative entries are left out, and so is what is told by another entry.
fn about(
    cx: &mut Context<'_, '_>,
    known: &mut Assessments,
    entry: &Kept,
    subject: &Subject,
) -> Result<Option<Text>, Error> {
    if matches!(entry.action.as_str(), "evidence.attach" | "evidence.detach" | "pieces.attach" | "pieces.detach")
        || entry.action.ends_with(".download")
        || entry.action.ends_with(".export")
    {
        return Ok(None);
    }
    Ok(cx.named(subject, known)?.map(|own| own.title))
}

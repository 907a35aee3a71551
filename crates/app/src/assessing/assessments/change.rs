//! Changing and archiving an assessment.

use serde::Deserialize;
use serde_json::json;
use tasuki_catalog::visible;
use tasuki_scheme::Permission;
use tasuki_store::AssessmentId;
use tasuki_store::Subject;
use tasuki_store::assessments::{self, Assessment, ScopeItem};

use super::create::{checked_scope, unknown_level};
use super::look::{catalog_of, find, tell};
use crate::changes::{Changes, Noted, differences};
use crate::{Context, Current, Error, happened, patch, timeline};

/// A change to an assessment. A field that is not given is not changed; `null` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// What people call it.
    #[serde(default, deserialize_with = "patch::stated")]
    pub title: Option<String>,
    /// The level that is aimed at.
    pub level: Option<u8>,
    /// What is in and what is out.
    #[serde(default, deserialize_with = "patch::stated")]
    pub scope: Option<Vec<ScopeItem>>,
    /// When it is to be done.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub due: Option<Option<jiff::civil::Date>>,
}

/// Changes title, level, scope and due date. `version` is the one that the person saw; `None` overwrites.
pub fn update(
    cx: &mut Context<'_, '_>,
    id: AssessmentId,
    version: Option<i64>,
    edit: Edit,
) -> Result<Assessment, Error> {
    cx.require(Permission::ManageAssessments)?;
    let before = find(cx, id)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(conflict(&before));
    }
    let mut after = before.clone();
    if let Some(title) = edit.title {
        after.title = visible(&title).chars().take(200).collect();
    }
    if after.title.is_empty() {
        return Err(Error::invalid("assessment.title", "名前を入れてください。", "Please give it a name.")
            .hint(
                "あとで見分けられる名前にしてください（例「2026年度 自己評価」）。",
                "Use a name that you will recognize later, such as “Self-assessment 2026”.",
            )
            .field("title"));
    }
    if let Some(level) = edit.level {
        if catalog_of(cx, &before)?.level(level).is_none() {
            return Err(unknown_level());
        }
        after.level = Some(level);
    }
    if let Some(scope) = edit.scope {
        after.scope = checked_scope(scope)?;
    }
    after.due = edit.due.unwrap_or(before.due);
    happened::possible_if_any(after.due.filter(|day| before.due != Some(*day)), "due")?;
    let detail = differences(&before, &after);
    if detail.is_empty() {
        return Ok(before);
    }
    timeline::end_day(cx, &before)?;
    after.changed = cx.now.milliseconds();
    after.version = before.version + 1;
    if !assessments::update(cx.tx, &after, before.version)? {
        return Err(conflict(&before));
    }
    let subject = Subject::Assessment(id);
    cx.record("assessment.update", &subject, Some(&before), Some(&after), &detail.clone().into())?;
    tell(cx, &after, detail.into())?;
    Ok(after)
}

/// Archives an assessment. Its answers can still be read, but no longer be changed.
pub fn archive(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Assessment, Error> {
    let now = cx.now.milliseconds();
    set_archived(cx, id, Some(now), "assessment.archive")
}

/// Restores an assessment from the archive.
pub fn restore(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Assessment, Error> {
    set_archived(cx, id, None, "assessment.restore")
}

fn set_archived(
    cx: &mut Context<'_, '_>,
    id: AssessmentId,
    archived: Option<i64>,
    action: &str,
) -> Result<Assessment, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let before = find(cx, id)?;
    if before.archived.is_some() == archived.is_some() {
        return Ok(before);
    }
    assessments::set_archived(cx.tx, organization, id, archived)?;
    let after = Assessment { archived, version: before.version + 1, ..before.clone() };
    let detail = json!({ "title": after.title });
    cx.record(action, &Subject::Assessment(id), Some(&before), Some(&after), &detail)?;
    tell(cx, &after, json!({ "archived": archived.is_some() }))?;
    Ok(after)
}

/// Old and new values of the fields that differ.
impl Noted for Assessment {
    fn note(&self, before: &Self, changes: &mut Changes) {
        #[rustfmt::skip]
        let Self {
            organization: _, id: _, edition: _, origin: _, created: _, created_by: _, changed: _, archived: _, version: _,
            title, level, scope, due,
        } = self;
        changes.field("title", &before.title, title);
        changes.field("level", &before.level, level);
        changes.field("scope", &before.scope, scope);
        changes.field("due", &before.due, due);
    }
}

fn conflict(current: &Assessment) -> Error {
    Error::overtaken("assessment.conflict").current(Current::Assessment(current.clone()))
}

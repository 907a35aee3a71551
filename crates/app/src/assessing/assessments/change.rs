//! Changing what an assessment is, and taking it out of use.

use serde::{Deserialize, Deserializer};
use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::AssessmentId;
use tasuki_store::assessments::{self, Assessment, ScopeItem};

use super::{catalog_of, check_scope, find, tell};
use crate::history::differ;
use crate::{Context, Error, Kind, happened, timeline};

/// What is to be different about an assessment. What is not named stays as it is; `null` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// What people call it.
    #[serde(default, deserialize_with = "crate::answers::stated")]
    pub title: Option<String>,
    /// The level that is aimed at.
    pub level: Option<u8>,
    /// What is in and what is out.
    #[serde(default, deserialize_with = "crate::answers::stated")]
    pub scope: Option<Vec<ScopeItem>>,
    /// When it is to be done.
    #[serde(default, deserialize_with = "given")]
    pub due: Option<Option<jiff::civil::Date>>,
}

/// Tells a field that is `null` from one that is not there.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
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
        after.title = title.trim().chars().take(200).collect();
    }
    if after.title.is_empty() {
        return Err(
            Error::invalid("assessment.title", "名前を入れてください。", "Please give it a name.").field("title")
        );
    }
    if let Some(level) = edit.level {
        if catalog_of(cx, &before)?.level(level).is_none() {
            let error = Error::invalid("assessment.level", "この版にない水準です。", "The edition has no such level.");
            return Err(error.field("level"));
        }
        after.level = Some(level);
    }
    if let Some(scope) = edit.scope {
        check_scope(&scope)?;
        after.scope = scope;
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
    let subject = format!("assessment/{id}");
    cx.record("assessment.update", &subject, Some(&before), Some(&after), &detail.clone().into())?;
    tell(cx, &after, detail.into())?;
    Ok(after)
}

/// Takes an assessment out of use. Its answers stay readable and no longer change.
pub fn archive(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Assessment, Error> {
    let now = cx.now.milliseconds();
    set_archived(cx, id, Some(now), "assessment.archive")
}

/// Takes an assessment into use again.
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
    cx.record(action, &format!("assessment/{id}"), Some(&before), Some(&after), &detail)?;
    tell(cx, &after, json!({ "archived": archived.is_some() }))?;
    Ok(after)
}

/// Old and new values of what differs.
fn differences(before: &Assessment, after: &Assessment) -> serde_json::Map<String, serde_json::Value> {
    let mut found = serde_json::Map::new();
    differ(&mut found, "title", &before.title, &after.title);
    differ(&mut found, "level", &before.level, &after.level);
    differ(&mut found, "scope", &before.scope, &after.scope);
    differ(&mut found, "due", &before.due, &after.due);
    found
}

fn conflict(current: &Assessment) -> Error {
    Error::new(Kind::Conflict, "assessment.conflict", "ほかの人が先に変更しました。", "Somebody else changed it first.")
        .hint("今の内容を見て、もう一度保存してください。", "Look at it as it is now, and save again.")
        .current(serde_json::to_value(current).unwrap_or_default())
}

//! Changing a piece of evidence, its versions, and taking it out of use.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tasuki_scheme::Permission;
use tasuki_store::evidence::{self as store, Evidence, Piece};
use tasuki_store::{EvidenceId, PersonId, members};

use super::{Classification, Content, LONGEST_NAME, find, index, kind_of, subject, tell, version_of};
use crate::answers::given;
use crate::{Context, Error, Kind, happened};

/// What is to be different about a piece. What is not named stays as it is; `null` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What people call it.
    #[serde(default, deserialize_with = "crate::answers::stated")]
    pub name: Option<String>,
    /// Who may see it.
    #[serde(default, deserialize_with = "crate::answers::stated")]
    pub classification: Option<Classification>,
    /// Who keeps it up to date.
    #[serde(default, deserialize_with = "given")]
    pub owner: Option<Option<PersonId>>,
    /// The first day on which it holds.
    #[serde(default, deserialize_with = "given")]
    pub effective: Option<Option<Date>>,
    /// The last day on which it holds.
    #[serde(default, deserialize_with = "given")]
    pub ends: Option<Option<Date>>,
    /// Whether it is out of use.
    #[serde(default, deserialize_with = "crate::answers::stated")]
    pub archived: Option<bool>,
}

/// Whether the person may change a piece: whoever looks after all evidence, who added it, and its owner.
pub fn may_change(cx: &Context<'_, '_>, piece: &Piece) -> bool {
    let own = cx.person().is_ok_and(|person| piece.added_by == person.id || piece.evidence.owner == Some(person.id));
    cx.may(Permission::ManageEvidence) || (own && cx.may(Permission::AddEvidence))
}

/// Changes a piece. `version` is the version that the person saw; `None` overwrites whatever is there.
pub fn change(cx: &mut Context<'_, '_>, id: EvidenceId, version: Option<i64>, change: &Change) -> Result<Piece, Error> {
    let piece = seen(cx, id, version)?;
    if !may_change(cx, &piece) {
        return Err(Error::not_found());
    }
    let before = piece.evidence;
    let after = changed(cx, &before, change)?;
    let detail = differences(&before, &after);
    if !detail.is_empty() {
        let action = match (before.archived, after.archived) {
            (None, Some(_)) => "evidence.archive",
            (Some(_), None) => "evidence.restore",
            _ => "evidence.change",
        };
        let renamed = before.name != after.name;
        keep(cx, &before, after, action, &Value::Object(detail))?;
        if renamed {
            let changed = find(cx, id)?;
            index(cx, &changed.evidence, &changed.file)?;
        }
    }
    find(cx, id)
}

/// Adds a version; the ones before stay. It is of the same kind as the ones before.
pub fn add_version(
    cx: &mut Context<'_, '_>,
    id: EvidenceId,
    version: Option<i64>,
    content: Content,
) -> Result<Piece, Error> {
    let organization = cx.require(Permission::AddEvidence)?;
    let before = seen(cx, id, version)?.evidence;
    if before.archived.is_some() {
        return Err(archived());
    }
    let next = version_of(cx, before.latest + 1, content)?;
    if kind_of(&next) != before.kind {
        let error = Error::invalid(
            "evidence.kind",
            "前の版と種類が違います。",
            "It is of another kind than the version before.",
        );
        return Err(error.hint("新しい証跡として追加してください。", "Add it as new evidence."));
    }
    let detail = json!({ "number": [before.latest, next.number], "file_name": next.file_name, "size": next.size });
    store::add_version(cx.tx, organization, id, &next)?;
    let after = Evidence { latest: next.number, ..before.clone() };
    keep(cx, &before, after, "evidence.version", &detail)?;
    index(cx, &before, &next)?;
    find(cx, id)
}

/// The piece as the person saw it.
fn seen(cx: &mut Context<'_, '_>, id: EvidenceId, version: Option<i64>) -> Result<Piece, Error> {
    let piece = find(cx, id)?;
    if version.is_some_and(|version| version != piece.evidence.version) {
        return Err(conflict(&piece.evidence));
    }
    Ok(piece)
}

fn keep(
    cx: &mut Context<'_, '_>,
    before: &Evidence,
    mut after: Evidence,
    action: &str,
    detail: &Value,
) -> Result<(), Error> {
    let organization = cx.organization()?;
    after.version = before.version + 1;
    after.changed = cx.now.milliseconds();
    if !store::put(cx.tx, organization, &after)? {
        return Err(conflict(before));
    }
    cx.record(action, &subject(after.id), Some(before), Some(&after), detail)?;
    tell(cx, &after, action.trim_start_matches("evidence."))
}

/// The piece after the change, checked.
fn changed(cx: &mut Context<'_, '_>, before: &Evidence, change: &Change) -> Result<Evidence, Error> {
    let mut after = before.clone();
    if let Some(name) = &change.name {
        after.name = checked_name(name)?;
    }
    if let Some(owner) = change.owner.filter(|owner| *owner != before.owner) {
        check_owner(cx, owner)?;
        after.owner = owner;
    }
    after.classification = change.classification.unwrap_or(before.classification);
    after.effective = change.effective.unwrap_or(before.effective);
    after.ends = change.ends.unwrap_or(before.ends);
    check_days(after.effective, after.ends)?;
    match change.archived {
        Some(true) => after.archived = before.archived.or(Some(cx.now.milliseconds())),
        Some(false) => after.archived = None,
        None => {}
    }
    Ok(after)
}

/// Old and new values of everything that differs, for the history.
fn differences(before: &Evidence, after: &Evidence) -> Map<String, Value> {
    let state = |evidence: &Evidence| serde_json::to_value(evidence).unwrap_or_default();
    let (Value::Object(old), Value::Object(new)) = (state(before), state(after)) else { return Map::new() };
    let fields = new.into_iter().filter(|(name, value)| old.get(name) != Some(value));
    fields.map(|(name, value)| (name.clone(), json!([old.get(&name), value]))).collect()
}

/// A name without control characters, not empty and not too long.
pub(super) fn checked_name(name: &str) -> Result<String, Error> {
    let name = super::name::visible(name);
    if name.is_empty() {
        return Err(Error::invalid("evidence.name", "名前を入れてください。", "Give it a name.").field("name"));
    }
    if name.chars().count() > LONGEST_NAME {
        let error = Error::invalid(
            "evidence.name_long",
            "名前は200字までにしてください。",
            "Keep the name within 200 characters.",
        );
        return Err(error.field("name"));
    }
    Ok(name)
}

pub(super) fn check_days(effective: Option<Date>, ends: Option<Date>) -> Result<(), Error> {
    happened::possible_if_any(effective, "effective")?;
    happened::possible_if_any(ends, "ends")?;
    match (effective, ends) {
        (Some(effective), Some(ends)) if ends < effective => {
            let error =
                Error::invalid("evidence.days", "終了日が開始日より前です。", "The end is before the beginning.");
            Err(error.field("ends"))
        }
        _ => Ok(()),
    }
}

pub(super) fn check_owner(cx: &mut Context<'_, '_>, owner: Option<PersonId>) -> Result<(), Error> {
    let Some(owner) = owner else { return Ok(()) };
    let (organization, today) = (cx.organization()?, cx.now.today.to_string());
    if members::find(cx.tx, organization, owner, &today)?.is_none() {
        let error = Error::invalid("evidence.owner", "担当者がこの組織にいません。", "The owner is no member here.");
        return Err(error.field("owner"));
    }
    Ok(())
}

fn archived() -> Error {
    let error = Error::new(Kind::State, "evidence.archived", "この証跡は保管済みです。", "This evidence is archived.");
    error.hint("続けるには、元に戻してください。", "Restore it to go on.")
}

fn conflict(current: &Evidence) -> Error {
    Error::new(Kind::Conflict, "evidence.conflict", "ほかの人が先に変更しました。", "Somebody else changed it first.")
        .hint("開き直して、もう一度変更してください。", "Open it again and make your change once more.")
        .current(serde_json::to_value(current).unwrap_or_default())
}

//! Changing and archiving a piece of evidence, and adding versions.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use tasuki_scheme::{Permission, Role};
use tasuki_store::evidence::{self as store, Evidence, Piece};
use tasuki_store::{EvidenceId, PersonId, members};

use super::attach::archived;
use super::{Classification, Content, LONGEST_NAME, find, index, kind_of, subject, tell, version_of};
use crate::changes::{Changes, Noted, differences};
use crate::{Context, Current, Error, happened, patch};

/// A change to a piece. A field that is not given is not changed; `null` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What people call it.
    #[serde(default, deserialize_with = "patch::stated")]
    pub name: Option<String>,
    /// Who may see it.
    #[serde(default, deserialize_with = "patch::stated")]
    pub classification: Option<Classification>,
    /// Who keeps it up to date.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub owner: Option<Option<PersonId>>,
    /// The first day on which it holds.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub effective: Option<Option<Date>>,
    /// The last day on which it holds.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub ends: Option<Option<Date>>,
    /// Whether it is out of use.
    #[serde(default, deserialize_with = "patch::stated")]
    pub archived: Option<bool>,
}

/// Whether the person may change a piece: those who manage all evidence, the person who added it, and its owner.
pub fn may_change(cx: &Context<'_, '_>, piece: &Piece) -> bool {
    let own = cx.person().is_ok_and(|person| piece.added_by == person.id || piece.evidence.owner == Some(person.id));
    cx.may(Permission::ManageEvidence) || (own && cx.may(Permission::AddEvidence))
}

/// Changes a piece. `version` is the version that the person saw; `None` overwrites any version.
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

/// Adds a version; earlier ones are kept. It must be of the same kind.
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
        return Err(conflict(piece));
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
        let now = find(cx, before.id)?;
        return Err(conflict(now));
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
    after.classification = change.classification.unwrap_or(before.classification);
    after.owner = change.owner.unwrap_or(before.owner);
    if after.owner != before.owner {
        check_owner(cx, after.owner, after.classification)?;
    } else if after.classification > before.classification
        && let Some(owner) = after.owner
        && sees(cx, owner, after.classification)? == Some(false)
    {
        return Err(blind_owner());
    }
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

impl Noted for Evidence {
    fn note(&self, before: &Self, changes: &mut Changes) {
        #[rustfmt::skip]
        let Self {
            id: _, kind: _, latest: _, created: _, changed: _, version: _,
            name, classification, owner, effective, ends, archived,
        } = self;
        changes.field("name", &before.name, name);
        changes.field("classification", &before.classification, classification);
        changes.field("owner", &before.owner, owner);
        changes.field("effective", &before.effective, effective);
        changes.field("ends", &before.ends, ends);
        changes.field("archived", &before.archived, archived);
    }
}

/// A name without control characters, not empty and not too long.
pub(super) fn checked_name(name: &str) -> Result<String, Error> {
    let name = tasuki_catalog::visible(name);
    if name.is_empty() {
        return Err(Error::invalid("evidence.name", "名前を入れてください。", "Give it a name.")
            .hint(
                "あとで探せる名前にしてください（例「2026年度 教育の実施記録」）。",
                "Use a name that is easy to find later, such as “Training record 2026”.",
            )
            .field("name"));
    }
    if name.chars().count() > LONGEST_NAME {
        let error = Error::invalid(
            "evidence.name_long",
            "名前は200字までにしてください。",
            "Keep the name within 200 characters.",
        )
        .hint("名前を短くし、説明はメモに書いてください。", "Shorten the name, and put the explanation into a note.");
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
                Error::invalid("evidence.days", "終了日が開始日より前です。", "The end is before the beginning.")
                    .hint("開始日と終了日を入れ直してください。", "Correct the first or the last day.");
            Err(error.field("ends"))
        }
        _ => Ok(()),
    }
}

/// The error of an owner who is not a member.
pub fn unknown_owner() -> Error {
    Error::invalid("evidence.owner", "担当者がこの組織にいません。", "The owner is no member here.")
        .hint(
            "メンバーの中から選び直すか、先にその人を招待してください。",
            "Choose one of the members, or invite the person first.",
        )
        .field("owner")
}

/// The error of an owner who could not see the piece.
fn blind_owner() -> Error {
    Error::invalid(
        "evidence.blind_owner",
        "この担当者は、この区分の証跡を見られません。",
        "This owner does not see evidence of this class.",
    )
    .hint(
        "見られる人を担当者に選ぶか、区分を見直してください。",
        "Choose an owner who sees it, or another classification.",
    )
    .field("owner")
}

/// The owner of a piece of a class is a member who sees it: they are reminded of its end, and keep it up to date.
pub(super) fn check_owner(
    cx: &mut Context<'_, '_>,
    owner: Option<PersonId>,
    class: Classification,
) -> Result<(), Error> {
    let Some(owner) = owner else { return Ok(()) };
    if sees(cx, owner, class)?.ok_or_else(unknown_owner)? { Ok(()) } else { Err(blind_owner()) }
}

/// Whether somebody would see a piece of a class as its owner; `None` if they are no member.
fn sees(cx: &mut Context<'_, '_>, owner: PersonId, class: Classification) -> Result<Option<bool>, Error> {
    let (organization, today) = (cx.organization()?, cx.now.today.to_string());
    let member = members::find(cx.tx, organization, owner, &today)?;
    Ok(member.map(|own| own.roles.see() >= Some(class) || own.roles.iter().any(Role::sees_own)))
}

fn conflict(current: Piece) -> Error {
    Error::overtaken("evidence.conflict").current(Current::Evidence(current))
}

//! What a change of an answer says, and the answer after it.

use jiff::civil::Date;
use serde::Deserialize;
use tasuki_assess::Status;
use tasuki_catalog::unhidden;
use tasuki_store::answers::Answer;
use tasuki_store::{AssessmentId, PersonId, inspections, members};

use crate::changes::{Changes, Noted};
use crate::{Context, Error, patch};

/// A change to an answer. A field that is not given is not changed; `null` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The state.
    #[serde(default, deserialize_with = "patch::stated")]
    pub status: Option<Status>,
    /// 現状.
    #[serde(default, deserialize_with = "patch::stated")]
    pub note: Option<String>,
    /// 代替策.
    #[serde(default, deserialize_with = "patch::stated")]
    pub substitute: Option<String>,
    /// Why it does not apply.
    #[serde(default, deserialize_with = "patch::stated")]
    pub reason: Option<String>,
    /// Who takes care of it.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub owner: Option<Option<PersonId>>,
    /// Until when it is to be met.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub due: Option<Option<Date>>,
    /// When compliance was last shown.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub confirmed_on: Option<Option<Date>>,
    /// Maturity 1–5.
    #[serde(default, deserialize_with = "patch::clearable")]
    pub maturity: Option<Option<u8>>,
    /// Whether a reviewer accepts 対象外.
    #[serde(default, deserialize_with = "patch::stated")]
    pub accepted: Option<bool>,
    /// Undoes the change that created this version: its side effects are undone too, unless somebody has changed
    /// those fields since then.
    pub undoes: Option<i64>,
}

impl Change {
    /// Whether the change contains a field, given by its name in the history.
    pub(super) fn names(&self, field: &str) -> bool {
        match field {
            "status" => self.status.is_some(),
            "note" => self.note.is_some(),
            "substitute" => self.substitute.is_some(),
            "reason" => self.reason.is_some(),
            "owner" => self.owner.is_some(),
            "due" => self.due.is_some(),
            "confirmed" => self.confirmed_on.is_some(),
            "maturity" => self.maturity.is_some(),
            "accepted" => self.accepted.is_some(),
            _ => false,
        }
    }
}

/// The answer after the change.
pub(super) fn changed(cx: &mut Context<'_, '_>, before: &Answer, change: &Change) -> Result<Answer, Error> {
    if change.maturity.flatten().is_some_and(|maturity| !(1..=5).contains(&maturity)) {
        return Err(Error::invalid("answer.maturity", "成熟度は1から5です。", "Maturity is 1 to 5.")
            .hint("1から5のどれかを選ぶか、空欄にしてください。", "Choose a value from 1 to 5, or leave it empty.")
            .field("maturity"));
    }
    // A form without script always sends the owner, even if that person has left in the meantime.
    if let Some(Some(owner)) = change.owner.filter(|owner| *owner != before.owner) {
        let organization = cx.organization()?;
        let today = cx.now.today.to_string();
        if members::find(cx.tx, organization, owner, &today)?.is_none() {
            let error = Error::invalid("answer.owner", "担当者がこの組織にいません。", "The owner is no member here.")
                .hint(
                    "メンバーの中から選び直すか、先にその人を招待してください。",
                    "Choose one of the members, or invite the person first.",
                );
            return Err(error.field("owner"));
        }
    }
    let mut after = before.clone();
    after.status = change.status.unwrap_or(before.status);
    // When somebody changes the state, it is no longer the suggested or accepted one.
    if change.status.is_some_and(|status| status != before.status) {
        after.source = None;
        after.accepted = false;
    }
    after.note = change.note.as_deref().map(unhidden).unwrap_or(after.note);
    after.substitute = change.substitute.as_deref().map(unhidden).unwrap_or(after.substitute);
    after.reason = change.reason.as_deref().map(unhidden).unwrap_or(after.reason);
    // The acceptance was for the previous reason.
    after.accepted &= after.reason == before.reason;
    after.owner = change.owner.unwrap_or(before.owner);
    after.due = change.due.unwrap_or(before.due);
    after.confirmed = change.confirmed_on.unwrap_or(before.confirmed);
    after.maturity = change.maturity.unwrap_or(before.maturity);
    after.accepted = change.accepted.unwrap_or(after.accepted);
    after.version = before.version + 1;
    after.changed = cx.now.milliseconds();
    after.changed_by = Some(cx.person()?.id);
    Ok(after)
}

/// An inspection confirms the state at that time, so its date is removed when the state changes. A date that a person
/// typed is kept.
pub(crate) fn unconfirm(
    cx: &mut Context<'_, '_>,
    assessment: AssessmentId,
    before: &Answer,
    after: &mut Answer,
) -> Result<(), Error> {
    let Some(day) = after.confirmed.filter(|_| before.status == Status::Met && after.status != Status::Met) else {
        return Ok(());
    };
    let organization = cx.organization()?;
    let records = inspections::of_criterion(cx.tx, organization, assessment, &before.criterion)?;
    if after.confirmed == before.confirmed && records.iter().any(|own| own.on == day && own.result == Status::Met) {
        after.confirmed = None;
    }
    Ok(())
}

impl Noted for Answer {
    fn note(&self, before: &Self, changes: &mut Changes) {
        #[rustfmt::skip]
        let Self {
            criterion: _, version: _, changed: _, changed_by: _,
            status, note, substitute, reason, owner, due, confirmed, accepted, maturity, source,
        } = self;
        changes.field("status", &before.status, status);
        changes.field("note", &before.note, note);
        changes.field("substitute", &before.substitute, substitute);
        changes.field("reason", &before.reason, reason);
        changes.field("owner", &before.owner, owner);
        changes.field("due", &before.due, due);
        changes.field("confirmed", &before.confirmed, confirmed);
        changes.field("accepted", &before.accepted, accepted);
        changes.field("maturity", &before.maturity, maturity);
        changes.field("source", &before.source, source);
    }
}

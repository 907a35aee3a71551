//! Answers (回答): saving them, with the changes and their consequences.

mod change;
mod days;
pub(crate) mod description;
mod keep;
mod many;
mod undo;

use serde_json::{Map, Value};
use tasuki_scheme::Permission;
use tasuki_store::answers::{self, Answer};
use tasuki_store::assessments::Assessment;
use tasuki_store::{AssessmentId, OrganizationId, StoreError, Tx};

pub use self::change::Change;
use self::change::changed;
pub(crate) use self::change::unconfirm;
pub(crate) use self::keep::keep_all;
pub use self::keep::{Saved, keep};
pub use self::many::{Item, ManySaved, save_many};
pub(crate) use self::undo::note_step;
use crate::assessments;
use crate::changes::differences;
use crate::evidence::{Target, detach};
use crate::{Context, Current, Error};

/// Announces that an answer will be changed ([`save`]), so that its first query can be sent together with the look-up
/// of the caller.
pub fn expect_save(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: AssessmentId,
    criterion: &str,
) -> Result<(), StoreError> {
    answers::expect_with_assessment(tx, organization, id, criterion)
}

/// The answer to a criterion, as far as there is one.
pub fn find(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str) -> Result<Option<Answer>, Error> {
    let organization = cx.require_in(Permission::ReadAssessments, id)?;
    Ok(answers::find(cx.tx, organization, id, criterion)?)
}

/// Changes an answer. `version` is the version that the person saw (0: never answered); `None` overwrites any
/// version.
pub fn save(
    cx: &mut Context<'_, '_>,
    id: AssessmentId,
    criterion: &str,
    version: Option<i64>,
    change: &Change,
) -> Result<Saved, Error> {
    let organization = cx.require_in(Permission::ReadAssessments, id)?;
    let (assessment, before) =
        answers::with_assessment(cx.tx, organization, id, criterion)?.ok_or_else(Error::not_found)?;
    permit(cx, &assessment, criterion, change)?;
    let before = before.unwrap_or_else(|| Answer::blank(criterion));
    if version.is_some_and(|version| version != before.version) {
        return Err(conflict(&before));
    }
    let (after, detail) = worked_out(cx, &assessment, &before, change)?;
    if detail.is_empty() {
        let states = assessments::states(cx, &assessment)?;
        return keep::saved(cx, &assessment, before, &states);
    }
    keep(cx, &assessment, &before, &after, "answer.save", detail)
}

/// The answer after a change, the differences, and the side effects of the change.
fn worked_out(
    cx: &mut Context<'_, '_>,
    assessment: &Assessment,
    before: &Answer,
    change: &Change,
) -> Result<(Answer, Map<String, Value>), Error> {
    let mut after = changed(cx, before, change)?;
    unconfirm(cx, assessment.id, before, &mut after)?;
    let taken_back = match change.undoes {
        Some(made) => undo::take_back(cx, assessment, made, before, &mut after)?,
        None => Vec::new(),
    };
    let detail = differences(before, &after);
    if detail.is_empty() {
        return Ok((after, detail));
    }
    if detail.keys().any(|name| !change.names(name)) {
        note_step(cx, assessment.id, before, &after, Vec::new())?;
    }
    for evidence in taken_back {
        detach(cx, evidence, &Target { assessment: assessment.id, criterion: before.criterion.clone() })?;
    }
    Ok((after, detail))
}

/// The answer as stored; blank if the criterion was never answered.
pub(crate) fn blank_or(cx: &mut Context<'_, '_>, assessment: &Assessment, criterion: &str) -> Result<Answer, Error> {
    let found = answers::find(cx.tx, assessment.organization, assessment.id, criterion)?;
    Ok(found.unwrap_or_else(|| Answer::blank(criterion)))
}

/// Whether the person may make this change to this criterion.
pub(crate) fn permit(
    cx: &Context<'_, '_>,
    assessment: &Assessment,
    criterion: &str,
    change: &Change,
) -> Result<(), Error> {
    let catalog = assessments::catalog_of(cx, assessment)?;
    let area = assessments::area_of(&catalog, criterion);
    if catalog.criterion(criterion).is_none() {
        return Err(Error::not_found());
    }
    let only_accepts =
        change.accepted.is_some() && *change == Change { accepted: change.accepted, ..Change::default() };
    let permitted = if only_accepts {
        cx.may_in(Permission::AcceptNotApplicable, assessment.id)
    } else {
        change.accepted.is_none() && cx.may_answer(&assessment.edition, area.unwrap_or_default())
    };
    if !permitted {
        return Err(Error::not_found());
    }
    assessments::check_open(assessment)
}

pub(crate) fn conflict(current: &Answer) -> Error {
    Error::answer_overtaken().current(Current::Answer(current.clone()))
}

//! Many pieces for one criterion, many criteria for one piece.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::evidence as store;
use tasuki_store::{AssessmentId, EvidenceId};

use super::{Nothing, find, open_assessment, subject};
use crate::{Context, Error, Event, Kind, assessments};

/// A criterion to which evidence is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The assessment.
    pub assessment: AssessmentId,
    /// The criterion: `4-4-4-2`.
    pub criterion: String,
}

/// Whether the person may attach to a criterion and take off again: whoever may answer it, and whoever looks after all evidence.
pub fn permit_target(cx: &mut Context<'_, '_>, target: &Target) -> Result<Assessment, Error> {
    let assessment = open_assessment(cx, target.assessment)?;
    let catalog = assessments::catalog_of(cx, &assessment)?;
    catalog.criterion(&target.criterion).ok_or_else(Error::not_found)?;
    let area = assessments::area_of(catalog, &target.criterion).unwrap_or_default();
    let own = cx.may(Permission::AddEvidence) && cx.may_answer(&assessment.edition, area);
    if own || cx.may(Permission::ManageEvidence) { Ok(assessment) } else { Err(Error::not_found()) }
}

/// Attaches a piece to a criterion and tells whether it was not there before.
pub fn attach(cx: &mut Context<'_, '_>, id: EvidenceId, target: &Target) -> Result<bool, Error> {
    permit_target(cx, target)?;
    let piece = find(cx, id)?;
    if piece.evidence.archived.is_some() {
        let error =
            Error::new(Kind::State, "evidence.archived", "この証跡は保管済みです。", "This evidence is archived.");
        return Err(error.hint("使うには、元に戻してください。", "Restore it to use it."));
    }
    let (organization, by, now) = (cx.organization()?, cx.person()?.id, cx.now.milliseconds());
    if !store::attach(cx.tx, organization, target.assessment, &target.criterion, id, by, now)? {
        return Ok(false);
    }
    note(cx, id, &piece.evidence.name, target, "attach")?;
    Ok(true)
}

/// Takes a piece off a criterion; the piece itself stays. Where it was not attached, nothing happens.
pub fn detach(cx: &mut Context<'_, '_>, id: EvidenceId, target: &Target) -> Result<(), Error> {
    permit_target(cx, target)?;
    let piece = find(cx, id)?;
    let organization = cx.organization()?;
    if !store::detach(cx.tx, organization, target.assessment, &target.criterion, id)? {
        return Ok(());
    }
    note(cx, id, &piece.evidence.name, target, "detach")
}

/// Two things changed, and each has a history of its own: the piece, and the answer.
fn note(cx: &mut Context<'_, '_>, id: EvidenceId, name: &str, target: &Target, what: &str) -> Result<(), Error> {
    let Target { assessment, criterion } = target;
    let of_piece = json!({ "assessment": assessment, "criterion": criterion, "name": name });
    cx.record(&format!("evidence.{what}"), &subject(id), None::<&Nothing>, None, &of_piece)?;
    let of_answer = json!({ "evidence": id, "name": name });
    cx.record(
        &format!("answer.{what}"),
        &format!("answer/{assessment}/{criterion}"),
        None::<&Nothing>,
        None,
        &of_answer,
    )?;
    let event = Event {
        organization: cx.organization()?,
        assessment: Some(*assessment),
        kind: "evidence",
        by: cx.person()?.id,
        data: json!({ "evidence": id, "name": name, "criterion": criterion, "change": what, "by": cx.person()?.name }),
    };
    cx.emit(event);
    Ok(())
}

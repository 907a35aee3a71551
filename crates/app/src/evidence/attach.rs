//! Attaching evidence: a criterion can have many pieces, and a piece can have many criteria.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::evidence::{self as store, Evidence};
use tasuki_store::{AssessmentId, EvidenceId, Noun, Subject};

use super::{Nothing, find, open_assessment, subject, told_name};
use crate::{Context, Error, Event, Kind, assessments};

/// A criterion to which evidence is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The assessment.
    pub assessment: AssessmentId,
    /// The criterion: `4-4-4-2`.
    pub criterion: String,
}

/// Whether the person may attach evidence to a criterion and detach it: those who may answer the criterion, and those
/// who manage all evidence.
pub fn permit_target(cx: &mut Context<'_, '_>, target: &Target) -> Result<Assessment, Error> {
    let assessment = open_assessment(cx, target.assessment)?;
    let catalog = assessments::catalog_of(cx, &assessment)?;
    catalog.criterion(&target.criterion).ok_or_else(Error::not_found)?;
    let area = assessments::area_of(&catalog, &target.criterion).unwrap_or_default();
    let own = cx.may(Permission::AddEvidence) && cx.may_answer(&assessment.edition, area);
    if own || cx.may(Permission::ManageEvidence) { Ok(assessment) } else { Err(Error::not_found()) }
}

/// Attaches a piece to a criterion and returns whether this changed anything.
pub fn attach(cx: &mut Context<'_, '_>, id: EvidenceId, target: &Target) -> Result<bool, Error> {
    permit_target(cx, target)?;
    let piece = find(cx, id)?;
    if piece.evidence.archived.is_some() {
        return Err(archived());
    }
    let (organization, by, now) = (cx.organization()?, cx.person()?.id, cx.now.milliseconds());
    if !store::attach(cx.tx, organization, target.assessment, &target.criterion, id, by, now)? {
        return Ok(false);
    }
    note(cx, &piece.evidence, target, "attach")?;
    Ok(true)
}

/// Detaches a piece from a criterion; the piece itself is kept. Does nothing if it was not attached.
pub fn detach(cx: &mut Context<'_, '_>, id: EvidenceId, target: &Target) -> Result<(), Error> {
    permit_target(cx, target)?;
    let piece = find(cx, id)?;
    let organization = cx.organization()?;
    if !store::detach(cx.tx, organization, target.assessment, &target.criterion, id)? {
        return Ok(());
    }
    note(cx, &piece.evidence, target, "detach")
}

/// Two things with separate histories have changed: the piece, and the answer.
fn note(cx: &mut Context<'_, '_>, piece: &Evidence, target: &Target, what: &str) -> Result<(), Error> {
    let (id, name, Target { assessment, criterion }) = (piece.id, &piece.name, target);
    let of_piece = json!({ "assessment": assessment, "criterion": criterion, "name": name });
    cx.record(&format!("evidence.{what}"), &subject(id), None::<&Nothing>, None, &of_piece)?;
    let of_answer = json!({ "evidence": id, "name": name });
    cx.record(
        &format!("answer.{what}"),
        &Subject::Answer(*assessment, criterion.to_owned()),
        None::<&Nothing>,
        None,
        &of_answer,
    )?;
    let event = Event {
        organization: cx.organization()?,
        assessment: Some(*assessment),
        kind: Noun::Evidence,
        by: cx.person()?.id,
        data: json!({ "evidence": id, "name": told_name(piece), "criterion": criterion, "change": what, "by": cx.person()?.name }),
    };
    cx.emit(event);
    Ok(())
}

/// The error of a change to archived evidence.
pub(super) fn archived() -> Error {
    let error = Error::new(Kind::State, "evidence.archived", "この証跡は保管済みです。", "This evidence is archived.");
    error.hint("使うときや変えるときは、先に元に戻してください。", "Restore it before you use or change it.")
}

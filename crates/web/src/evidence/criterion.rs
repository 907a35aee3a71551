//! The evidence of one criterion.

use axum::extract::State;
use axum::http::StatusCode;
use tasuki_app::evidence::{self, Target};
use tasuki_store::{AssessmentId, EvidenceId, OrganizationId};

use super::wire::{EvidenceBody, EvidenceList};
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// The evidence in use that is attached to a criterion.
#[utoipa::path(get, path = "/assessments/{assessment}/criteria/{criterion}/evidence", tag = "evidence",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    responses((status = 200, body = EvidenceList), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
) -> Result<Json<EvidenceList>, Problem> {
    let pieces = web.read(&who, organization, move |cx| evidence::of_criterion(cx, assessment, &criterion)).await?;
    Ok(Json(EvidenceList { items: pieces.into_iter().map(EvidenceBody::from).collect(), next: None }))
}

/// The address of a piece under a criterion.
type Place = (OrganizationId, AssessmentId, String, EvidenceId);

/// Attaches a piece to a criterion. Where it already was, nothing happens.
#[utoipa::path(put, path = "/assessments/{assessment}/criteria/{criterion}/evidence/{evidence}", tag = "evidence",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path), ("evidence" = String, Path)),
    responses((status = 204), (status = 404, body = crate::problem::ProblemBody),
        (status = 409, body = crate::problem::ProblemBody)))]
pub(super) async fn put(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion, id)): Path<Place>,
) -> Result<StatusCode, Problem> {
    let target = Target { assessment, criterion };
    web.write(&who, organization, move |cx| evidence::attach(cx, id, &target)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a piece off a criterion; the piece itself stays.
#[utoipa::path(delete, path = "/assessments/{assessment}/criteria/{criterion}/evidence/{evidence}", tag = "evidence",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path), ("evidence" = String, Path)),
    responses((status = 204), (status = 404, body = crate::problem::ProblemBody),
        (status = 409, body = crate::problem::ProblemBody)))]
pub(super) async fn delete(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion, id)): Path<Place>,
) -> Result<StatusCode, Problem> {
    let target = Target { assessment, criterion };
    web.write(&who, organization, move |cx| evidence::detach(cx, id, &target)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Taking an assessment out of use, and into use again.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::assessments;
use tasuki_store::{AssessmentId, OrganizationId};

use super::wire::AssessmentBody;
use crate::take::{Json, Path};
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/assessments/{assessment}/archive`.
pub(super) async fn archive_form(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        assessments::archive(cx, assessment)?;
        Ok(Reply::Go(format!("/o/{organization}/assessments?archived=1")))
    })
    .await
}

/// `POST /o/{organization}/assessments/{assessment}/restore`.
pub(super) async fn restore_form(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        assessments::restore(cx, assessment)?;
        Ok(Reply::Go(format!("/o/{organization}/assessments")))
    })
    .await
}

/// Takes an assessment out of use. Its answers can still be read and no longer change.
#[utoipa::path(post, path = "/assessments/{assessment}/archive", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, body = AssessmentBody), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn archive(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Json<AssessmentBody>, Problem> {
    Ok(Json(web.write(&who, organization, move |cx| assessments::archive(cx, assessment)).await?.into()))
}

/// Takes an assessment into use again.
#[utoipa::path(post, path = "/assessments/{assessment}/restore", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, body = AssessmentBody), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn restore(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Json<AssessmentBody>, Problem> {
    Ok(Json(web.write(&who, organization, move |cx| assessments::restore(cx, assessment)).await?.into()))
}

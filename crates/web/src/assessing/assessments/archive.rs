//! Archiving and restoring an assessment.

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

/// Archives an assessment. Its answers can still be read, but no longer be changed.
#[utoipa::path(post, path = "/assessments/{assessment}/archive", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, body = AssessmentBody)))]
pub(super) async fn archive(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Json<AssessmentBody>, Problem> {
    Ok(Json(web.write(&who, organization, move |cx| assessments::archive(cx, assessment)).await?.into()))
}

/// Restores an assessment from the archive.
#[utoipa::path(post, path = "/assessments/{assessment}/restore", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, body = AssessmentBody)))]
pub(super) async fn restore(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Json<AssessmentBody>, Problem> {
    Ok(Json(web.write(&who, organization, move |cx| assessments::restore(cx, assessment)).await?.into()))
}

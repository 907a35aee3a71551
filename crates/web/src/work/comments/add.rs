//! Saying something about a criterion.

use axum::extract::State;
use tasuki_app::comments;
use tasuki_store::{AssessmentId, OrganizationId, members};

use super::wire::{CommentBody, SaidBody};
use crate::once::Created;
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// Says something about a criterion. Members who are addressed are told.
#[utoipa::path(post, path = "/assessments/{assessment}/criteria/{criterion}/comments", tag = "comments",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    request_body = SaidBody,
    responses((status = 201, body = CommentBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    Json(said): Json<SaidBody>,
) -> Result<Created, Problem> {
    web.create(&who, organization, move |cx| {
        let comment = comments::add(cx, assessment, &criterion, &said.body)?;
        let everybody = members::list(cx.tx, organization)?;
        Ok(CommentBody::new(&comment, &everybody))
    })
    .await
}

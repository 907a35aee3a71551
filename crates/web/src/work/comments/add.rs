//! Adding a comment to a criterion.

use axum::extract::State;
use tasuki_app::comments;
use tasuki_store::{AssessmentId, OrganizationId};

use super::wire::{CommentBody, SaidBody};
use crate::once::Created;
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// Adds a comment to a criterion. Members who are mentioned are notified.
#[utoipa::path(post, path = "/assessments/{assessment}/criteria/{criterion}/comments", tag = "comments",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    request_body = SaidBody,
    responses((status = 201, body = CommentBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    Json(said): Json<SaidBody>,
) -> Result<Created, Problem> {
    web.create(&who, organization, move |cx| {
        let comment = comments::add(cx, assessment, &criterion, &said.body)?;
        let everybody = comments::people(cx, assessment)?;
        Ok(CommentBody::new(&comment, &everybody))
    })
    .await
}

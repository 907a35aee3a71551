//! One's own comment: changing and deleting it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use tasuki_app::comments;
use tasuki_store::{CommentId, OrganizationId};

use super::wire::{CommentBody, SaidBody};
use crate::etag::versioned;
use crate::take::{IfMatch, Json, Path};
use crate::{Problem, Web, Who};

/// Changes one's own comment. With `If-Match`, only if nobody has changed it since that version.
#[utoipa::path(patch, path = "/comments/{comment}", tag = "comments",
    params(("organization" = String, Path), ("comment" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = SaidBody,
    responses((status = 200, body = CommentBody)))]
pub(super) async fn edit(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, CommentId)>,
    IfMatch(seen): IfMatch,
    Json(said): Json<SaidBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let comment = comments::edit(cx, id, seen, &said.body)?;
        let everybody = comments::people(cx, comment.assessment)?;
        Ok(CommentBody::new(&comment, &everybody))
    };
    let body = web.write(&who, organization, work).await?;
    Ok(versioned(body.version, body))
}

/// Deletes one's own comment. A placeholder remains.
#[utoipa::path(delete, path = "/comments/{comment}", tag = "comments",
    params(("organization" = String, Path), ("comment" = String, Path)),
    responses((status = 204)))]
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, CommentId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| comments::remove(cx, id).map(drop)).await?;
    Ok(StatusCode::NO_CONTENT)
}

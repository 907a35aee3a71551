//! The permanent address of a comment.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::comments;
use tasuki_store::{CommentId, OrganizationId, Subject};

use crate::take::Path;
use crate::{Reply, Web, Who, address};

/// `GET /o/{organization}/comments/{comment}`: redirects to the criterion of the comment.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, comment)): Path<(OrganizationId, CommentId)>,
) -> Response {
    web.page(&who, Some(organization), move |cx| {
        let (assessment, criterion) = comments::place(cx, comment)?;
        let page = address::of(organization, &Subject::Answer(assessment, criterion));
        Ok(Reply::Go(format!("{page}#comment-{comment}")))
    })
    .await
}

//! The comments on a criterion.

use axum::extract::State;
use tasuki_app::comments;
use tasuki_store::{AssessmentId, OrganizationId};

use super::wire::CommentBody;
use crate::paging::{PageBody, Paging};
use crate::take::{Json, Path, Query};
use crate::{Problem, Web, Who};

/// The comments on a criterion, oldest first. A deleted comment has no text.
#[utoipa::path(get, path = "/assessments/{assessment}/criteria/{criterion}/comments", tag = "comments",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path), Paging),
    responses((status = 200, body = PageBody<CommentBody>)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<CommentBody>>, Problem> {
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let all = comments::list(cx, assessment, &criterion)?;
        let everybody = comments::people(cx, assessment)?;
        let all: Vec<_> = all.iter().map(|comment| CommentBody::new(comment, &everybody)).collect();
        paging.cut(all, |comment| comment.id.clone())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

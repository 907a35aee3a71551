//! Issues over the API.

use axum::extract::State;
use tasuki_app::issues;
use tasuki_app::{Context, Error};

use super::wire::{IssueBody, NewIssueBody, NewReplyBody};
use super::{Place, RoadPlace};
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{IfMatch, Json, Path, Query};
use crate::{Problem, Web, Who};

/// What was raised about the submissions of a road, the first first.
#[utoipa::path(get, path = "/roads/{road}/issues", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), Paging),
    responses((status = 200, body = PageBody<IssueBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<IssueBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let all = issues::of_road(cx, road)?;
        paging.cut(all.into_iter().map(IssueBody::from).collect(), |own| own.id().to_owned())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Raises a question, a finding or advice about a criterion of the last submission.
#[utoipa::path(post, path = "/roads/{road}/issues", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body = NewIssueBody, responses((status = 201, body = IssueBody)))]
pub(super) async fn raise(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Json(sent): Json<NewIssueBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        let issue = issues::raise(cx, road, sent.into())?;
        body(cx, issue.id)
    };
    web.create(&who, organization, make).await
}

/// Replies: the organization answers, the reviewer accepts, refuses or takes back.
#[utoipa::path(post, path = "/issues/{issue}/replies", tag = "roads",
    params(("organization" = String, Path), ("issue" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = NewReplyBody, responses((status = 201, body = IssueBody)))]
pub(super) async fn reply(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<NewReplyBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        issues::reply(cx, id, version, sent.kind, &sent.text)?;
        body(cx, id)
    };
    web.create(&who, organization, make).await
}

fn body(cx: &mut Context<'_, '_>, id: tasuki_store::IssueId) -> Result<IssueBody, Error> {
    Ok(issues::thread(cx, id)?.into())
}

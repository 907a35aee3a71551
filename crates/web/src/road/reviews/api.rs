//! The review room over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use tasuki_app::{Context, reviews};
use tasuki_scheme::road::Aspect;
use tasuki_store::{OrganizationId, RoadId};

use super::Place;
use super::wire::{EndBody, MarkingBody, RoomBody};
use crate::etag::versioned;
use crate::take::{IfMatch, Json, Path};
use crate::words::AspectWord;
use crate::{Problem, Web, Who};

/// The review room of a road: each criterion of the last submission with its marks and what was raised about it.
#[utoipa::path(get, path = "/roads/{road}/review", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, body = RoomBody)))]
pub(super) async fn room(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
) -> Result<Json<RoomBody>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| Ok(RoomBody::from(reviews::room(cx, road)?));
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Ends a review: confirms the submission, sends it back, or tells that what was found is corrected.
#[utoipa::path(post, path = "/roads/{road}/review", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = EndBody, responses((status = 200, body = RoomBody)))]
pub(super) async fn finish(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<EndBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let standing = reviews::finish(cx, road, version, sent.event)?;
        Ok((standing.road.version, RoomBody::from(reviews::room(cx, road)?)))
    };
    let (version, body) = web.write(&who, organization, work).await?;
    Ok(versioned(version, body))
}

/// Marks a criterion of the last submission.
#[utoipa::path(put, path = "/roads/{road}/review/{criterion}/marks", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), ("criterion" = String, Path)),
    request_body = MarkingBody, responses((status = 204)))]
pub(super) async fn mark(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, criterion)): Path<(OrganizationId, RoadId, String)>,
    Json(sent): Json<MarkingBody>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| reviews::mark(cx, road, &sent.said(criterion))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a mark of a criterion away.
#[utoipa::path(delete, path = "/roads/{road}/review/{criterion}/marks/{aspect}", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), ("criterion" = String, Path), ("aspect" = inline(AspectWord), Path)),
    responses((status = 204)))]
pub(super) async fn unmark(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, criterion, aspect)): Path<(OrganizationId, RoadId, String, Aspect)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| reviews::unmark(cx, road, &criterion, aspect)).await?;
    Ok(StatusCode::NO_CONTENT)
}

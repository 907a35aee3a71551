//! Reviewers over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use tasuki_app::{Context, reviewers, roads};

use super::wire::{AppointmentBody, ReviewerBody, ReviewerChangeBody};
use super::{Place, RoadPlace};
use crate::etag::versioned;
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{IfMatch, Json, Path, Query};
use crate::{Problem, Web, Who};

/// The reviewers of a road, in the order in which they were appointed.
#[utoipa::path(get, path = "/roads/{road}/reviewers", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), Paging),
    responses((status = 200, body = PageBody<ReviewerBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<ReviewerBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let standing = roads::find(cx, road)?;
        let all = reviewers::list(cx, &standing)?;
        paging.cut(all.into_iter().map(ReviewerBody::from).collect(), |own| own.person().to_owned())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Appoints a reviewer: opens the road to a member until a day.
#[utoipa::path(post, path = "/roads/{road}/reviewers", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body = AppointmentBody, responses((status = 201, body = ReviewerBody)))]
pub(super) async fn appoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Json(sent): Json<AppointmentBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| Ok(ReviewerBody::from(reviewers::appoint(cx, road, sent.into())?));
    web.create(&who, organization, make).await
}

/// Changes what is entered about a reviewer.
#[utoipa::path(patch, path = "/roads/{road}/reviewers/{person}", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), ("person" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = ReviewerChangeBody, responses((status = 200, body = ReviewerBody)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, person)): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<ReviewerChangeBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        Ok(ReviewerBody::from(reviewers::change(cx, road, person, version, sent.into())?))
    };
    let body = web.write(&who, organization, work).await?;
    Ok(versioned(body.version(), body))
}

/// Closes the road to a reviewer. What they said stays.
#[utoipa::path(delete, path = "/roads/{road}/reviewers/{person}", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), ("person" = String, Path)),
    responses((status = 204)))]
pub(super) async fn dismiss(
    State(web): State<Web>,
    who: Who,
    Path((organization, road, person)): Path<Place>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| reviewers::dismiss(cx, road, person)).await?;
    Ok(StatusCode::NO_CONTENT)
}

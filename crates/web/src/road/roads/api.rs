//! Roads to a ★ over the API.

use axum::extract::State;
use axum::response::IntoResponse;
use tasuki_app::roads::{self, Standing};
use tasuki_app::{Context, Error, history};
use tasuki_store::{OrganizationId, Subject};

use super::Place;
use super::wire::{NewRoadBody, ReasonBody, RoadBody, WholeRoadBody};
use crate::etag::versioned;
use crate::history::ChangeList;
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{IfMatch, Json, Path, Query};
use crate::{Problem, Web, Who};

/// The roads to a ★, the last changed first.
#[utoipa::path(get, path = "/roads", tag = "roads", params(("organization" = String, Path), Paging),
    responses((status = 200, body = PageBody<RoadBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<RoadBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let lang = cx.lang();
        let all = roads::list(cx)?;
        paging.cut(all.iter().map(|own| RoadBody::new(own, lang)).collect(), |own| own.id().to_owned())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Opens a road to a ★.
#[utoipa::path(post, path = "/roads", tag = "roads", params(("organization" = String, Path)),
    request_body = NewRoadBody, responses((status = 201, body = RoadBody)))]
pub(super) async fn open(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(sent): Json<NewRoadBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        let standing = roads::open(cx, &sent.into())?;
        Ok(RoadBody::new(&standing, cx.lang()))
    };
    web.create(&who, organization, make).await
}

/// One road, with what can happen next and what happened.
#[utoipa::path(get, path = "/roads/{road}", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, body = WholeRoadBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let standing = roads::find(cx, road)?;
        whole(cx, &standing)
    };
    let (version, body) = web.read(&who, organization, work).await?;
    Ok(versioned(version, body))
}

/// Ends a road before there is a registration, or gives the registration back. It cannot be taken up again.
#[utoipa::path(post, path = "/roads/{road}/withdraw", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = ReasonBody, responses((status = 200, body = WholeRoadBody)))]
pub(super) async fn withdraw(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<ReasonBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let standing = roads::withdraw(cx, road, version, sent.reason())?;
        whole(cx, &standing)
    };
    let (version, body) = web.write(&who, organization, work).await?;
    Ok(versioned(version, body))
}

/// A road with everything that its page tells, and its version.
pub(crate) fn whole(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<(i64, WholeRoadBody), Error> {
    let (next, moves) = (roads::next(cx, standing), roads::moves(cx, standing)?);
    Ok((standing.road.version, WholeRoadBody::new(standing, &next, &moves, cx.lang())))
}

/// The entries of the log about a road, newest first; at most the last hundred.
#[utoipa::path(get, path = "/roads/{road}/history", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, body = ChangeList)))]
pub(super) async fn history(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
) -> Result<Json<ChangeList>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let lang = cx.lang();
        Ok(ChangeList::new(history::of_subject(cx, &Subject::Road(road))?, lang))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

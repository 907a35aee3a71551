//! Submissions over the API.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use tasuki_app::{Context, roads, submissions};

use super::changes::Since;
use super::wire::{ChangesBody, FreezeBody, ReadyBody, SubmissionBody, WholeSubmissionBody};
use super::{Place, RoadPlace};
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{Json, Path, Query};
use crate::{Problem, Web, Who};

/// The check before a submission: what is open, what has no evidence, what ends before the registration would.
#[utoipa::path(get, path = "/roads/{road}/ready", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, body = ReadyBody)))]
pub(super) async fn ready(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
) -> Result<Json<ReadyBody>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let ready = submissions::ready(cx, road)?;
        Ok(ReadyBody::new(&ready, cx.now.today, cx.lang()))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// The submissions on a road, the last first.
#[utoipa::path(get, path = "/roads/{road}/submissions", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), Paging),
    responses((status = 200, body = PageBody<SubmissionBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<SubmissionBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        roads::find(cx, road)?;
        let all = submissions::of_road(cx, road)?;
        paging.cut(all.iter().map(SubmissionBody::from).collect(), |own| own.digest().to_owned())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Freezes the assessment of a road, exactly as the check showed it.
#[utoipa::path(post, path = "/roads/{road}/submissions", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body = FreezeBody, responses((status = 201, body = SubmissionBody)))]
pub(super) async fn freeze(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Json(sent): Json<FreezeBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| Ok(SubmissionBody::from(&submissions::freeze(cx, road, sent.digest)?));
    web.create(&who, organization, make).await
}

/// One submission with what it says.
#[utoipa::path(get, path = "/submissions/{submission}", tag = "roads",
    params(("organization" = String, Path), ("submission" = String, Path, description = "Its digest")),
    responses((status = 200, body = WholeSubmissionBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, digest)): Path<Place>,
) -> Result<Json<WholeSubmissionBody>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| Ok(WholeSubmissionBody::from(submissions::find(cx, digest)?));
    Ok(Json(web.read(&who, organization, work).await?))
}

/// The file of a submission: the canonical bytes whose SHA-256 is its name. Taking it along is noted in the log.
#[utoipa::path(get, path = "/submissions/{submission}/file", tag = "roads",
    params(("organization" = String, Path), ("submission" = String, Path, description = "Its digest")),
    responses((status = 200, content_type = "application/json", body = Object)))]
pub(super) async fn file(
    State(web): State<Web>,
    who: Who,
    Path((organization, digest)): Path<Place>,
) -> Result<impl IntoResponse, Problem> {
    let bytes = web.write(&who, organization, move |cx| submissions::file(cx, digest)).await?;
    Ok(([(CONTENT_TYPE, "application/json")], bytes))
}

/// What changed since an earlier submission, by criterion.
#[utoipa::path(get, path = "/submissions/{submission}/changes", tag = "roads",
    params(("organization" = String, Path), ("submission" = String, Path, description = "Its digest"), Since),
    responses((status = 200, body = ChangesBody)))]
pub(super) async fn changes(
    State(web): State<Web>,
    who: Who,
    Path((organization, digest)): Path<Place>,
    Query(Since { since }): Query<Since>,
) -> Result<Json<ChangesBody>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let (_, _, changes) = submissions::compare(cx, since, digest)?;
        Ok(ChangesBody::new(&changes, cx.lang()))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

//! The audit of a road and its populations over the API.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use tasuki_app::{Context, Error, site_audits};
use tasuki_store::PopulationId;

use super::population::taken;
use super::wire::{
    AuditPlanBody, InterviewBody, NewAuditPlanBody, NewInterviewBody, NewPopulationBody, PopulationBody, SetAsideBody,
    SiteAuditBody,
};
use super::{Place, PopulationPlace};
use crate::etag::versioned;
use crate::once::Created;
use crate::take::{IfMatch, Json, Path};
use crate::{Problem, Web, Who};

/// The on-site audit of a road: its plan, its populations with their samples, its interviews, and what was raised.
#[utoipa::path(get, path = "/roads/{road}/audit", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, body = SiteAuditBody)))]
pub(super) async fn room(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
) -> Result<Json<SiteAuditBody>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| Ok(SiteAuditBody::from(site_audits::room(cx, road)?));
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Plans the audit, or changes its plan.
#[utoipa::path(put, path = "/roads/{road}/audit/plan", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the plan that was seen, in quotation marks; \"0\" before there is one")),
    request_body = NewAuditPlanBody, responses((status = 200, body = AuditPlanBody)))]
pub(super) async fn plan(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<NewAuditPlanBody>,
) -> Result<impl IntoResponse, Problem> {
    let new = sent.into();
    let work = move |cx: &mut Context<'_, '_>| site_audits::plan(cx, road, version, &new);
    let body = AuditPlanBody::from(web.write(&who, organization, work).await?);
    Ok(versioned(body.version, body))
}

/// Freezes a population: a list with an item in each line, under the SHA-256 of its lines.
#[utoipa::path(post, path = "/roads/{road}/audit/populations", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body = NewPopulationBody, responses((status = 201, body = PopulationBody)))]
pub(super) async fn freeze(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Json(sent): Json<NewPopulationBody>,
) -> Result<Created, Problem> {
    let new = sent.into();
    let make = move |cx: &mut Context<'_, '_>| {
        let id = site_audits::freeze(cx, road, &new)?.id;
        body(cx, id)
    };
    web.create(&who, organization, make).await
}

/// Notes what was said in an interview. Notes are added and never changed.
#[utoipa::path(post, path = "/roads/{road}/audit/interviews", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body = NewInterviewBody, responses((status = 201, body = InterviewBody)))]
pub(super) async fn interview(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Json(sent): Json<NewInterviewBody>,
) -> Result<Created, Problem> {
    let new = sent.into();
    let make = move |cx: &mut Context<'_, '_>| Ok(InterviewBody::from(site_audits::interview(cx, road, &new)?));
    web.create(&who, organization, make).await
}

/// A population with its samples.
#[utoipa::path(get, path = "/populations/{population}", tag = "roads",
    params(("organization" = String, Path), ("population" = String, Path)),
    responses((status = 200, body = PopulationBody)))]
pub(super) async fn population(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<PopulationPlace>,
) -> Result<impl IntoResponse, Problem> {
    let body = web.read(&who, organization, move |cx| body(cx, id)).await?;
    Ok(versioned(body.version, body))
}

/// The frozen list of a population: the file whose SHA-256 names it. Taking it along is noted in the log.
#[utoipa::path(get, path = "/populations/{population}/list.txt", tag = "roads",
    params(("organization" = String, Path), ("population" = String, Path)),
    responses((status = 200, content_type = "text/plain", body = String)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<PopulationPlace>,
) -> Result<impl IntoResponse, Problem> {
    let text = taken(&web, &who, place).await.map_err(|error| Problem::new(error, who.lang))?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], text))
}

/// Sets a population aside: neither it nor its samples count any more. It stays visible, with the reason.
#[utoipa::path(post, path = "/populations/{population}/set-aside", tag = "roads",
    params(("organization" = String, Path), ("population" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = SetAsideBody, responses((status = 200, body = PopulationBody)))]
pub(super) async fn set_population_aside(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<PopulationPlace>,
    IfMatch(version): IfMatch,
    Json(sent): Json<SetAsideBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        site_audits::set_population_aside(cx, id, version, &sent.reason)?;
        body(cx, id)
    };
    let body = web.write(&who, organization, work).await?;
    Ok(versioned(body.version, body))
}

fn body(cx: &mut Context<'_, '_>, id: PopulationId) -> Result<PopulationBody, Error> {
    let road = site_audits::road_of_population(cx, id)?;
    let room = site_audits::room(cx, road)?;
    room.population(id).map(PopulationBody::from).ok_or_else(Error::not_found)
}

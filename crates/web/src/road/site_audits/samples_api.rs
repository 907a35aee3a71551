//! The samples of an audit over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use tasuki_app::{Context, Error, site_audits};
use tasuki_store::{OrganizationId, SampleId};

use super::wire::{AuditResultBody, ChosenItemBody, NewItemResultBody, NewSampleBody, SampleBody, SetAsideBody};
use super::{PopulationPlace, SamplePlace};
use crate::etag::versioned;
use crate::once::Created;
use crate::take::{IfMatch, Json, Path};
use crate::{Problem, Web, Who};

/// Draws a sample from a population by a seed. Another draw is another sample; both stay.
#[utoipa::path(post, path = "/populations/{population}/samples", tag = "roads",
    params(("organization" = String, Path), ("population" = String, Path)),
    request_body = NewSampleBody, responses((status = 201, body = SampleBody)))]
pub(super) async fn draw(
    State(web): State<Web>,
    who: Who,
    Path((organization, population)): Path<PopulationPlace>,
    Json(sent): Json<NewSampleBody>,
) -> Result<Created, Problem> {
    let new = sent.into();
    let make = move |cx: &mut Context<'_, '_>| {
        let id = site_audits::draw(cx, population, &new)?.id;
        body(cx, id)
    };
    web.create(&who, organization, make).await
}

/// A sample with its items and what was found on them.
#[utoipa::path(get, path = "/samples/{sample}", tag = "roads",
    params(("organization" = String, Path), ("sample" = String, Path)),
    responses((status = 200, body = SampleBody)))]
pub(super) async fn sample(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
) -> Result<impl IntoResponse, Problem> {
    let body = web.read(&who, organization, move |cx| body(cx, id)).await?;
    Ok(versioned(body.version, body))
}

/// Adds an item that was not drawn, marked as chosen with the reason.
#[utoipa::path(post, path = "/samples/{sample}/items", tag = "roads",
    params(("organization" = String, Path), ("sample" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the sample that was seen, in quotation marks")),
    request_body = ChosenItemBody, responses((status = 201, body = SampleBody)))]
pub(super) async fn choose(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
    IfMatch(version): IfMatch,
    Json(sent): Json<ChosenItemBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        site_audits::choose(cx, id, version, sent.number, &sent.why)?;
        body(cx, id)
    };
    web.create(&who, organization, make).await
}

/// Sets a sample aside: it does not count any more. It stays visible, with the reason.
#[utoipa::path(post, path = "/samples/{sample}/set-aside", tag = "roads",
    params(("organization" = String, Path), ("sample" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = SetAsideBody, responses((status = 200, body = SampleBody)))]
pub(super) async fn set_sample_aside(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<SamplePlace>,
    IfMatch(version): IfMatch,
    Json(sent): Json<SetAsideBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        site_audits::set_sample_aside(cx, id, version, &sent.reason)?;
        body(cx, id)
    };
    let body = web.write(&who, organization, work).await?;
    Ok(versioned(body.version, body))
}

/// Says what was found on an item. After the first result, each is a retest; the earlier ones stay.
#[utoipa::path(post, path = "/samples/{sample}/items/{item}/results", tag = "roads",
    params(("organization" = String, Path), ("sample" = String, Path),
        ("item" = u32, Path, description = "The number of the item in the population"),
        ("If-Match" = Option<String>, Header, description = "How many results of the item were seen, in quotation marks")),
    request_body = NewItemResultBody, responses((status = 201, body = AuditResultBody)))]
pub(super) async fn examine(
    State(web): State<Web>,
    who: Who,
    Path((organization, id, item)): Path<(OrganizationId, SampleId, u32)>,
    IfMatch(seen): IfMatch,
    Json(sent): Json<NewItemResultBody>,
) -> Result<Created, Problem> {
    let said = sent.into();
    let make = move |cx: &mut Context<'_, '_>| {
        let found = site_audits::examine(cx, id, item, seen, &said)?;
        Ok(AuditResultBody::new(&found, true))
    };
    web.create(&who, organization, make).await
}

/// Marks that you reviewed a result that somebody else wrote.
#[utoipa::path(put, path = "/samples/{sample}/items/{item}/results/{number}/review", tag = "roads",
    params(("organization" = String, Path), ("sample" = String, Path),
        ("item" = u32, Path, description = "The number of the item in the population"),
        ("number" = u32, Path, description = "Which result of the item")),
    responses((status = 204)))]
pub(super) async fn review(
    State(web): State<Web>,
    who: Who,
    Path((organization, id, item, number)): Path<(OrganizationId, SampleId, u32, u32)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| site_audits::review(cx, id, item, number)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn body(cx: &mut Context<'_, '_>, id: SampleId) -> Result<SampleBody, Error> {
    let road = site_audits::road_of_sample(cx, id)?;
    let room = site_audits::room(cx, road)?;
    room.sample(id).map(|(_, own)| SampleBody::from(own)).ok_or_else(Error::not_found)
}

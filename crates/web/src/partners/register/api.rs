//! Partners over the API.

use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;
use tasuki_app::register::{self, Entry};
use tasuki_app::{Context, history};
use tasuki_store::{OrganizationId, Subject};
use utoipa::IntoParams;

use super::Place;
use super::wire::{
    PartnerBody, PartnerDecisionBody, PartnerEntryBody, PartnerLineBody, PartnerNeedBody, PartnerNeedsBody,
};
use crate::etag::versioned;
use crate::history::ChangeList;
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{IfMatch, Json, Path, Query};
use crate::{Problem, Web, Who};

/// Which partners are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Words that must all occur.
    q: String,
    /// Those in the archive instead of those in use.
    archived: bool,
    /// The ★ that is asked: `3`, `4`, `none` (none is asked), `open` (nobody has decided).
    star: String,
    /// How many steps away: `1`, `2`, … or `unknown`.
    tier: String,
}

/// The partners, by name.
#[utoipa::path(get, path = "/partners", tag = "partners", params(("organization" = String, Path), Wanted, Paging),
    responses((status = 200, body = PageBody<PartnerLineBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<PartnerLineBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let Wanted { q, archived, star, tier } = wanted;
        let lines = register::lines(cx, &register::Wanted { q, archived, star, tier })?.lines;
        paging.cut(lines, |own| own.partner.id.to_string())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Registers a partner.
#[utoipa::path(post, path = "/partners", tag = "partners", params(("organization" = String, Path)),
    request_body = PartnerEntryBody, responses((status = 201, body = PartnerBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(sent): Json<PartnerEntryBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        let entry = sent.over(Entry::default())?;
        Ok(PartnerBody::from(register::create(cx, &entry)?))
    };
    web.create(&who, organization, make).await
}

/// One partner.
#[utoipa::path(get, path = "/partners/{partner}", tag = "partners",
    params(("organization" = String, Path), ("partner" = String, Path)),
    responses((status = 200, body = PartnerBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
) -> Result<impl IntoResponse, Problem> {
    let own = web.read(&who, organization, move |cx| register::whole(cx, id)).await?;
    Ok(versioned(own.partner.version, PartnerBody::from(own)))
}

/// Changes a partner: all that is entered about it, and whether it is in the archive.
#[utoipa::path(put, path = "/partners/{partner}", tag = "partners",
    params(("organization" = String, Path), ("partner" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = PartnerEntryBody,
    responses((status = 200, body = PartnerBody)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<PartnerEntryBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let archived = sent.archived;
        let entry = sent.over(register::whole(cx, id)?.into())?;
        let changed = register::change(cx, id, version, &entry)?;
        archived.map_or(Ok(changed), |archived| register::archive(cx, id, archived))
    };
    let own = web.write(&who, organization, work).await?;
    Ok(versioned(own.partner.version, PartnerBody::from(own)))
}

/// The questions which ★ to ask of a partner, and what was decided about it.
#[utoipa::path(get, path = "/partners/{partner}/need", tag = "partners",
    params(("organization" = String, Path), ("partner" = String, Path)),
    responses((status = 200, body = PartnerNeedsBody)))]
pub(super) async fn needs(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let needs = register::needs(cx, id)?;
        let last = needs.first().map_or(0, |need| need.number);
        Ok((last, PartnerNeedsBody::new(register::asking(cx), needs)))
    };
    let (last, body) = web.read(&who, organization, work).await?;
    Ok(versioned(last, body))
}

/// Decides which ★ is asked of a partner.
#[utoipa::path(post, path = "/partners/{partner}/need", tag = "partners",
    params(("organization" = String, Path), ("partner" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The number of the last decision, in quotation marks")),
    request_body = PartnerDecisionBody, responses((status = 201, body = PartnerNeedBody)))]
pub(super) async fn decide(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    IfMatch(number): IfMatch,
    Json(sent): Json<PartnerDecisionBody>,
) -> Result<Created, Problem> {
    let make =
        move |cx: &mut Context<'_, '_>| Ok(PartnerNeedBody::from(register::decide(cx, id, number, &sent.into())?));
    web.create(&who, organization, make).await
}

/// The changes to a partner, newest first; at most the last hundred.
#[utoipa::path(get, path = "/partners/{partner}/history", tag = "partners",
    params(("organization" = String, Path), ("partner" = String, Path)),
    responses((status = 200, body = ChangeList)))]
pub(super) async fn history(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
) -> Result<Json<ChangeList>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let lang = cx.lang();
        Ok(ChangeList::new(history::of_subject(cx, &Subject::Partner(id))?, lang))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

//! Registrations over the API.

use axum::extract::State;
use axum::response::IntoResponse;
use tasuki_app::registrations::{self, Registered};
use tasuki_app::{Context, Error};

use super::Place;
use super::wire::{LedgerBody, NewNoticeBody, OnDayBody, RegistrationBody, ShownFieldsBody};
use crate::etag::versioned;
use crate::once::Created;
use crate::roads::ReasonBody;
use crate::take::{IfMatch, Json, Path};
use crate::{Problem, Web, Who};

fn body(cx: &Context<'_, '_>, own: &Registered) -> (i64, RegistrationBody) {
    (own.standing.road.version, RegistrationBody::new(own, cx.now.today))
}

/// Does something to a registration, and answers with what it is then.
async fn change<F>(web: Web, who: Who, (organization, road): Place, work: F) -> Result<impl IntoResponse, Problem>
where
    F: FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send + 'static,
{
    let work = move |cx: &mut Context<'_, '_>| {
        work(cx)?;
        let own = registrations::of_road(cx, road)?;
        Ok(body(cx, &own))
    };
    let (version, body) = web.write(&who, organization, work).await?;
    Ok(versioned(version, body))
}

/// Records something about a registration, once under a key, and answers with what it is then.
async fn add<F>(web: Web, who: Who, (organization, road): Place, work: F) -> Result<Created, Problem>
where
    F: FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send + 'static,
{
    let work = move |cx: &mut Context<'_, '_>| {
        work(cx)?;
        let own = registrations::of_road(cx, road)?;
        Ok(body(cx, &own).1)
    };
    web.create(&who, organization, work).await
}

/// The registration to which a road led, with its look-ups, self-checks, changes and incidents.
#[utoipa::path(get, path = "/roads/{road}/registration", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, body = RegistrationBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let own = registrations::of_road(cx, road)?;
        Ok(body(cx, &own))
    };
    let (version, body) = web.read(&who, organization, work).await?;
    Ok(versioned(version, body))
}

/// Records what the operator entered in its ledger.
#[utoipa::path(post, path = "/roads/{road}/registration", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = LedgerBody, responses((status = 201, body = RegistrationBody)))]
pub(super) async fn register(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<LedgerBody>,
) -> Result<Created, Problem> {
    let (entry, seen) = sent.read();
    add(web, who, place, move |cx| registrations::register(cx, place.1, version, (&entry, &seen)).map(drop)).await
}

/// Records that the ledger was looked up again, and what it says now.
#[utoipa::path(post, path = "/roads/{road}/registration/look-ups", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = LedgerBody, responses((status = 201, body = RegistrationBody)))]
pub(super) async fn look_up(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<LedgerBody>,
) -> Result<Created, Problem> {
    let (entry, seen) = sent.read();
    let work = move |cx: &mut Context<'_, '_>| {
        registrations::look_up(cx, place.1, version, (&entry, &seen), &sent.note).map(drop)
    };
    add(web, who, place, work).await
}

/// Records that the organization checked itself while a registration holds.
#[utoipa::path(post, path = "/roads/{road}/registration/self-checks", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = OnDayBody, responses((status = 201, body = RegistrationBody)))]
pub(super) async fn self_check(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<OnDayBody>,
) -> Result<Created, Problem> {
    let work =
        move |cx: &mut Context<'_, '_>| registrations::self_check(cx, place.1, version, sent.day, &sent.note).map(drop);
    add(web, who, place, work).await
}

/// Records a change or an incident while a registration holds.
#[utoipa::path(post, path = "/roads/{road}/registration/notices", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = NewNoticeBody, responses((status = 201, body = RegistrationBody)))]
pub(super) async fn notify(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<NewNoticeBody>,
) -> Result<Created, Problem> {
    let work =
        move |cx: &mut Context<'_, '_>| registrations::notify(cx, place.1, version, &sent.read(), &sent.note).map(drop);
    add(web, who, place, work).await
}

/// Records that the operator took the ★ away.
#[utoipa::path(post, path = "/roads/{road}/registration/revoke", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = OnDayBody, responses((status = 200, body = RegistrationBody)))]
pub(super) async fn revoke(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<OnDayBody>,
) -> Result<impl IntoResponse, Problem> {
    let work =
        move |cx: &mut Context<'_, '_>| registrations::revoke(cx, place.1, version, sent.day, &sent.note).map(drop);
    change(web, who, place, work).await
}

/// Records that the operator wants something changed before it registers.
#[utoipa::path(post, path = "/roads/{road}/registration/return", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = ReasonBody, responses((status = 200, body = RegistrationBody)))]
pub(super) async fn send_back(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<ReasonBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| registrations::send_back(cx, place.1, version, sent.reason()).map(drop);
    change(web, who, place, work).await
}

/// Chooses what everybody sees of a registration, on a page without sign-in.
#[utoipa::path(put, path = "/roads/{road}/registration/public", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = ShownFieldsBody, responses((status = 200, body = RegistrationBody)))]
pub(super) async fn publish(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<ShownFieldsBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| registrations::publish(cx, place.1, version, &sent.shown).map(drop);
    change(web, who, place, work).await
}

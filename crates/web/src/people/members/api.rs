//! Members over the API.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tasuki_app::once::Made;
use tasuki_app::{Context, access_reviews, members, resets, users};
use tasuki_store::{OrganizationId, PersonId};
use utoipa::ToSchema;

use super::wire::{AccessBody, MemberBody, PlaceBody};
use crate::once::Created;
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// All members by name.
#[utoipa::path(get, path = "/members", tag = "members", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<MemberBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<MemberBody>>, Problem> {
    let all = web.read(&who, organization, members::list).await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}

/// One member.
#[utoipa::path(get, path = "/members/{person}", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = MemberBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Result<Json<MemberBody>, Problem> {
    let one = web.read(&who, organization, move |cx| members::find(cx, person)).await?;
    Ok(Json(one.into()))
}

/// Changes a member's roles, areas and last day. The last administrator must remain one.
#[utoipa::path(put, path = "/members/{person}", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)), request_body = PlaceBody,
    responses((status = 200, body = MemberBody)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
    Json(place): Json<PlaceBody>,
) -> Result<Json<MemberBody>, Problem> {
    let place = place.place().map_err(|error| Problem::new(error, who.lang))?;
    let done = web.write(&who, organization, move |cx| {
        members::change(cx, person, place)?;
        members::find(cx, person)
    });
    Ok(Json(done.await?.into()))
}

/// Removes a member. Everybody may leave an organization themselves; the last administrator must remain.
#[utoipa::path(delete, path = "/members/{person}", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)),
    responses((status = 204)))]
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Result<StatusCode, Problem> {
    let out = move |cx: &mut Context<'_, '_>| {
        if cx.person()?.id == person { members::leave(cx) } else { members::remove(cx, person) }
    };
    web.write(&who, organization, out).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A link, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkBody {
    /// The link, to be handed over.
    link: String,
}

/// Creates a link with which a member chooses a new password. It is shown only once.
#[utoipa::path(post, path = "/members/{person}/reset-link", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)), responses((status = 200, body = LinkBody)))]
pub(super) async fn reset_link(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Result<Created, Problem> {
    let own = web.clone();
    let make = move |cx: &mut Context<'_, '_>| {
        let secret = resets::issue(cx, person)?;
        Ok(Made::json(200, &LinkBody { link: super::reset_link(&own, &secret) })?.secret())
    };
    web.make(&who, Some(organization), make).await
}

/// Disables a member's account and ends its sessions, tokens and feeds. Requires a session with a recent proof of
/// identity, of somebody who administers all organizations of that person.
#[utoipa::path(post, path = "/members/{person}/disable", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)),
    responses((status = 204)))]
pub(super) async fn disable(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| users::disable(cx, person)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Enables a member's account again. Sessions, tokens and feeds that ended do not come back.
#[utoipa::path(post, path = "/members/{person}/enable", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)),
    responses((status = 204)))]
pub(super) async fn enable(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| users::enable(cx, person)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes passkeys, authenticator application and recovery codes of a member who lost them.
#[utoipa::path(post, path = "/members/{person}/remove-factors", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)),
    responses((status = 204)))]
pub(super) async fn remove_factors(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| users::remove_factors(cx, person)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who has access, what deserves a closer look, and earlier reviews.
#[utoipa::path(get, path = "/access-reviews", tag = "members", params(("organization" = String, Path)),
    responses((status = 200, body = AccessBody)))]
pub(super) async fn reviews(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<AccessBody>, Problem> {
    let (today, reviews) = web.read(&who, organization, access_reviews::show).await?;
    Ok(Json(AccessBody::new(today, reviews)))
}

/// That the list was looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmBody {
    /// How many members and grants were seen.
    members: usize,
}

/// Records that the list was reviewed.
#[utoipa::path(post, path = "/access-reviews", tag = "members", params(("organization" = String, Path)),
    request_body = ConfirmBody,
    responses((status = 201)))]
pub(super) async fn confirm(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(seen): Json<ConfirmBody>,
) -> Result<Created, Problem> {
    let confirm = move |cx: &mut Context<'_, '_>| {
        access_reviews::confirm(cx, seen.members)?;
        Ok(Made { status: 201, body: String::new(), secret: false })
    };
    web.make(&who, Some(organization), confirm).await
}

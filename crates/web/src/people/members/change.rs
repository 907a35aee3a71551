//! Changing and removing members.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::{Context, Error, members, resets, users};
use tasuki_store::{OrganizationId, PersonId};

use super::list::{self, Made};
use super::one::{self, Sent};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// `POST /o/{organization}/members/{person}`: changes roles, areas and last day.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let place = sent.place();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        members::change(cx, person, place?)?;
        Ok(Reply::Go(format!("/o/{organization}/members")))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| one::show(cx, who, person, Some(sent), trouble);
    web.submit(&who, Some(organization), work, again).await
}

/// `POST /o/{organization}/members/{person}/remove`.
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    press(&web, &who, organization, person, move |cx, _| {
        members::remove(cx, person)?;
        Ok(Reply::Go(format!("/o/{organization}/members")))
    })
    .await
}

/// A button on the page of a member, which shows why it was refused.
pub(super) async fn press<F>(web: &Web, who: &Who, organization: OrganizationId, person: PersonId, work: F) -> Response
where
    F: FnOnce(&mut Context<'_, '_>, &Who) -> Result<Reply, Error> + Send + 'static,
{
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| one::show(cx, who, person, None, trouble);
    web.submit_discarding(who, Some(organization), work, again).await
}

/// `POST /o/{organization}/members/leave`: leaves the organization.
pub(super) async fn leave(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.act(&who, Some(organization), |cx| {
        members::leave(cx)?;
        Ok(Reply::Go("/me".to_owned()))
    })
    .await
}

/// `POST /o/{organization}/members/{person}/disable`.
pub(super) async fn disable(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    look_after(&web, &who, organization, person, users::disable).await
}

/// `POST /o/{organization}/members/{person}/enable`.
pub(super) async fn enable(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    look_after(&web, &who, organization, person, users::enable).await
}

/// `POST /o/{organization}/members/{person}/remove-factors`.
pub(super) async fn remove_factors(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    look_after(&web, &who, organization, person, users::remove_factors).await
}

async fn look_after(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    person: PersonId,
    act: fn(&mut Context<'_, '_>, PersonId) -> Result<(), Error>,
) -> Response {
    press(web, who, organization, person, move |cx, _| {
        act(cx, person)?;
        Ok(Reply::Go(format!("/o/{organization}/members/{person}")))
    })
    .await
}

/// `POST /o/{organization}/members/{person}/reset-link`: creates a link for choosing a new password, to be passed on.
pub(super) async fn reset_link(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    let own = web.clone();
    press(&web, &who, organization, person, move |cx, who| {
        let secret = resets::issue(cx, person)?;
        let name = members::find(cx, person)?.member.name;
        list::show(cx, who, Some(Made { name, link: super::reset_link(&own, &secret), reset: true }))
    })
    .await
}

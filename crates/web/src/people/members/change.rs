//! Changing and removing members.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use tasuki_app::{Context, Error, members, resets, users};
use tasuki_store::{OrganizationId, PersonId};

use super::list::{self, Made};
use super::one::{Sent, show};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// `POST /o/{organization}/members/{person}`: other roles.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let done = match sent.place() {
        Ok(place) => {
            web.app().write(who.credentials, Some(organization), move |cx| members::change(cx, person, place)).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Redirect::to(&format!("/o/{organization}/members")).into_response(),
        Err(error) if Trouble::keeps_typed(&error) => {
            show(&web, &who, organization, person, Some(sent), Trouble::new(error, who.lang)).await
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

/// `POST /o/{organization}/members/{person}/remove`.
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    match web.app().write(who.credentials, Some(organization), move |cx| members::remove(cx, person)).await {
        Ok(()) => Redirect::to(&format!("/o/{organization}/members")).into_response(),
        Err(error) if Trouble::belongs_to_form(&error) => {
            show(&web, &who, organization, person, None, Trouble::new(error, who.lang)).await
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

/// `POST /o/{organization}/members/leave`: out of the organization oneself.
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
    match web.app().write(who.credentials, Some(organization), move |cx| act(cx, person)).await {
        Ok(()) => Redirect::to(&format!("/o/{organization}/members/{person}")).into_response(),
        Err(error) if Trouble::belongs_to_form(&error) => {
            show(web, who, organization, person, None, Trouble::new(error, who.lang)).await
        }
        Err(error) => Reply::respond(who, Err(error)),
    }
}

/// `POST /o/{organization}/members/{person}/reset-link`: a link to choose a new password, to be handed over.
pub(super) async fn reset_link(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    let (copy, own) = (who.clone(), web.clone());
    let done = web.attempt(&who, Some(organization), move |cx| {
        let secret = resets::issue(cx, person)?;
        let name = members::find(cx, person)?.member.name;
        list::show(cx, &copy, Some(Made { name, link: super::reset_link(&own, &secret), reset: true }))
    });
    match done.await {
        Err(error) if Trouble::belongs_to_form(&error) => {
            show(&web, &who, organization, person, None, Trouble::new(error, who.lang)).await
        }
        done => Reply::respond(&who, done),
    }
}

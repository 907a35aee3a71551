//! Inviting.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::invitations::{self, New};
use tasuki_app::members::Place;
use tasuki_scheme::{Permission, Role, Roles};
use tasuki_store::{InvitationId, OrganizationId};

use super::link;
use super::list::{self, Made};
use super::one::{PlaceForm, Sent};
use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "members/invite.html")]
struct Invite {
    page: Page,
    sent: Sent,
    form: PlaceForm,
    trouble: Trouble,
}

/// `GET /o/{organization}/invitations`: whom as what.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    show(&web, &who, organization, None, Trouble::default()).await
}

async fn show(web: &Web, who: &Who, organization: OrganizationId, sent: Option<Sent>, trouble: Trouble) -> Response {
    let copy = who.clone();
    web.page(who, Some(organization), move |cx| {
        cx.require(Permission::ManageMembers)?;
        let first = || Place { roles: Roles::new([Role::Contributor]), areas: Vec::new(), ends: None };
        let place = sent.as_ref().map_or_else(first, Sent::shown);
        let form = PlaceForm::new(cx, &place)?;
        let page = Page::load(cx, &copy, Section::Members, "メンバーを招待", "Invite a member")?;
        Reply::page_with(trouble.outcome(), &Invite { page, sent: sent.unwrap_or_default(), form, trouble })
    })
    .await
}

/// `POST /o/{organization}/invitations`.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let place = match sent.place() {
        Ok(place) => place,
        Err(error) => return show(&web, &who, organization, Some(sent), Trouble::new(error, who.lang)).await,
    };
    let new = New { mail: sent.mail.clone(), name: sent.name.clone(), place, anybody: sent.anybody };
    let (copy, server) = (who.clone(), web.clone());
    let done = web.attempt(&who, Some(organization), move |cx| {
        let (made, secret) = invitations::create(cx, new)?;
        list::show(cx, &copy, Some(Made { name: made.mail, link: link(&server, &secret), reset: false }))
    });
    match done.await {
        Err(error) if Trouble::keeps_typed(&error) => {
            show(&web, &who, organization, Some(sent), Trouble::new(error, who.lang)).await
        }
        done => Reply::respond(&who, done),
    }
}

/// `POST /o/{organization}/invitations/{invitation}/renew`: a new link; the old one ends.
pub(super) async fn renew(
    State(web): State<Web>,
    who: Who,
    Path((organization, invitation)): Path<(OrganizationId, InvitationId)>,
) -> Response {
    let (copy, server) = (who.clone(), web.clone());
    web.act(&who, Some(organization), move |cx| {
        let (made, secret) = invitations::renew(cx, invitation)?;
        list::show(cx, &copy, Some(Made { name: made.mail, link: link(&server, &secret), reset: false }))
    })
    .await
}

/// `POST /o/{organization}/invitations/{invitation}/revoke`.
pub(super) async fn revoke(
    State(web): State<Web>,
    who: Who,
    Path((organization, invitation)): Path<(OrganizationId, InvitationId)>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        invitations::revoke(cx, invitation)?;
        Ok(Reply::Go(format!("/o/{organization}/members")))
    })
    .await
}

//! Inviting.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::invitations::{self, New};
use tasuki_app::members::Place;
use tasuki_app::{Context, Error};
use tasuki_scheme::{Permission, Role, Roles};
use tasuki_store::{InvitationId, OrganizationId};

use super::link;
use super::list::{self, Made};
use super::one::{PlaceForm, Sent};
use crate::grants::{OpeningForm, SentOpening};
use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/members/invite.html")]
struct Invite {
    page: Page,
    sent: Sent,
    form: PlaceForm,
    opening: OpeningForm,
    trouble: Trouble,
}

/// `GET /o/{organization}/invitations`: the form for inviting somebody.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, None, Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, sent: Option<Sent>, trouble: Trouble) -> Result<Reply, Error> {
    cx.require(Permission::ManageMembers)?;
    let first = || Place { roles: Roles::new([Role::Contributor]), areas: Vec::new(), ends: None };
    let place = sent.as_ref().map_or_else(first, Sent::shown);
    let form = PlaceForm::new(cx, &place)?;
    let opening = sent.as_ref().map_or_else(SentOpening::proposed, |sent| sent.opening.clone());
    let opening = OpeningForm::new(cx, opening)?;
    let page = Page::load(cx, who, Section::Members, "メンバーを招待", "Invite a member")?;
    Reply::page_with(trouble.outcome(), &Invite { page, sent: sent.unwrap_or_default(), form, opening, trouble })
}

/// The invitation that the form describes.
fn invitation(sent: &Sent) -> Result<New, Error> {
    let (mail, name, place) = (sent.mail.clone(), sent.name.clone(), sent.place()?);
    let openings = if sent.is_guest() { sent.opening.openings()? } else { Vec::new() };
    Ok(New { mail, name, place, openings, anybody: sent.anybody })
}

/// `POST /o/{organization}/invitations`.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent::new(pairs);
    let (new, server) = (invitation(&sent), web.clone());
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let (made, secret) = invitations::create(cx, new?)?;
        list::show(cx, who, Some(Made { name: made.mail, link: link(&server, &secret), reset: false }))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, Some(sent), trouble);
    web.submit(&who, Some(organization), work, again).await
}

/// `POST /o/{organization}/invitations/{invitation}/renew`: creates a new link; the old one becomes invalid.
pub(super) async fn renew(
    State(web): State<Web>,
    who: Who,
    Path((organization, invitation)): Path<(OrganizationId, InvitationId)>,
) -> Response {
    let server = web.clone();
    web.act_for(&who, Some(organization), move |cx, who| {
        let (made, secret) = invitations::renew(cx, invitation)?;
        list::show(cx, who, Some(Made { name: made.mail, link: link(&server, &secret), reset: false }))
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

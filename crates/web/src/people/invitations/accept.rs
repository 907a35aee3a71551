//! Accepting an invitation.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::invitations::{self, Shown};
use tasuki_app::{Context, Error};

use crate::page::{Page, Section};
use crate::sign_in::{Visit, enter};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/invitations/accept.html")]
struct Accept {
    page: Page,
    shown: Shown,
    /// The signed-in person, if there is one.
    signed_in: Option<String>,
    /// Whether the invitation is for the signed-in person.
    is_meant: bool,
    name: String,
    trouble: Trouble,
}

/// `GET /invitations/{secret}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    web.page_for(&who, None, move |cx, who| show(cx, who, &secret, None, Trouble::default())).await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    secret: &str,
    name: Option<String>,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let shown = invitations::show(cx, secret)?;
    let signed_in = cx.actor.as_ref().map(|actor| actor.person.name.clone());
    let own = cx.actor.as_ref().is_some_and(|actor| actor.person.mail == shown.invitation.mail);
    let is_meant = own || !shown.invitation.bound;
    let name = name.unwrap_or_else(|| shown.invitation.name.clone());
    let mut page = Page::load(cx, who, Section::Other, "招待", "Invitation")?;
    page.org = None;
    Reply::page_with(trouble.outcome(), &Accept { page, shown, signed_in, is_meant, name, trouble })
}

#[derive(Deserialize)]
pub(super) struct New {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

/// `POST /invitations/{secret}`: somebody new.
pub(super) async fn begin(
    State(web): State<Web>,
    who: Who,
    Path(secret): Path<String>,
    Form(new): Form<New>,
) -> Response {
    let visit = Visit::of(&web, &who);
    match invitations::accept_as_new(web.app(), &secret, &new.name, &new.password, visit.origin.clone()).await {
        Ok((organization, session)) => enter(&web, &visit, &session, &format!("/o/{}", organization.id)),
        Err(error) => {
            let again =
                move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, &secret, Some(new.name), trouble);
            web.again(&who, None, Trouble::discarding(error, who.lang), again).await
        }
    }
}

/// `POST /invitations/{secret}/accept`: somebody who is signed in.
pub(super) async fn join(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    web.act(&who, None, move |cx| {
        let organization = invitations::accept(cx, &secret)?;
        Ok(Reply::Go(format!("/o/{}", organization.id)))
    })
    .await
}

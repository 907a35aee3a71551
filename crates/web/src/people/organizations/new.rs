//! Another organization.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::organizations::{self, Profile};
use tasuki_app::{Context, Error, founders};
use tasuki_scheme::{IdentityKind, Industry, SizeClass};

use crate::page::{Page, Section};
use crate::take::Form;
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/organizations/new.html")]
struct New {
    page: Page,
    profile: Profile,
    kinds: [IdentityKind; 5],
    industries: Vec<Industry>,
    sizes: [SizeClass; 7],
    trouble: Trouble,
}

/// `GET /organizations/new`.
pub(super) async fn page(State(web): State<Web>, who: Who) -> Response {
    web.page_for(&who, None, |cx, who| show(cx, who, Profile::default(), Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, profile: Profile, trouble: Trouble) -> Result<Reply, Error> {
    founders::require(cx)?;
    let page = Page::load(cx, who, Section::Other, "組織を作る", "New organization")?;
    let (kinds, industries, sizes) = (IdentityKind::ALL, Industry::all().collect(), SizeClass::ALL);
    let new = New { page, profile, kinds, industries, sizes, trouble };
    Reply::page_with(new.trouble.outcome(), &new)
}

/// `POST /organizations/new`.
pub(super) async fn create(State(web): State<Web>, who: Who, Form(profile): Form<Profile>) -> Response {
    let sent = profile.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let made = organizations::create(cx, &profile)?;
        Ok(Reply::Go(format!("/o/{}", made.id)))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, sent, trouble);
    web.submit(&who, None, work, again).await
}

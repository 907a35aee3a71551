//! Another organization.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::founders;
use tasuki_app::organizations::{self, Told};
use tasuki_scheme::{IdentityKind, Industry, SizeClass};

use crate::page::{Page, Section};
use crate::take::Form;
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "organizations/new.html")]
struct New {
    page: Page,
    told: Told,
    kinds: [IdentityKind; 5],
    industries: Vec<Industry>,
    sizes: [SizeClass; 7],
    trouble: Trouble,
}

/// `GET /organizations/new`.
pub(super) async fn page(State(web): State<Web>, who: Who) -> Response {
    show(&web, &who, Told::default(), Trouble::default()).await
}

async fn show(web: &Web, who: &Who, told: Told, trouble: Trouble) -> Response {
    let copy = who.clone();
    web.page(who, None, move |cx| {
        founders::require(cx)?;
        let page = Page::load(cx, &copy, Section::Other, "組織を作る", "New organization")?;
        let (kinds, industries, sizes) = (IdentityKind::ALL, Industry::all().collect(), SizeClass::ALL);
        let new = New { page, told, kinds, industries, sizes, trouble };
        Reply::page_with(new.trouble.outcome(), &new)
    })
    .await
}

/// `POST /organizations/new`.
pub(super) async fn create(State(web): State<Web>, who: Who, Form(told): Form<Told>) -> Response {
    let sent = told.clone();
    let done = web.attempt(&who, None, move |cx| {
        let made = organizations::create(cx, &told)?;
        Ok(Reply::Go(format!("/o/{}", made.id)))
    });
    match done.await {
        Err(error) if Trouble::belongs_to_form(&error) => show(&web, &who, sent, Trouble::new(error, who.lang)).await,
        done => Reply::respond(&who, done),
    }
}

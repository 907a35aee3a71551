//! The first page.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use tasuki_app::assessments::Figures;
use tasuki_app::{Error, home};
use tasuki_store::assessments::Assessment;
use tasuki_store::{OrganizationId, organizations};

use crate::page::{Page, Section};
use crate::take::Path;
use crate::{Reply, Web, Who};

pub(crate) fn pages() -> Router<Web> {
    Router::new().route("/", get(first)).route("/o/{organization}", get(show))
}

/// `GET /`: the person's first organization.
async fn first(State(web): State<Web>, who: Who) -> Response {
    web.page(&who, None, |cx| {
        let person = cx.person()?.id;
        let today = cx.now.today.to_string();
        let own = organizations::of_person(cx.tx, person, &today)?;
        let first = own.first().ok_or_else(Error::not_found)?;
        Ok(Reply::Go(format!("/o/{}", first.id)))
    })
    .await
}

#[derive(Template)]
#[template(path = "home/show.html")]
struct Home {
    page: Page,
    assessments: Vec<(Assessment, Figures)>,
}

/// `GET /o/{organization}`: what to do next.
async fn show(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        let assessments = home::assessments(cx)?;
        let page = Page::load(cx, &copy, Section::Home, "ホーム", "Home")?;
        Reply::page(&Home { page, assessments })
    })
    .await
}

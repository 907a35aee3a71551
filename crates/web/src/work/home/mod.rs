//! The first page.

mod next;
mod show;

use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use tasuki_app::Error;
use tasuki_store::organizations;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::pages::Pages;
use crate::{Reply, Web, Who};

pub(crate) fn pages() -> Pages {
    Pages::new().route("/", get(first)).route("/o/{organization}", get(show::page))
}

pub(crate) fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(next::endpoint))
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

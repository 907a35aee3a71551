//! The first page.

mod next;
mod show;

use axum::extract::State;
use axum::response::Response;
use tasuki_app::{Error, organizations};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get};
use crate::{Reply, Web, Who};

pub(crate) fn pages() -> Pages {
    Pages::new().route("/", get(first)).route("/o/{organization}", get(show::page))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(next::endpoint))
}

/// `GET /`: the person's first organization.
async fn first(State(web): State<Web>, who: Who) -> Response {
    web.page(&who, None, |cx| {
        let own = organizations::own(cx)?;
        let first = own.first().ok_or_else(Error::not_found)?;
        Ok(Reply::Go(format!("/o/{}", first.id)))
    })
    .await
}

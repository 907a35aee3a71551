//! Links: making, locking and ending what somebody without an account may see. What they see is in `visits`.

mod api;
mod change;
mod new;
mod wire;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/links", post(new::create))
        .route("/o/{organization}/links/new", get(new::page))
        .route("/o/{organization}/links/{link}/replace", post(change::replace))
        .route("/o/{organization}/links/{link}/lock", post(change::lock))
        .route("/o/{organization}/links/{link}/unlock", post(change::unlock))
        .route("/o/{organization}/links/{link}/end", post(change::end))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::list, api::create))
        .routes(routes!(api::replace))
        .routes(routes!(api::lock))
        .routes(routes!(api::unlock))
        .routes(routes!(api::end))
}

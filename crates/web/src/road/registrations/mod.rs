//! The registration of a ★: what the ledger says, what happened while it holds, and what everybody sees of it.

mod api;
mod forms;
mod page;
mod public;
mod wire;

use tasuki_store::{OrganizationId, RoadId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

/// The road.
type Place = (OrganizationId, RoadId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/registration", get(page::page).post(page::register))
        .route("/o/{organization}/roads/{road}/registration/look-ups", post(page::look_up))
        .route("/o/{organization}/roads/{road}/registration/self-checks", post(page::self_check))
        .route("/o/{organization}/roads/{road}/registration/notices", post(page::notify))
        .route("/o/{organization}/roads/{road}/registration/revoke", post(page::revoke))
        .route("/o/{organization}/roads/{road}/registration/return", post(page::send_back))
        .route("/o/{organization}/roads/{road}/registration/public", post(page::publish))
        .route("/registrations/{organization}/{road}", get(public::page))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::show, api::register))
        .routes(routes!(api::look_up))
        .routes(routes!(api::self_check))
        .routes(routes!(api::notify))
        .routes(routes!(api::revoke))
        .routes(routes!(api::send_back))
        .routes(routes!(api::publish))
}

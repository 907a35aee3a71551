//! The register of partners (取引先): the list, a partner's page and form, and the decision which ★ we ask of it.

mod api;
mod edit;
mod form;
mod list;
mod need;
mod page;
mod wire;

use tasuki_store::{OrganizationId, PartnerId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

/// The part of an address that names a partner.
type Place = (OrganizationId, PartnerId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/partners", get(list::page).post(edit::create))
        .route("/o/{organization}/partners/new", get(edit::new))
        .route("/o/{organization}/partners/{partner}", get(page::page).post(edit::change))
        .route("/o/{organization}/partners/{partner}/edit", get(edit::page))
        .route("/o/{organization}/partners/{partner}/archive", post(edit::archive))
        .route("/o/{organization}/partners/{partner}/need", get(need::page).post(need::decide))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::list, api::create))
        .routes(routes!(api::show, api::change))
        .routes(routes!(api::needs, api::decide))
        .routes(routes!(api::history))
}

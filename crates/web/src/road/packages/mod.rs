//! The packages of an application: made, taken along, and sent to the operator.

mod api;
mod make;
mod page;

use tasuki_store::{Digest, OrganizationId, RoadId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

/// The road.
type RoadPlace = (OrganizationId, RoadId);
/// A package of it.
type Place = (OrganizationId, RoadId, Digest);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/packages", get(page::page).post(page::create))
        .route("/o/{organization}/roads/{road}/packages/{package}", get(page::download))
        .route("/o/{organization}/roads/{road}/apply", post(page::apply))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::list, api::create)).routes(routes!(api::download)).routes(routes!(api::apply))
}

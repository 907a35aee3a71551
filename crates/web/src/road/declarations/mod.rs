//! The declaration of the management for a submission.

mod api;
mod page;

use tasuki_store::{OrganizationId, RoadId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get};

/// The road.
type Place = (OrganizationId, RoadId);

pub(crate) fn pages() -> Pages {
    Pages::new().route("/o/{organization}/roads/{road}/declaration", get(page::page).post(page::declare))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::list, api::declare))
}

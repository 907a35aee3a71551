//! Reviewers of a road: who is appointed, and what they have shown.

mod api;
mod forms;
mod page;
mod wire;

use tasuki_store::{OrganizationId, PersonId, RoadId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) use wire::ReviewerBody;

/// The road.
type RoadPlace = (OrganizationId, RoadId);
/// A reviewer of it.
type Place = (OrganizationId, RoadId, PersonId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/reviewers", get(page::page).post(page::appoint))
        .route("/o/{organization}/roads/{road}/reviewers/{person}", post(page::change))
        .route("/o/{organization}/roads/{road}/reviewers/{person}/dismiss", post(page::dismiss))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::list, api::appoint)).routes(routes!(api::change, api::dismiss))
}

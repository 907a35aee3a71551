//! The technical check of a road to a ★4: targets, scans, what they found, and what becomes of it.

mod api;
mod finding;
mod forms;
mod page;
mod upload;
mod view;
mod wire;

use tasuki_store::{OrganizationId, RoadId, ScanFindingId, TargetId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) use forms::ACTS;
pub(crate) use view::{RANKS, RESULTS, SAYS, SEVERITIES};

/// The technical check of a road.
type Place = (OrganizationId, RoadId);
/// A target of it.
type TargetPlace = (OrganizationId, RoadId, TargetId);
/// A finding of it.
type FindingPlace = (OrganizationId, RoadId, ScanFindingId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/technical-check", get(page::page).post(forms::finish))
        .route("/o/{organization}/roads/{road}/technical-check/scans", post(upload::scan_form))
        .route("/o/{organization}/roads/{road}/technical-check/decisions", post(forms::decide))
        .route("/o/{organization}/roads/{road}/technical-check/targets", post(forms::add))
        .route("/o/{organization}/roads/{road}/technical-check/targets/import", post(upload::targets_form))
        .route("/o/{organization}/roads/{road}/technical-check/targets/{target}", post(forms::change))
        .route("/o/{organization}/roads/{road}/technical-check/targets/{target}/remove", post(forms::remove))
        .route("/o/{organization}/roads/{road}/technical-check/findings/{finding}", get(finding::page))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::show))
        .routes(routes!(api::findings))
        .routes(routes!(api::finding))
        .routes(routes!(api::history))
        .routes(routes!(upload::scan))
        .routes(routes!(api::decide))
        .routes(routes!(api::add))
        .routes(routes!(upload::targets))
        .routes(routes!(api::change, api::remove))
        .routes(routes!(upload::list))
}

/// The page of the check.
fn path(organization: OrganizationId, road: RoadId) -> String {
    format!("/o/{organization}/roads/{road}/technical-check")
}

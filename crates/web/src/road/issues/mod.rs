//! Issues of a review: raising one, and replying.

mod api;
mod forms;
mod view;
mod wire;

use tasuki_store::{IssueId, OrganizationId, RoadId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) use view::{Refused, ThreadView};
pub(crate) use wire::IssueBody;

/// The road on which something is raised.
type RoadPlace = (OrganizationId, RoadId);
/// An issue.
type Place = (OrganizationId, IssueId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/issues", post(forms::raise))
        .route("/o/{organization}/issues/{issue}", get(forms::page))
        .route("/o/{organization}/issues/{issue}/replies", post(forms::reply))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::list, api::raise)).routes(routes!(api::reply))
}

//! Submissions: the check before one, freezing, one as it was frozen, its file, and what changed between two.

mod api;
mod changes;
mod ready;
mod show;
mod wire;

use tasuki_store::{Digest, OrganizationId, RoadId};
use utoipa_axum::routes;

pub(crate) use show::file_of;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

/// A submission in its organization.
type Place = (OrganizationId, Digest);
/// The road on which one is made.
type RoadPlace = (OrganizationId, RoadId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/ready", get(ready::page))
        .route("/o/{organization}/roads/{road}/submissions", post(ready::freeze))
        .route("/o/{organization}/submissions/{submission}", get(show::page))
        .route("/o/{organization}/submissions/{submission}/file", get(show::file))
        .route("/o/{organization}/submissions/{submission}/changes", get(changes::page))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::ready))
        .routes(routes!(api::list, api::freeze))
        .routes(routes!(api::show))
        .routes(routes!(api::file))
        .routes(routes!(api::changes))
}

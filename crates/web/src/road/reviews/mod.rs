//! The review room of a road: each criterion of a submission with its evidence, its marks, and what was raised about it.

mod api;
mod end;
mod evidence;
mod marks;
mod room;
mod round;
mod view;
mod wire;

use tasuki_store::{OrganizationId, RoadId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) use end::{End, EndView, finish};
pub(crate) use room::{Wanted, show};

/// The room of a road.
type Place = (OrganizationId, RoadId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/review", get(room::page).post(room::finish))
        .route("/o/{organization}/roads/{road}/review/rounds/{number}", get(round::page))
        .route("/o/{organization}/roads/{road}/review/marks", post(marks::mark))
        .route("/o/{organization}/roads/{road}/review/marks/remove", post(marks::unmark))
        .route("/o/{organization}/submissions/{submission}/evidence/{evidence}", get(evidence::download))
        .route("/o/{organization}/submissions/{submission}/evidence/{evidence}/preview", get(evidence::preview))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::room, api::finish))
        .routes(routes!(api::mark))
        .routes(routes!(api::unmark))
        .routes(routes!(evidence::endpoint))
}

/// The page of a criterion in the room.
pub(crate) fn path(organization: OrganizationId, road: RoadId, criterion: &str) -> String {
    format!("/o/{organization}/roads/{road}/review?c={}", crate::address::escape_query(criterion))
}

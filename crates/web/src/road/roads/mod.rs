//! Roads to a ★: the list, opening one, and one with its steps and what can happen next.

mod api;
mod list;
mod new;
mod picture;
mod show;
mod turn;
mod wire;

use tasuki_store::{OrganizationId, RoadId};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) use api::whole;
pub(crate) use new::unsure;
pub(crate) use show::{Crumb, title};
pub(crate) use turn::place as turn_place;
pub(crate) use wire::{ReasonBody, WholeRoadBody};

type Place = (OrganizationId, RoadId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads", get(list::page).post(new::open))
        .route("/o/{organization}/roads/new", get(new::page))
        .route("/o/{organization}/roads/{road}", get(show::page))
        .route("/o/{organization}/roads/{road}/withdraw", post(show::withdraw))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::list, api::open))
        .routes(routes!(api::show))
        .routes(routes!(api::withdraw))
        .routes(routes!(api::history))
}

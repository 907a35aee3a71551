//! The organization: its settings, its sites, and creating another one.

mod api;
mod new;
mod settings;
mod sites;

pub(crate) use api::OwnOrganizationBody;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/organizations/new", get(new::page).post(new::create))
        .route("/o/{organization}/settings", get(settings::page).post(settings::change))
        .route("/o/{organization}/sites", post(sites::add))
        .route("/o/{organization}/sites/{site}", post(sites::change))
        .route("/o/{organization}/sites/{site}/remove", post(sites::remove))
}

/// Below `/api/v1`.
pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::list, api::create))
}

/// Below `/api/v1/organizations/{organization}`.
pub(crate) fn api_of_one() -> Operations {
    Operations::new()
        .routes(routes!(api::sites, api::add_site))
        .routes(routes!(api::change_site, api::remove_site))
        .routes(routes!(api::show, api::change))
}

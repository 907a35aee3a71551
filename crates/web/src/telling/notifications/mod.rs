//! Notifications (通知): what the person was told, and how the person likes to be told.

mod list;
mod mark;
mod settings;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/notifications", get(list::page))
        .route("/o/{organization}/notifications/read", post(mark::all))
        .route("/o/{organization}/notifications/{notification}", post(mark::open))
        .route("/me/notifications", get(settings::page).post(settings::form))
}

/// Below `/api/v1/organizations/{organization}`.
pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(list::endpoint))
        .routes(routes!(mark::endpoint))
        .routes(routes!(mark::all_endpoint))
}

/// Below `/api/v1`.
pub(crate) fn own_api() -> Operations {
    Operations::new().routes(routes!(settings::show, settings::change))
}

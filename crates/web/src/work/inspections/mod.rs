//! Inspections (点検) and the report that summarises them.

mod list;
mod record;
mod report;
mod wire;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/inspections", get(list::page))
        .route("/o/{organization}/inspections/report", get(report::page))
        .route("/o/{organization}/inspections/report/{format}", post(report::file))
        .route("/o/{organization}/inspections/of/{assessment}/{criterion}", get(record::page).post(record::form))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(list::endpoint))
        .routes(routes!(record::endpoint))
        .routes(routes!(report::endpoint))
        .routes(routes!(report::available))
        .routes(routes!(report::written))
}

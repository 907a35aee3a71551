//! Webhooks: their pages and endpoints, and how the description of the API tells of what is delivered.

mod api;
mod choice;
mod one;
mod page;
mod told;
mod wire;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) use told::described;

pub(crate) fn pages() -> Pages {
    let one = "/o/{organization}/webhooks/{webhook}";
    Pages::new()
        .route("/o/{organization}/webhooks", get(page::page).post(page::create))
        .route(one, get(one::page).post(one::change))
        .route(&format!("{one}/test"), post(one::test))
        .route(&format!("{one}/rotate"), post(one::rotate))
        .route(&format!("{one}/remove"), post(one::remove))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(api::list, api::create))
        .routes(routes!(api::show, api::change, api::remove))
        .routes(routes!(api::rotate))
        .routes(routes!(api::test))
        .routes(routes!(api::deliveries))
}

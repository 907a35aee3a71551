//! The reviewer's desk: what was opened to somebody for review, from any organization of the server.

mod api;
mod page;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get};

pub(crate) fn pages() -> Pages {
    Pages::new().route("/me/desk", get(page::page))
}

/// Below `/api/v1`.
pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::show))
}

//! API tokens.

mod api;
mod page;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/tokens", get(page::page).post(page::create))
        .route("/o/{organization}/tokens/{token}/revoke", post(page::revoke))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::list, api::create)).routes(routes!(api::revoke))
}

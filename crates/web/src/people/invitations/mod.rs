//! Invitations: accepting one, and their API. People invite others on the page of the members.

mod accept;
mod api;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/invitations/{secret}", get(accept::page).post(accept::begin))
        .route("/invitations/{secret}/accept", post(accept::join))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::list, api::create)).routes(routes!(api::revoke)).routes(routes!(api::renew))
}

//! Grants: what is open to people from outside.

mod api;
mod form;
mod list;
mod new;
mod wire;

pub(crate) use form::{OpeningForm, SentDays, SentOpening};
pub(crate) use wire::{GrantBody, OpeningBody};

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/grants", get(list::page).post(new::create))
        .route("/o/{organization}/grants/new", get(new::page))
        .route("/o/{organization}/grants/{grant}/end", post(list::end))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(api::list, api::create)).routes(routes!(api::end))
}

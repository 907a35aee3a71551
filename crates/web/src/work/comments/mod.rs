//! Comments (会話) in the API. On pages they are part of the answering page; each has an address of its own that
//! redirects there.

mod add;
mod list;
mod one;
mod place;
mod wire;

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get};

pub(crate) fn pages() -> Pages {
    Pages::new().route("/o/{organization}/comments/{comment}", get(place::page))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(list::endpoint, add::endpoint)).routes(routes!(one::edit, one::remove))
}

//! The way into the example.

mod enter;

use axum::routing::get;

use crate::pages::Pages;

pub(crate) fn pages() -> Pages {
    Pages::new().route("/demo/{secret}", get(enter::enter))
}

//! The way into the example.

mod enter;

use axum::Router;
use axum::routing::get;

use crate::Web;

pub(crate) fn pages() -> Router<Web> {
    Router::new().route("/demo/{secret}", get(enter::enter))
}

//! The description of the API (OpenAPI 3.1) and the page on which people read it.
//!
//! Handlers say what is particular to them. What holds for all is said once, in [`complete`]: who may ask, which errors there are and in
//! which form, how identifiers look, what each operation is called. So a handler cannot forget it, and cannot say it differently.

mod complete;
mod errors;
mod names;
mod parameters;
mod responses;
mod schema;
mod show;

use std::sync::LazyLock;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde_json::Value;

use crate::pages::{Pages, get};

/// The description, once it has been asked for.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::to_value(crate::api::described()).unwrap_or_default();
    complete::complete(&mut document);
    document
});

pub(crate) fn pages() -> Pages {
    Pages::new().route("/api/v1/openapi.json", get(json)).route("/api/docs", get(show::page))
}

/// The description of the API (OpenAPI 3.1).
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// `GET /api/v1/openapi.json`: for anybody; it tells nothing about what is kept here.
async fn json() -> impl IntoResponse {
    static TEXT: LazyLock<String> = LazyLock::new(|| document().to_string());
    ([(CONTENT_TYPE, "application/json")], TEXT.as_str())
}

#[cfg(test)]
mod changes;
#[cfg(test)]
mod tests;

//! All addresses.

use axum::Router;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tasuki_app::{Error, Kind};
use tasuki_catalog::{Lang, Text};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::api::api;
use crate::pages::Pages;
use crate::rooms;
use crate::take::{Known, Rejection, only_known};
use crate::{Problem, Web};

/// All pages and endpoints.
pub fn router(web: Web) -> Router {
    let (api, description) = api().split();
    let api = api.layer(from_fn_with_state(Known::of(&description), only_known));
    Router::new()
        .merge(pages().into_router())
        .merge(api)
        .fallback(missing)
        .method_not_allowed_fallback(method)
        .layer(from_fn_with_state(web.clone(), crate::front::front))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(web)
}

/// The addresses of all pages, and of everything else that is not part of the API: `/healthz`, files, streams.
pub fn page_addresses() -> Vec<String> {
    pages().addresses()
}

/// The pages of all rooms, and the one that describes the API of all rooms.
fn pages() -> Pages {
    rooms::pages().merge(crate::reference::pages())
}

/// No such address.
async fn missing(parts: Parts) -> Rejection {
    Rejection::new(&parts, Error::not_found())
}

/// The address exists, but not for this method; axum adds the `Allow` header.
async fn method(parts: Parts) -> Rejection {
    let error = Error::new(
        Kind::State,
        "method",
        "このアドレスではできない操作です。",
        "This address does not take that method.",
    )
    .hint(
        "API の説明で、そのアドレスで使えるメソッドを確かめてください。",
        "See the API documentation for the methods of this address.",
    );
    Rejection::with(&parts, StatusCode::METHOD_NOT_ALLOWED, error)
}

/// An unforeseen failure. The caller's language is no longer known here, so the texts are in both languages.
#[expect(clippy::needless_pass_by_value, reason = "the layer gives it so")]
fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(said, "a handler panicked");
    let mut error = Error::internal();
    error.message = in_both(&error.message);
    error.hint = in_both(&error.hint);
    Problem::new(error, Lang::Ja).into_response()
}

fn in_both(text: &Text) -> Text {
    let both = format!("{} {}", text.ja, text.en);
    Text::new(both.clone(), both)
}

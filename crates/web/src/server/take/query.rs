//! The query string of the address.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use tasuki_app::Error;

use super::text::{self, Wrong};
use super::{Rejection, form};

/// The query string of the address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let error = match text::check(query) {
            Err(Wrong::Nul) => text::nul(),
            Err(Wrong::NotUtf8) => Error::invalid("query.utf8", "UTF-8 で書いてください。", "Please write UTF-8.")
                .hint(
                    "アドレスの文字を UTF-8 でパーセントエンコードして送り直してください。",
                    "Percent-encode the address as UTF-8 and send it again.",
                ),
            Ok(()) => match form::read(query) {
                Ok(value) => return Ok(Self(value)),
                Err((path, found)) => text::misfit("query.value", &path, &found),
            },
        };
        Err(Rejection::new(parts, error))
    }
}

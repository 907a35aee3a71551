//! The variable parts of the address.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use tasuki_app::Error;

use super::{Rejection, text};

/// The variable parts of the address. An invalid identifier gives the same error as an unknown one: not found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Rejection;

    #[expect(clippy::disallowed_types, reason = "ours is axum's with another refusal")]
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let readable = text::check(parts.uri.path().as_bytes()).is_ok();
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(path)) if readable => Ok(Self(path)),
            _ => Err(Rejection::new(parts, Error::not_found())),
        }
    }
}

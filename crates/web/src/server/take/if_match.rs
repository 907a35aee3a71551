//! The version on which a change is based.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;

/// The version that a form or a tag names; what is no version of ours matches none.
pub(crate) fn seen(version: &str) -> i64 {
    version.parse().unwrap_or(i64::MIN)
}

/// The version on which a change is based, from `If-Match`; `None` without the header or with `*`. A weak tag, and
/// one that is not a version of ours, match nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let Some(value) = parts.headers.get(IF_MATCH) else { return Ok(Self(None)) };
        let value = value.to_str().unwrap_or_default().trim();
        if value == "*" {
            return Ok(Self(None));
        }
        let tag = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        Ok(Self(Some(seen(tag.unwrap_or_default()))))
    }
}

//! Saves bandwidth for unchanged data: `ETag` and `If-None-Match` for all JSON of read requests.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::take::Json;

/// A response with one thing, and the version for `If-Match`.
pub(crate) fn versioned<T: Serialize>(version: i64, body: T) -> impl IntoResponse {
    (AppendHeaders([(ETAG, format!("\"{version}\""))]), Json(body))
}

/// The parts of a request that matter for tags.
pub(crate) struct Asked {
    reads: bool,
    seen: Option<HeaderValue>,
}

impl Asked {
    pub(crate) fn of(request: &Request) -> Self {
        let reads =
            matches!(*request.method(), Method::GET | Method::HEAD) && request.uri().path().starts_with("/api/");
        Self { reads, seen: request.headers().get(IF_NONE_MATCH).filter(|_| reads).cloned() }
    }

    /// Tags the API's responses to read requests, and omits the body if the client has it already. A handler can set
    /// a strong tag for `If-Match`; otherwise the tag is weak and computed from the content.
    pub(crate) async fn answer(self, response: Response) -> Response {
        if !self.reads || response.status() != StatusCode::OK || !is_json(response.headers()) {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        // JSON bodies are already in memory, so this does not copy them.
        let Ok(bytes) = to_bytes(body, usize::MAX).await else { return Response::from_parts(parts, Body::empty()) };
        let tag = parts.headers.get(ETAG).cloned().or_else(|| weak(&bytes));
        let Some(tag) = tag else { return Response::from_parts(parts, Body::from(bytes)) };
        parts.headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
        let seen = self.seen.as_ref().map(|seen| seen.to_str().unwrap_or_default());
        let known = seen.is_some_and(|seen| matches(seen, tag.to_str().unwrap_or_default()));
        parts.headers.insert(ETAG, tag);
        if !known {
            return Response::from_parts(parts, Body::from(bytes));
        }
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(CONTENT_TYPE);
        parts.headers.remove(CONTENT_LENGTH);
        Response::from_parts(parts, Body::empty())
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

fn weak(bytes: &[u8]) -> Option<HeaderValue> {
    let digest = Sha256::digest(bytes);
    HeaderValue::try_from(format!("W/\"{}\"", tasuki_store::hex(&digest[..12]))).ok()
}

/// The weak comparison of RFC 9110, as required for `If-None-Match`.
fn matches(seen: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    seen.trim() == "*" || seen.split(',').any(|one| opaque(one) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(path: &str, seen: &str) -> Response {
        let asked = Asked::of(&Request::get(path).header(IF_NONE_MATCH, seen).body(Body::empty()).unwrap());
        let json = [(CONTENT_TYPE, "application/json")];
        asked
            .answer(if path == "/api/own" {
                (json, [(ETAG, "\"7\"")], "{}").into_response()
            } else {
                (json, "{}").into_response()
            })
            .await
    }

    #[tokio::test]
    async fn what_is_known_is_not_sent_again() {
        let first = ask("/api/weak", "\"7\"").await;
        assert_eq!(first.status(), StatusCode::OK);
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let again = ask("/api/weak", &format!("\"x\", {tag}")).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(!again.headers().contains_key(CONTENT_TYPE));
        assert_eq!(again.headers()[ETAG], tag.as_str());
        assert_eq!(ask("/api/own", "W/\"7\"").await.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask("/api/own", "\"8\"").await.headers()[ETAG], "\"7\"");
    }
}

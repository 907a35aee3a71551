//! `Idempotency-Key`: a request that counts once.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tasuki_app::once::{Once, Told};

use crate::take::Rejection;

/// The largest request that is compared in full.
const LIMIT: usize = 2 << 20;
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Notes the key of a request and what the request is, for [`crate::Who`] to find. An upload is too large to be held: it is known by
/// its address and length.
pub(crate) async fn note(mut parts: Parts, mut body: Body) -> Result<Request, Rejection> {
    let key = parts.headers.get(KEY).filter(|_| parts.method == Method::POST && parts.uri.path().starts_with("/api/"));
    let Some(key) = key.cloned() else { return Ok(Request::from_parts(parts, body)) };
    let mut content = Vec::new();
    if is_upload(&parts.headers) {
        content = parts.headers.get(CONTENT_LENGTH).map_or_else(Vec::new, |length| length.as_bytes().to_vec());
    } else {
        let bytes = to_bytes(body, LIMIT).await.map_err(|_| Rejection::too_large(&parts))?;
        content.extend_from_slice(&bytes);
        body = Body::from(bytes);
    }
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let once = Once::new(key.to_str().unwrap_or_default(), &[path.as_bytes(), &content]);
    let once = once.map_err(|error| Rejection::new(&parts, error))?;
    parts.extensions.insert(once);
    Ok(Request::from_parts(parts, body))
}

fn is_upload(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"))
}

/// What was made, as it was told the first time.
#[derive(Debug)]
pub(crate) struct Created(pub(crate) Told);

impl IntoResponse for Created {
    fn into_response(self) -> Response {
        let Told { status, json, again } = self.0;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::CREATED);
        let mut response = (status, json).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if again {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

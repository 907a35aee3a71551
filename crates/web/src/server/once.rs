//! Idempotent requests: `Idempotency-Key` in the API, and the hidden field `once` of every form that creates
//! something.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tasuki_app::Error;
use tasuki_app::once::{Fulfilled, Made, Once};

use crate::rendered::Rendered;
use crate::take::{Rejection, whole};
use crate::{Reply, Who, who};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The field of a form that contains its key.
pub(crate) const FIELD: &str = "once";
/// The field of a form that names whose page it is on; the script adds it to forms that have no key.
const PAGE_OF: &str = "page-of";
/// The same in a request of the script.
const PAGE_OF_HEADER: HeaderName = HeaderName::from_static("tasuki-page-of");

/// Stores the key of a request and its identity for [`crate::Who`]. An upload is too large to be buffered: it is
/// identified by its address and length, and by its content once that was received ([`Who::brought`]).
pub(crate) async fn note(mut parts: Parts, body: Body) -> Result<Request, Rejection> {
    if let Some(page_of) = parts.headers.get(PAGE_OF_HEADER).and_then(|value| value.to_str().ok()) {
        let rendered = Rendered { page_of: page_of.to_owned(), nonce: String::new() };
        parts.extensions.insert(rendered);
    }
    if parts.method != Method::POST {
        return Ok(Request::from_parts(parts, body));
    }
    if parts.uri.path().starts_with("/api/") { api(parts, body).await } else { form(parts, body).await }
}

async fn api(mut parts: Parts, mut body: Body) -> Result<Request, Rejection> {
    let Some(key) = parts.headers.get(KEY).cloned() else { return Ok(Request::from_parts(parts, body)) };
    let mut content = Vec::new();
    if is_kind(&parts.headers, "multipart/form-data") {
        content = parts.headers.get(CONTENT_LENGTH).map_or_else(Vec::new, |length| length.as_bytes().to_vec());
    } else {
        let bytes = held(&mut parts, body).await?;
        content.extend_from_slice(&bytes);
        body = Body::from(bytes);
    }
    let request = [address(&parts).as_bytes(), &content];
    let once = Once::new(key.to_str().unwrap_or_default(), &who::shown(&parts), &request);
    let once = once.map_err(|error| Rejection::new(&parts, error))?;
    parts.extensions.insert(once);
    Ok(Request::from_parts(parts, body))
}

fn unread() -> Error {
    Error::invalid(
        "body.broken",
        "送られたものを最後まで読めませんでした。",
        "The request could not be read to its end.",
    )
    .hint("もう一度送ってください。", "Send it again.")
}

/// The whole body. It keeps its place among all bodies as long as the request goes on.
async fn held(parts: &mut Parts, body: Body) -> Result<Bytes, Rejection> {
    let whole = whole(body).await.map_err(|refused| refused.reject(parts, || Rejection::malformed(parts, unread())))?;
    let bytes = whole.bytes.clone();
    parts.extensions.insert(Arc::new(whole));
    Ok(bytes)
}

/// A form of a page. Its key is removed, and whose page it is on, so that handlers never see them.
async fn form(mut parts: Parts, body: Body) -> Result<Request, Rejection> {
    if !is_kind(&parts.headers, "application/x-www-form-urlencoded") {
        return Ok(Request::from_parts(parts, body));
    }
    let bytes = held(&mut parts, body).await?;
    let (key, rest) = take_out(&bytes, FIELD);
    let (page_of, rest) = take_out(&rest, PAGE_OF);
    if !page_of.is_empty() {
        parts.extensions.insert(Rendered { page_of, nonce: String::new() });
    }
    if !key.is_empty() {
        parts.extensions.insert(Rendered::of_key(&key));
        let once = Once::of_form(&key, &who::shown(&parts), &[address(&parts).as_bytes(), &rest]);
        parts.extensions.insert(once);
    }
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(rest.len()));
    Ok(Request::from_parts(parts, Body::from(rest)))
}

/// A field of a form (empty if it has none), and the form without it.
fn take_out(form: &[u8], field: &str) -> (String, Vec<u8>) {
    let mut key = String::new();
    let mut rest = Vec::with_capacity(form.len());
    for pair in form.split(|byte| *byte == b'&') {
        if let Some(value) = pair.strip_prefix(field.as_bytes()).and_then(|value| value.strip_prefix(b"=")) {
            let read = form_urlencoded::parse(value).next();
            key = read.map_or_else(String::new, |(own, _)| own.into_owned());
            continue;
        }
        if !rest.is_empty() {
            rest.push(b'&');
        }
        rest.extend_from_slice(pair);
    }
    (key, rest)
}

fn address(parts: &Parts) -> &str {
    parts.uri.path_and_query().map_or("", |path| path.as_str())
}

fn is_kind(headers: &HeaderMap, kind: &str) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind)
}

impl Who {
    /// The same request after its upload was received: `content` identifies the content, `rendered` is the key of a
    /// page's form (empty if it has none).
    pub(crate) fn brought(self, rendered: &str, content: &[&[u8]]) -> Self {
        self.with(|caller| {
            if !rendered.is_empty() {
                caller.rendered = Rendered::of_key(rendered);
            }
            caller.once = match caller.once.take() {
                Some(once) => Some(once.with(content)),
                None if rendered.is_empty() => None,
                // The response to an upload contains no secret, so no credential is needed to decrypt it.
                None => Some(Once::of_form(rendered, "", &[&[caller.path.as_bytes()], content].concat())),
            };
        })
    }
}

/// The response as it was sent the first time.
#[derive(Debug)]
pub(crate) struct Created(pub(crate) Fulfilled);

impl IntoResponse for Created {
    fn into_response(self) -> Response {
        let Fulfilled { status, body, again } = self.0;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::CREATED);
        let mut response = if body.is_empty() {
            status.into_response()
        } else {
            (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
        };
        if again {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

impl Reply {
    /// The same in a form that can be stored and repeated. A page in direct response to a form shows a secret;
    /// everything else is a redirect.
    pub(crate) fn made(self) -> Result<Made, Error> {
        match self {
            Self::Go(path) => Ok(Made { status: StatusCode::SEE_OTHER.as_u16(), body: path, secret: false }),
            Self::Html(outcome, html) => Ok(Made { status: outcome.status().as_u16(), body: html, secret: true }),
            // None of our forms for files has a key.
            Self::File { .. } => Err(Error::invalid(
                "idempotency.file",
                "ファイルを作る操作には使えません。",
                "What makes a file takes no key.",
            )
            .hint(
                "Idempotency-Key を外して送り直してください。",
                "Send the request again without an Idempotency-Key.",
            )),
        }
    }

    /// What was kept, as it was.
    pub(crate) fn told(told: Fulfilled) -> Self {
        if told.status == StatusCode::SEE_OTHER.as_u16() {
            return Self::Go(told.body);
        }
        Self::Html(StatusCode::from_u16(told.status).unwrap_or(StatusCode::OK).into(), told.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_form_is_taken_out() {
        let read = |form: &str| {
            let (key, rest) = take_out(form.as_bytes(), FIELD);
            (key, String::from_utf8(rest).unwrap())
        };
        assert_eq!(read("once=abc&name=%E3%81%82&c=1&c=2"), ("abc".into(), "name=%E3%81%82&c=1&c=2".into()));
        assert_eq!(read("name=x&once=abc"), ("abc".into(), "name=x".into()));
        assert_eq!(read("name=once=abc&onces=1"), (String::new(), "name=once=abc&onces=1".into()));
        assert_eq!(read("once="), (String::new(), String::new()));
        assert_eq!(read(""), (String::new(), String::new()));
    }
}

//! What holds for every request: the security headers of every response, and whether a change comes from our own pages.

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, HeaderName, HeaderValue, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tasuki_app::{Error, Kind};

use crate::Web;
use crate::take::Rejection;

/// Nothing but our own files, and nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

/// The same for a page that frames files of our own.
pub(crate) fn policy_with_frames() -> HeaderValue {
    HeaderValue::try_from(format!("{POLICY}; frame-src 'self'")).unwrap_or_else(|_| HeaderValue::from_static(POLICY))
}

/// Adds the headers that keep a browser from doing what we do not need.
pub(crate) async fn headers(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fields = response.headers_mut();
    let fixed = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ];
    for (name, value) in fixed {
        let name = HeaderName::from_static(name);
        if !fields.contains_key(&name) {
            fields.insert(name, HeaderValue::from_static(value));
        }
    }
    if web.is_secure() {
        fields.insert("strict-transport-security", HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// Lets a change pass only when it comes from our own pages, bears an API token, or bears nothing that a browser sends by itself. Every
/// browser of the last years says where a request comes from (`Sec-Fetch-Site`, `Origin`); what says nothing is no browser with a cookie of ours.
pub(crate) async fn same_origin(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let is_api = parts.uri.path().starts_with("/api/");
    let bare = parts.headers.contains_key(AUTHORIZATION) || (is_api && !parts.headers.contains_key(COOKIE));
    if !changes || bare || is_own(&parts.headers, &web.app().options().base_url) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let error = Error::new(
        Kind::State,
        "cross_site",
        "別のサイトからの操作は受け付けません。",
        "Requests from other sites are refused.",
    )
    .hint("Tasuki の画面からやり直してください。", "Try again from a page of Tasuki.");
    Rejection::with(&parts, StatusCode::FORBIDDEN, error).into_response()
}

fn is_own(headers: &HeaderMap, base_url: &str) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match header("sec-fetch-site") {
        Some("same-origin" | "none") => true,
        Some(_) => false,
        None => match header(ORIGIN.as_str()) {
            Some(origin) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                origin == base_url.trim_end_matches('/') || (host.is_some() && host == header(HOST.as_str()))
            }
            None => false,
        },
    }
}

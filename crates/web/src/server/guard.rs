//! Protection for all requests: the security headers of responses, and the check that changes come from our own
//! pages.

use axum::http::header::{
    AUTHORIZATION, CONTENT_SECURITY_POLICY, COOKIE, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use tasuki_app::{Error, Kind};

use crate::Web;
use crate::take::Rejection;

/// Only our own files, and nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'";

/// The same for a page that embeds our own files in frames.
pub(crate) fn policy_with_frames() -> HeaderValue {
    HeaderValue::try_from(format!("{POLICY}; frame-src 'self'")).unwrap_or_else(|_| HeaderValue::from_static(POLICY))
}

/// Adds the headers that switch off browser features that we do not need.
pub(crate) fn headers(web: &Web, fields: &mut HeaderMap) {
    let fixed = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
    ];
    for (name, value) in fixed {
        fields.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if web.is_secure() {
        let always = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        fields.insert(STRICT_TRANSPORT_SECURITY, always);
    }
}

/// Admits a change only if it comes from our own pages, carries an API token, or carries nothing that a browser sends
/// automatically. All current browsers report where a request comes from (`Sec-Fetch-Site`, `Origin`); a client that
/// does not is no browser with our cookie.
pub(crate) fn same_origin(web: &Web, parts: &Parts) -> Result<(), Rejection> {
    let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let is_api = parts.uri.path().starts_with("/api/");
    let bare = parts.headers.contains_key(AUTHORIZATION) || (is_api && !parts.headers.contains_key(COOKIE));
    if !changes || bare || is_own(&parts.headers, &web.app().options().base_url) {
        return Ok(());
    }
    let error = Error::new(
        Kind::State,
        "cross_site",
        "別のサイトからの操作は受け付けません。",
        "Requests from other sites are refused.",
    )
    .hint("Tasuki の画面からやり直してください。", "Try again from a page of Tasuki.");
    Err(Rejection::with(parts, StatusCode::FORBIDDEN, error))
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

//! Admission of requests: rate limits, and the time limit for a response.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tasuki_app::{Credentials, Error, Kind};

use super::limits::{Key, Network};
use super::network::address;
use crate::take::Rejection;
use crate::{Web, Who, who};

/// The maximum time until the response to a request begins.
const LONGEST: Duration = Duration::from_mins(1);
/// The same for uploads, which may come over slow lines.
const LONGEST_UPLOAD: Duration = Duration::from_mins(15);

/// Admits a request, unless its session, token or address has exceeded the rate limit: 429 with `Retry-After`.
pub(crate) fn admit(web: &Web, parts: &Parts) -> Result<(), Rejection> {
    let network = Network::of(address(parts));
    let path = parts.uri.path();
    if path.starts_with("/assets/") || path == "/healthz" || path == "/readyz" {
        return Ok(());
    }
    let credentials = who::credentials(parts);
    let key = match credentials {
        _ if parts.method == Method::POST && path == "/sign-in/forgot" => Key::Forgot(network),
        _ if parts.method == Method::POST && hashes(path) => Key::SignIn(network),
        Credentials::Session(digest) | Credentials::Token(digest) if web.app().knows(credentials) => {
            Key::Secret(digest)
        }
        _ => Key::Network(network),
    };
    let now = web.app().options().clock.now().milliseconds();
    web.buckets().take(key, 1, now).map_err(|seconds| Rejection::new(parts, too_many(seconds)))
}

/// Whether the endpoint verifies or hashes a password or a secret.
fn hashes(path: &str) -> bool {
    let first =
        ["/sign-in", "/welcome/", "/invitations/", "/me/proof", "/l/"].iter().any(|first| path.starts_with(first));
    first || ["/me/mail", "/me/password", "/me/codes", "/me/codes/remove", "/me/recovery-codes"].contains(&path)
}

/// Counts the further operations of one request: a request that changes 150 answers counts as 150. It is admitted if
/// any capacity is left, and later requests wait the longer.
pub(crate) fn charge(web: &Web, who: &Who, things: usize) -> Result<(), Error> {
    let more = u32::try_from(things).unwrap_or(u32::MAX).saturating_sub(1);
    if more == 0 {
        return Ok(());
    }
    let now = web.app().options().clock.now().milliseconds();
    web.buckets().take(whose(web, who), more, now).map_err(too_many)
}

/// Counts operations whose number is known only afterwards: answers that were imported or carried over.
pub(crate) fn pay(web: &Web, who: &Who, things: usize) {
    let more = u32::try_from(things).unwrap_or(u32::MAX).saturating_sub(1);
    web.buckets().owe(&whose(web, who), more);
}

/// The bucket that a request counts against.
fn whose(web: &Web, who: &Who) -> Key {
    match who.credentials {
        Credentials::Session(digest) | Credentials::Token(digest) if web.app().knows(who.credentials) => {
            Key::Secret(digest)
        }
        _ => Key::Network(Network::of(who.address.parse().unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)))),
    }
}

fn too_many(seconds: u64) -> Error {
    Error::too_many(seconds, "too_many_requests", "操作が多すぎます。", "Too many requests.").hint(
        format!("{seconds}秒ほど待って、もう一度お試しください。"),
        format!("Wait for about {seconds} seconds and try again."),
    )
}

/// Cancels requests that take too long. Only the start of the response must be in time, so that event streams can
/// continue.
pub(crate) async fn hurry(request: Request, work: impl AsyncFnOnce(Request) -> Response) -> Response {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let longest = if kind.starts_with("multipart/") { LONGEST_UPLOAD } else { LONGEST };
    let (parts, body) = request.into_parts();
    let copy = parts.clone();
    if let Ok(response) = tokio::time::timeout(longest, work(Request::from_parts(parts, body))).await {
        response
    } else {
        let error = Error::new(
            Kind::Internal,
            "too_slow",
            "時間がかかりすぎたため中断しました。",
            "It took too long and was given up.",
        )
        .hint("保存されたかを確かめてから、もう一度お試しください。", "See whether it was saved before you try again.");
        Rejection::with(&copy, StatusCode::SERVICE_UNAVAILABLE, error).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hashes_is_bounded_like_a_sign_in() {
        for path in
            ["/sign-in/password", "/me/mail", "/me/proof", "/me/proof/code", "/invitations/x", "/welcome/x", "/l/x"]
        {
            assert!(hashes(path), "{path}");
        }
        for path in ["/me", "/me/name", "/o/x/invitations", "/api/v1/me"] {
            assert!(!hashes(path), "{path}");
        }
    }
}

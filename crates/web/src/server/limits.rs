//! How often and how long: limits per session, token or address, so that one of them cannot take everything.
//!
//! A bucket holds so many requests and fills up again with time. Signing in, and whatever else hashes a password, has a small one per network,
//! whatever the account (each account has its own delay and lock beside that), and asking for a forgotten password a smaller one; everything
//! else has a large one per session or token that was right lately, or per network: a secret that somebody made up gets none of its own.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tasuki_app::{Credentials, Error, Kind};

use crate::take::Rejection;
use crate::{Web, Who, who};

/// How many buckets there may be before the old ones are looked for.
const MANY: usize = 10_000;
/// After this time, in milliseconds, a bucket is full again, and says nothing.
const FULL: i64 = 60_000;
/// How often somebody may ask for a forgotten password, in ten minutes.
const FORGOTTEN: f64 = 10.0;
/// The same for the bucket of forgotten passwords.
const FULL_AGAIN: i64 = 600_000;
/// How long a request may take until its answer begins.
const LONGEST: Duration = Duration::from_mins(1);
/// The same for uploads, which come over slow lines.
const LONGEST_UPLOAD: Duration = Duration::from_mins(15);

/// How often somebody may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests in a second, per session or token; ten times as many in one go. 0 is no limit.
    pub requests: u32,
    /// Attempts to sign in, in a minute, per address. 0 is no limit.
    pub sign_ins: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { requests: 100, sign_ins: 30 }
    }
}

/// Whose bucket it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    SignIn(Network),
    Forgot(Network),
    Network(Network),
    Secret([u8; 32]),
}

/// What one household or office has: an address of the old kind, or a /64 of the new, in which anybody has as many addresses as they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Network {
    V4(Ipv4Addr),
    V6(u64),
}

impl Network {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => Self::V6(u64::try_from(address.to_bits() >> 64).unwrap_or_default()),
        }
    }
}

/// What is left in a bucket, and since when.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: i64,
}

/// All buckets.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    limits: Option<Limits>,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    buckets: HashMap<Key, Bucket>,
    /// At how many buckets the old ones are looked for next.
    look_at: usize,
}

impl Kept {
    /// Forgets full buckets, seldom enough that somebody with ever new names does not make us look through all with each request.
    fn tidy(&mut self, now: i64) {
        if self.buckets.len() >= self.look_at.max(MANY) {
            self.buckets.retain(|key, bucket| {
                let full = if matches!(key, Key::Forgot(_)) { FULL_AGAIN } else { FULL };
                now - bucket.at < full
            });
            self.look_at = self.buckets.len() * 2;
        }
    }
}

impl Buckets {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits: Some(limits), kept: Mutex::default() }
    }

    /// Takes so many out, as long as there is one: what is missing then is paid by waiting. Or says in how many seconds there will be one.
    fn take(&self, key: Key, pieces: u32, now: i64) -> Result<(), u64> {
        let Some(limits) = self.limits else { return Ok(()) };
        let (most, per_millisecond) = match key {
            Key::SignIn(_) => (f64::from(limits.sign_ins), f64::from(limits.sign_ins) / 60_000.0),
            Key::Forgot(_) if limits.sign_ins == 0 => (0.0, 0.0),
            Key::Forgot(_) => (FORGOTTEN, FORGOTTEN / 600_000.0),
            Key::Network(_) | Key::Secret(_) => {
                (f64::from(limits.requests) * 10.0, f64::from(limits.requests) / 1_000.0)
            }
        };
        if most <= 0.0 {
            return Ok(());
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.tidy(now);
        let bucket = kept.buckets.entry(key).or_insert(Bucket { left: most, at: now });
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since the last request")]
        let since = (now - bucket.at).max(0) as f64;
        *bucket = Bucket { left: (bucket.left + since * per_millisecond).min(most), at: now };
        if bucket.left >= 1.0 {
            bucket.left -= f64::from(pieces);
            return Ok(());
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number of seconds")]
        let wait = ((1.0 - bucket.left) / per_millisecond / 1_000.0).ceil() as u64;
        Err(wait.max(1))
    }

    /// Takes so many out, whether they are there or not.
    fn owe(&self, key: &Key, pieces: u32) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever has no bucket was not counted before either.
        if let Some(bucket) = kept.buckets.get_mut(key) {
            bucket.left -= f64::from(pieces);
        }
    }
}

/// Lets a request in, unless its session, token or address asks too often: 429 with `Retry-After`.
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

/// Whether a password or a secret is judged there, or hashed.
fn hashes(path: &str) -> bool {
    let first = ["/sign-in", "/welcome/", "/invitations/", "/me/proof"].iter().any(|first| path.starts_with(first));
    first || ["/me/mail", "/me/password", "/me/codes", "/me/codes/remove", "/me/recovery-codes"].contains(&path)
}

/// Counts what is done in one request beyond the first thing: one that changes 150 answers is 150 requests. Whoever has any left may do all of
/// it, and waits the longer afterwards.
pub(crate) fn charge(web: &Web, who: &Who, things: usize) -> Result<(), Error> {
    let more = u32::try_from(things).unwrap_or(u32::MAX).saturating_sub(1);
    if more == 0 {
        return Ok(());
    }
    let now = web.app().options().clock.now().milliseconds();
    web.buckets().take(whose(web, who), more, now).map_err(too_many)
}

/// Counts what came out as more than one thing after it was done: answers that were read off a file, or carried over.
pub(crate) fn pay(web: &Web, who: &Who, things: usize) {
    let more = u32::try_from(things).unwrap_or(u32::MAX).saturating_sub(1);
    web.buckets().owe(&whose(web, who), more);
}

/// Whose bucket it is that pays for what was asked.
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

/// Who is at the other end; behind a proxy on this machine, whom the proxy names.
pub(crate) fn address(parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip());
    let named = parts
        .headers
        .get("x-forwarded-for")
        .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    if peer.to_canonical().is_loopback() { named.unwrap_or(peer) } else { peer }
}

/// Ends what takes too long. The beginning of the answer counts, so that streams of events may go on.
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
    fn a_bucket_empties_and_fills() {
        let buckets = Buckets::new(Limits { requests: 2, sign_ins: 3 });
        let key = || Key::Network(Network::of(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        for _ in 0..20 {
            assert_eq!(buckets.take(key(), 1, 1_000), Ok(()));
        }
        assert_eq!(buckets.take(key(), 1, 1_000), Err(1));
        assert_eq!(buckets.take(key(), 1, 1_500), Ok(()), "half a second later there is one");
        assert_eq!(buckets.take(key(), 1, 1_500), Err(1));
        assert_eq!(buckets.take(Key::Secret([1; 32]), 1, 1_500), Ok(()), "everybody has an own one");
        let sign_in = || Key::SignIn(Network::of(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        for _ in 0..3 {
            assert_eq!(buckets.take(sign_in(), 1, 0), Ok(()));
        }
        assert_eq!(buckets.take(sign_in(), 1, 0), Err(20));
    }

    #[test]
    fn what_is_done_in_one_request_is_counted_by_the_piece() {
        let buckets = Buckets::new(Limits { requests: 20, sign_ins: 3 });
        let key = || Key::Secret([1; 32]);
        assert_eq!(buckets.take(key(), 1, 0), Ok(()), "the request itself");
        assert_eq!(buckets.take(key(), 149, 0), Ok(()), "and what else is in it");
        assert_eq!(buckets.take(key(), 1, 0), Ok(()), "50 of 200 were left");
        assert_eq!(buckets.take(key(), 149, 0), Ok(()), "who has any left may do all of it");
        assert_eq!(buckets.take(key(), 1, 0), Err(6), "and pays by waiting: 100 too many at 20 a second");
        assert_eq!(buckets.take(key(), 1, 5_000), Err(1));
        assert_eq!(buckets.take(key(), 1, 5_100), Ok(()));
        buckets.owe(&key(), 30);
        assert_eq!(buckets.take(key(), 1, 5_100), Err(2));
    }

    #[test]
    fn one_network_is_one_whatever_address_it_takes() {
        let of = |text: &str| Network::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:1234:5678:9abc"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }

    #[test]
    fn who_forgets_has_a_bound_of_their_own() {
        let buckets = Buckets::new(Limits::default());
        let forgot = || Key::Forgot(Network::of(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        for _ in 0..10 {
            assert_eq!(buckets.take(forgot(), 1, 0), Ok(()));
        }
        assert_eq!(buckets.take(forgot(), 1, 0), Err(60));
        assert_eq!(buckets.take(Key::SignIn(Network::of(IpAddr::V4(Ipv4Addr::LOCALHOST))), 1, 0), Ok(()));
    }

    #[test]
    fn what_hashes_is_bounded_like_a_sign_in() {
        for path in ["/sign-in/password", "/me/mail", "/me/proof", "/me/proof/code", "/invitations/x", "/welcome/x"] {
            assert!(hashes(path), "{path}");
        }
        for path in ["/me", "/me/name", "/o/x/invitations", "/api/v1/me"] {
            assert!(!hashes(path), "{path}");
        }
    }

    #[test]
    fn what_is_full_again_is_forgotten() {
        let buckets = Buckets::new(Limits::default());
        let named = |number: usize| {
            let mut name = [0; 32];
            name[..8].copy_from_slice(&number.to_be_bytes());
            Key::Secret(name)
        };
        let count = || buckets.kept.lock().unwrap().buckets.len();
        for number in 0..MANY * 3 {
            assert_eq!(buckets.take(named(number), 1, 0), Ok(()));
        }
        assert_eq!(count(), MANY * 3, "none of them is full yet");
        for number in MANY * 3..MANY * 5 {
            assert_eq!(buckets.take(named(number), 1, FULL), Ok(()));
        }
        assert_eq!(count(), MANY * 2, "those of a minute ago are gone");
    }

    #[test]
    fn without_limits_nobody_waits() {
        let (none, zero) = (Buckets::default(), Buckets::new(Limits { requests: 0, sign_ins: 0 }));
        for _ in 0..10_000 {
            assert_eq!(none.take(Key::Secret([0; 32]), 1, 0), Ok(()));
            assert_eq!(zero.take(Key::Secret([0; 32]), 1, 0), Ok(()));
        }
    }
}

//! Rate limits per session, token or address, so that no single client can use up the capacity.
//!
//! A token bucket holds a number of requests and refills over time. Signing in, and everything else that hashes a
//! password, uses a small bucket per network, whatever the account (each account also has its own delay and lock),
//! and requests for a forgotten password use an even smaller one. Everything else uses a large bucket per session or
//! token that was recently valid, or per network: invented secrets do not get a bucket of their own.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};

/// The number of buckets from which on old ones are searched for and removed.
const MANY: usize = 10_000;
/// After this time, in milliseconds, a bucket is full again and can be removed.
const FULL: i64 = 60_000;
/// The number of requests for a forgotten password in ten minutes.
const FORGOTTEN: f64 = 10.0;
/// The same for the bucket of forgotten passwords.
const FULL_AGAIN: i64 = 600_000;
/// How often somebody may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests per second, per session or token; bursts may be ten times as large. 0 means no limit.
    pub requests: u32,
    /// Sign-in attempts per minute, per address. 0 means no limit.
    pub sign_ins: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { requests: 100, sign_ins: 30 }
    }
}

/// Whose bucket it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    SignIn(Network),
    Forgot(Network),
    Network(Network),
    Secret([u8; 32]),
}

/// The network of one household or office: an IPv4 address, or an IPv6 /64, in which a client can use any number of
/// addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Network {
    V4(Ipv4Addr),
    V6(u64),
}

impl Network {
    pub(super) fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => Self::V6(u64::try_from(address.to_bits() >> 64).unwrap_or_default()),
        }
    }
}

/// The remaining capacity of a bucket, and the time of its last change.
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
    /// The number of buckets at which old ones are searched for next.
    look_at: usize,
}

impl Kept {
    /// Removes full buckets, but rarely, so that a client with ever new names does not cause a search with each
    /// request.
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

    /// Takes a number of requests if the bucket is not empty; a deficit delays later requests. Otherwise returns the
    /// number of seconds until there is capacity.
    pub(super) fn take(&self, key: Key, pieces: u32, now: i64) -> Result<(), u64> {
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

    /// Takes a number of requests, whether there is capacity or not.
    pub(super) fn owe(&self, key: &Key, pieces: u32) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // A client without a bucket was not counted before either.
        if let Some(bucket) = kept.buckets.get_mut(key) {
            bucket.left -= f64::from(pieces);
        }
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

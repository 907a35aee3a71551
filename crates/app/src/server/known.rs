//! Secrets that were valid recently: those of sessions and tokens. Rate limits ask here, before the database is
//! queried, whether a secret is real or made up; nothing else may depend on the result.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long a valid secret is remembered, in milliseconds: ten minutes.
const REMEMBERED: i64 = 10 * 60 * 1_000;
/// The number of secrets from which on old ones are searched for and removed.
const MANY: usize = 10_000;

/// Digests of valid secrets, with the time at which they were used.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    seen: HashMap<[u8; 32], i64>,
    look_at: usize,
}

impl Known {
    /// Records that a secret was valid.
    pub(crate) fn note(&self, digest: [u8; 32], now: i64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.seen.len() >= kept.look_at.max(MANY) {
            kept.seen.retain(|_, seen| now - *seen < REMEMBERED);
            kept.look_at = kept.seen.len() * 2;
        }
        kept.seen.insert(digest, now);
    }

    /// Whether a secret was valid within the last minutes.
    pub(crate) fn has(&self, digest: &[u8; 32], now: i64) -> bool {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.seen.get(digest).is_some_and(|seen| now - *seen < REMEMBERED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_right_is_known_for_a_while() {
        let known = Known::default();
        known.note([1; 32], 1_000);
        assert!(known.has(&[1; 32], 1_000 + REMEMBERED - 1));
        assert!(!known.has(&[1; 32], 1_000 + REMEMBERED));
        assert!(!known.has(&[2; 32], 1_000));
    }
}

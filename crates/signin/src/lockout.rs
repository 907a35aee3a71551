//! What to do about somebody who keeps guessing: every failure makes the next attempt wait longer, and the tenth in a row closes
//! the door for a quarter of an hour.
//!
//! The count stays after the quarter of an hour, so that each further failure closes the door again: four guesses an hour
//! lead nowhere. A success, or a day of quiet, starts afresh. Passkeys cannot be guessed and are not held up.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Failures in a row that lock.
pub const FAILURES_THAT_LOCK: u32 = 10;
/// How long the door stays closed.
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);
/// Mistyping this often costs nothing.
const FREE: u32 = 3;
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// The failures in a row of one account or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Failures {
    /// How many, since the last success.
    pub count: u32,
    /// When the last one was.
    pub last: Option<Timestamp>,
}

/// Whether an attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Yes.
    Open,
    /// Not before this moment, a few seconds away.
    Wait(Timestamp),
    /// Not before this moment, after too many failures.
    Locked(Timestamp),
}

impl Admission {
    /// Since when an attempt may be made again, if none may be made now.
    pub fn until(self) -> Option<Timestamp> {
        match self {
            Self::Open => None,
            Self::Wait(until) | Self::Locked(until) => Some(until),
        }
    }
}

impl Failures {
    /// Whether an attempt may be made at `now`.
    pub fn admission(self, now: Timestamp) -> Admission {
        let Some(last) = self.last else { return Admission::Open };
        let locked = self.count >= FAILURES_THAT_LOCK;
        let until = saturating(last, if locked { LOCKED_FOR } else { delay(self.count) });
        match () {
            () if now >= until => Admission::Open,
            () if locked => Admission::Locked(until),
            () => Admission::Wait(until),
        }
    }

    /// After one more failure at `now`.
    #[must_use]
    pub fn and_one_more(self, now: Timestamp) -> Self {
        let stale = self.last.is_some_and(|last| now >= saturating(last, FORGOTTEN_AFTER));
        let before = if stale { 0 } else { self.count };
        Self { count: before.saturating_add(1), last: Some(now) }
    }

    /// Whether the failure just counted is the one that locks, which the person is told by mail.
    pub fn just_locked(self) -> bool {
        self.count == FAILURES_THAT_LOCK
    }
}

/// One second after the third failure, then twice as long each time.
fn delay(count: u32) -> SignedDuration {
    if count < FREE { SignedDuration::ZERO } else { SignedDuration::from_secs(1 << (count - FREE).min(10)) }
}

fn saturating(moment: Timestamp, later: SignedDuration) -> Timestamp {
    moment.checked_add(later).unwrap_or(Timestamp::MAX)
}

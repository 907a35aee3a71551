//! Protection against guessing: from the third failure on, each failure makes the next attempt wait longer, and the
//! tenth in a row locks the account for a quarter of an hour.
//!
//! The password and the second factor are counted separately ([`Counts`]): a correct password does not show who is
//! guessing the second factor, and does not reset its count. Both counts remain after a lock ends, so that each
//! further failure locks again. The password's count is reset by a success or after a day without failures. Six
//! digits give little protection once the password is known: each further failure there locks for twice as long,
//! and only a success resets the count. Passkeys cannot be guessed and are not delayed.
//!
//! An attacker who wants to lock somebody out must keep trying for nine minutes before the account locks, and it
//! locks only for unknown devices: a device on which its owner has signed in has counts of its own.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Consecutive failures that lock.
pub const FAILURES_THAT_LOCK: u32 = 10;
/// How long the lock lasts.
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);
/// The longest lock of the second factor.
pub const LONGEST_LOCK: SignedDuration = SignedDuration::from_hours(12);
/// This many failures cause no delay.
const FREE: u32 = 3;
/// The seconds to wait after the third failure, the fourth and so on, up to the one that locks.
const DELAYS: [i64; 7] = [1, 4, 15, 30, 60, 120, 300];
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// What can be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guess {
    /// The password.
    Password,
    /// The second factor: a code of an authenticator application, or a recovery code.
    Factor,
}

/// The consecutive failures of one account, or of one of its devices, for each factor separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Of the password.
    pub password: Failures,
    /// Of second factors.
    pub factor: Failures,
}

impl Counts {
    /// Whether an attempt may be made at `now`.
    pub fn admission(self, guess: Guess, now: Timestamp) -> Admission {
        match guess {
            Guess::Password => self.password.admission(now),
            Guess::Factor => self.factor.admission_within(now, LONGEST_LOCK),
        }
    }

    /// The counts after one more attempt, which began at `now`. It counts as failed until it turns out to be right,
    /// so that parallel attempts cannot get around the count.
    #[must_use]
    pub fn and_one_more(self, guess: Guess, now: Timestamp) -> Self {
        match guess {
            Guess::Password => Self { password: self.password.and_one_more(now), ..self },
            Guess::Factor => Self { factor: self.factor.and_another(now), ..self },
        }
    }

    /// The counts after a successful attempt. The count of the other factor does not change.
    #[must_use]
    pub fn forgiven(self, guess: Guess) -> Self {
        match guess {
            Guess::Password => Self { password: Failures::default(), ..self },
            Guess::Factor => Self { factor: Failures::default(), ..self },
        }
    }

    /// Whether the failure just counted is the one that locks.
    pub fn just_locked(self, guess: Guess) -> bool {
        match guess {
            Guess::Password => self.password.just_locked(),
            Guess::Factor => self.factor.just_locked(),
        }
    }
}

/// The consecutive failures of one factor, for one account or one of its devices.
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
    /// When an attempt is allowed again, if none is allowed now.
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
        self.admission_within(now, LOCKED_FOR)
    }

    /// The same, but each failure after the first lock doubles its length, up to `longest`.
    fn admission_within(self, now: Timestamp, longest: SignedDuration) -> Admission {
        let Some(last) = self.believed(now) else { return Admission::Open };
        let locked = self.count >= FAILURES_THAT_LOCK;
        let until = saturating(last, if locked { lock(self.count, longest) } else { delay(self.count) });
        match () {
            () if now >= until => Admission::Open,
            () if locked => Admission::Locked(until),
            () => Admission::Wait(until),
        }
    }

    /// When the last one was. A failure dated more than a day ahead was recorded with a wrong clock and would lock
    /// for years: it counts as one whose lock has just ended, however long that lock was.
    fn believed(self, now: Timestamp) -> Option<Timestamp> {
        let latest = saturating(now, FORGOTTEN_AFTER);
        self.last.map(|last| if last > latest { saturating(now, -LONGEST_LOCK) } else { last })
    }

    /// The count after one more failure at `now`.
    #[must_use]
    pub fn and_one_more(self, now: Timestamp) -> Self {
        let stale = self.believed(now).is_some_and(|last| now >= saturating(last, FORGOTTEN_AFTER));
        let before = if stale { Self::default() } else { self };
        before.and_another(now)
    }

    /// The same, but a day without failures does not reset the count.
    fn and_another(self, now: Timestamp) -> Self {
        Self { count: self.count.saturating_add(1), last: Some(now) }
    }

    /// Whether the failure just counted is the one that locks; the person is then notified by mail.
    pub fn just_locked(self) -> bool {
        self.count == FAILURES_THAT_LOCK
    }
}

/// The delay grows with each failure after those without delay.
fn delay(count: u32) -> SignedDuration {
    let after = count.checked_sub(FREE).and_then(|place| DELAYS.get(usize::try_from(place).ok()?));
    after.map_or(SignedDuration::ZERO, |seconds| SignedDuration::from_secs(*seconds))
}

/// How long the lock lasts after so many failures.
fn lock(count: u32, longest: SignedDuration) -> SignedDuration {
    let doubled = LOCKED_FOR.checked_mul(1 << count.saturating_sub(FAILURES_THAT_LOCK).min(16));
    doubled.unwrap_or(longest).min(longest)
}

fn saturating(moment: Timestamp, later: SignedDuration) -> Timestamp {
    moment.checked_add(later).unwrap_or(Timestamp::MAX)
}

//! What to do about somebody who keeps guessing: every failure makes the next attempt wait longer, and the tenth in a row closes
//! the door for a quarter of an hour.
//!
//! The password and the second factor are counted apart ([`Counts`]): a right password says nothing about who guesses the second
//! factor, and gives none of its failures back. Both counts stay after the door opens again, so that each further failure closes it. That of
//! the password ends with a success or a day of quiet. Behind a right password six digits are little: there each further failure closes
//! the door for twice as long, and only a success ends the count. Passkeys cannot be guessed and are not held up.
//!
//! Whoever wants to lock somebody else out must come for nine minutes before the door closes, and it closes for strangers only: a device that
//! its owner signed in with has counts of its own.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Failures in a row that lock.
pub const FAILURES_THAT_LOCK: u32 = 10;
/// How long the door stays closed.
pub const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);
/// How long the second factor stays locked at the longest.
pub const LONGEST_LOCK: SignedDuration = SignedDuration::from_hours(12);
/// Mistyping this often costs nothing.
const FREE: u32 = 3;
/// How many seconds to wait after the third failure, the fourth and so on, up to the one that locks.
const DELAYS: [i64; 7] = [1, 4, 15, 30, 60, 120, 300];
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// What somebody may guess at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guess {
    /// The password.
    Password,
    /// What comes after it: a code of an application, or a recovery code.
    Factor,
}

/// The failures in a row of one account, or of one device of it, each factor apart.
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

    /// After one more attempt that began at `now`. It counts as failed until it turns out to be right, so that many at once are no way around
    /// the count.
    #[must_use]
    pub fn and_one_more(self, guess: Guess, now: Timestamp) -> Self {
        match guess {
            Guess::Password => Self { password: self.password.and_one_more(now), ..self },
            Guess::Factor => Self { factor: self.factor.and_another(now), ..self },
        }
    }

    /// After an attempt that was right. What was counted of the other factor stays, whenever that was.
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
        self.admission_within(now, LOCKED_FOR)
    }

    /// The same where each failure after the one that locks closes for twice as long, up to `longest`.
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

    /// When the last one was. A failure that lies more than a day ahead was noted by a clock that was wrong, and would lock for years: it
    /// counts as one whose lock has just ended, however long it was.
    fn believed(self, now: Timestamp) -> Option<Timestamp> {
        let latest = saturating(now, FORGOTTEN_AFTER);
        self.last.map(|last| if last > latest { saturating(now, -LONGEST_LOCK) } else { last })
    }

    /// After one more failure at `now`.
    #[must_use]
    pub fn and_one_more(self, now: Timestamp) -> Self {
        let stale = self.believed(now).is_some_and(|last| now >= saturating(last, FORGOTTEN_AFTER));
        let before = if stale { Self::default() } else { self };
        before.and_another(now)
    }

    /// The same where quiet does not help.
    fn and_another(self, now: Timestamp) -> Self {
        Self { count: self.count.saturating_add(1), last: Some(now) }
    }

    /// Whether the failure just counted is the one that locks, which the person is told by mail.
    pub fn just_locked(self) -> bool {
        self.count == FAILURES_THAT_LOCK
    }
}

/// Longer with each failure after those that are free.
fn delay(count: u32) -> SignedDuration {
    let after = count.checked_sub(FREE).and_then(|place| DELAYS.get(usize::try_from(place).ok()?));
    after.map_or(SignedDuration::ZERO, |seconds| SignedDuration::from_secs(*seconds))
}

/// How long the door closes after so many failures.
fn lock(count: u32, longest: SignedDuration) -> SignedDuration {
    let doubled = LOCKED_FOR.checked_mul(1 << count.saturating_sub(FAILURES_THAT_LOCK).min(16));
    doubled.unwrap_or(longest).min(longest)
}

fn saturating(moment: Timestamp, later: SignedDuration) -> Timestamp {
    moment.checked_add(later).unwrap_or(Timestamp::MAX)
}

//! Time and randomness, as parameters.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Moment;
}

/// Where randomness comes from.
pub trait Random: Send + Sync {
    /// Fills bytes with what nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// A point in time and the day it is in the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// The day in Japan, where every guideline counts its days.
    pub today: Date,
}

impl Moment {
    /// The moment of an instant.
    pub fn new(at: Timestamp) -> Self {
        let today = at.to_zoned(Self::zone()).date();
        Self { at, today }
    }

    /// Japan's time, in which days are counted: one zone and no summer time.
    pub fn zone() -> TimeZone {
        TimeZone::fixed(jiff::tz::offset(9))
    }

    /// Milliseconds since 1970, as the store keeps them.
    pub fn milliseconds(self) -> i64 {
        self.at.as_millisecond()
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the server looks at the clock")]
    fn now(&self) -> Moment {
        Moment::new(Timestamp::now())
    }
}

/// The machine's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    /// # Panics
    /// When the operating system has no randomness: nothing may go on then.
    #[expect(clippy::expect_used, reason = "without randomness every secret would be guessable")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

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
    /// Fills bytes with unpredictable values.
    fn fill(&self, bytes: &mut [u8]);
}

/// A point in time, and the day in the office's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// The day in Japan, because every guideline counts its days there.
    pub today: Date,
}

impl Moment {
    /// The moment of an instant.
    pub fn new(at: Timestamp) -> Self {
        let today = at.to_zoned(Self::zone()).date();
        Self { at, today }
    }

    /// Japan's time zone, in which days are counted; it has no daylight saving time.
    pub fn zone() -> TimeZone {
        TimeZone::fixed(jiff::tz::offset(9))
    }

    /// Milliseconds since 1970, as the store uses them.
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

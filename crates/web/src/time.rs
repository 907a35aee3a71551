//! Instants and days as pages show them, in the time of Japan.

use std::borrow::Borrow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2026-11-21 14:03`.
pub(crate) fn minute(milliseconds: impl Borrow<i64>) -> String {
    local(*milliseconds.borrow(), "%Y-%m-%d %H:%M")
}

/// `2026-11-21`.
pub(crate) fn day(milliseconds: impl Borrow<i64>) -> String {
    local(*milliseconds.borrow(), "%Y-%m-%d")
}

fn local(milliseconds: i64, format: &str) -> String {
    let at = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::fixed(jiff::tz::offset(9))).strftime(format).to_string()
}

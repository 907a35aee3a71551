//! Moments as scanners write them.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, fmt};

/// A moment with a zone, as RFC 3339 in UTC to the second; one without a zone as it is; a day as a day. `None` if it is none of these.
pub(super) fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    let zoned = text.parse::<Timestamp>().ok().or_else(|| offset(text));
    if let Some(at) = zoned {
        return Some(second(at));
    }
    if text.len() <= 10 {
        return text.parse::<Date>().ok().map(|day| day.to_string());
    }
    let civil = text.parse::<DateTime>().or_else(|_| DateTime::strptime("%a %b %d %H:%M:%S %Y", squeezed(text)));
    civil.ok().map(|at| at.strftime("%Y-%m-%dT%H:%M:%S").to_string())
}

/// A moment from seconds since 1970.
pub(super) fn epoch(text: &str) -> Option<String> {
    let seconds = text.trim().parse::<i64>().ok()?;
    Timestamp::from_second(seconds).ok().map(second)
}

/// The day of a moment as it is written there.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let start = text.get(..10).unwrap_or(text);
    start.replace('/', "-").parse().ok()
}

fn second(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `2026-11-12T00:00:00+0000`, whose offset has no colon.
fn offset(text: &str) -> Option<Timestamp> {
    fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%z", text).ok()?.to_timestamp().ok()
}

/// Days of one digit are written with two blanks before them.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

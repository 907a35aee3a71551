//! How long a registration holds, and on which days something is due while it does.

use jiff::ToSpan;
use jiff::civil::Date;

use super::scheme::Star;

/// The most self-checks in one registration: one in each month of a century.
const MOST_CHECKS: i32 = 1_200;

impl Star {
    /// The last day of a registration that begins on `from`: the day before its anniversary. Where the year of the end has no such day
    /// (29 February), it is the last day of that month, as the Civil Code counts (民法143条2項).
    pub fn last_day(&self, from: Date) -> Date {
        let anniversary = from.saturating_add(i32::from(self.valid.years).years());
        if anniversary.day() == from.day() { anniversary.yesterday().unwrap_or(anniversary) } else { anniversary }
    }

    /// The days on which the organization is to have checked itself, in a registration from `from` to `until`.
    pub fn self_checks(&self, from: Date, until: Date) -> Vec<Date> {
        let Some(every) = &self.self_check else { return Vec::new() };
        let day = |turn: i32| from.saturating_add((turn * i32::from(every.months)).months());
        (1..=MOST_CHECKS).map(day).take_while(|day| *day <= until && *day > from).collect()
    }

    /// The days before `until` on which people are reminded, the first one first.
    pub fn reminded(&self, until: Date) -> Vec<Date> {
        self.reminders.days.iter().map(|days| until.saturating_sub(i32::from(*days).days())).collect()
    }
}

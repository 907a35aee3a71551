//! What happens once a day, and for which day it has happened.
//!
//! A day after tomorrow was written by a clock that was ahead. It is taken for none: what is waited for until then would not happen for years.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::{StoreError, Tx, params};

/// For which day a timer last ran, as seen today.
pub fn last(tx: &mut Tx<'_>, name: &str, today: Date) -> Result<Option<Date>, StoreError> {
    let last: Option<Date> = tx.one("SELECT last FROM timers WHERE name = ?1", params![name], |row| row.get(0))?;
    Ok(last.filter(|last| *last <= latest(today)))
}

/// Takes a day for oneself: `true` for the first who asks, of all servers on this database.
pub fn take(tx: &mut Tx<'_>, name: &str, day: Date) -> Result<bool, StoreError> {
    let rows = tx.housekeep(
        "INSERT INTO timers (name, last) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET last = excluded.last WHERE timers.last < excluded.last OR timers.last > ?3",
        params![name, &day.to_string(), &latest(day).to_string()],
    )?;
    Ok(rows > 0)
}

/// The latest day that can be right: two servers may differ by one.
fn latest(today: Date) -> Date {
    today.saturating_add(1.day())
}

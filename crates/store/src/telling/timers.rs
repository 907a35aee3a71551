//! Daily jobs, and the last day for which each ran.
//!
//! A day after tomorrow was stored by a clock that was ahead. It is ignored: otherwise the job might not run for
//! years.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::{StoreError, Tx, params};

/// The last day for which a timer ran, as seen today.
pub fn last(tx: &mut Tx<'_>, name: &str, today: Date) -> Result<Option<Date>, StoreError> {
    let last: Option<Date> = tx.one("SELECT last FROM timers WHERE name = ?1", params![name], |row| row.get(0))?;
    Ok(last.filter(|last| *last <= latest(today)))
}

/// Claims a day: `true` for the first of all servers on this database.
pub fn take(tx: &mut Tx<'_>, name: &str, day: Date) -> Result<bool, StoreError> {
    let rows = tx.housekeep(
        "INSERT INTO timers (name, last) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET last = excluded.last WHERE timers.last < excluded.last OR timers.last > ?3",
        params![name, &day.to_string(), &latest(day).to_string()],
    )?;
    Ok(rows > 0)
}

/// The latest plausible day: the clocks of two servers may differ by one day.
fn latest(today: Date) -> Date {
    today.saturating_add(1.day())
}

//! How often a person or an organization did something on a day.

use jiff::civil::Date;

use crate::{StoreError, Tx, params};

/// Increments a counter and returns its value for that day.
pub fn count(tx: &mut Tx<'_>, day: Date, what: &str, who: &str) -> Result<i64, StoreError> {
    let day = day.to_string();
    tx.housekeep(
        "INSERT INTO daily (day, what, who, count) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (day, what, who) DO UPDATE SET count = daily.count + 1",
        params![&day, what, who],
    )?;
    let found =
        tx.one("SELECT count FROM daily WHERE day = ?1 AND what = ?2 AND who = ?3", params![&day, what, who], |row| {
            row.get(0)
        })?;
    Ok(found.unwrap_or(1))
}

/// Deletes the counters of earlier days.
pub fn sweep(tx: &mut Tx<'_>, before: Date) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM daily WHERE day < ?1", params![&before.to_string()])
}

//! How much of something a person or an organization did on a day.

use jiff::civil::Date;

use crate::{StoreError, Tx, params};

/// Counts one more of something and tells how many there are on that day by now.
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

/// Forgets the days before one.
pub fn sweep(tx: &mut Tx<'_>, before: Date) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM daily WHERE day < ?1", params![&before.to_string()])
}

//! What happens once a day, and for which day it has happened.

use jiff::civil::Date;

use crate::{StoreError, Tx, params};

/// For which day a timer last ran.
pub fn last(tx: &mut Tx<'_>, name: &str) -> Result<Option<Date>, StoreError> {
    tx.one("SELECT last FROM timers WHERE name = ?1", params![name], |row| row.get(0))
}

/// Takes a day for oneself: `true` for the first who asks, of all servers on this database.
pub fn take(tx: &mut Tx<'_>, name: &str, day: Date) -> Result<bool, StoreError> {
    let rows = tx.housekeep(
        "INSERT INTO timers (name, last) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET last = excluded.last WHERE timers.last < excluded.last",
        params![name, &day.to_string()],
    )?;
    Ok(rows > 0)
}

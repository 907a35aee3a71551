//! Failed sign-ins with unknown names, counted by day and address. Strangers must not be able to fill the log, so
//! these attempts are not logged one by one.

use jiff::civil::Date;

use crate::{StoreError, Tx, params};

/// How many addresses are counted separately per day; further ones are counted together.
const ADDRESSES: i64 = 200;

/// Counts one failed sign-in.
pub fn count(tx: &mut Tx<'_>, day: Date, address: &str) -> Result<(), StoreError> {
    let day = day.to_string();
    let known = tx.housekeep(
        "UPDATE failed_sign_ins SET count = count + 1 WHERE day = ?1 AND address = ?2",
        params![&day, address],
    )?;
    if known > 0 {
        return Ok(());
    }
    let several =
        tx.one("SELECT COUNT(*) FROM failed_sign_ins WHERE day = ?1", params![&day], |row| row.get::<i64>(0))?;
    let address = if several.unwrap_or_default() < ADDRESSES { address } else { "" };
    tx.housekeep(
        "INSERT INTO failed_sign_ins (day, address, count) VALUES (?1, ?2, 1)
         ON CONFLICT (day, address) DO UPDATE SET count = failed_sign_ins.count + 1",
        params![&day, address],
    )?;
    Ok(())
}

/// Removes and returns the counts of earlier days: day, address and count, the highest count of a day first. A
/// count dated later than tomorrow comes from a wrong clock and is removed too.
pub fn take(tx: &mut Tx<'_>, before: Date) -> Result<Vec<(Date, String, i64)>, StoreError> {
    let (day, later) = (before.to_string(), before.saturating_add(jiff::ToSpan::day(1)).to_string());
    let counted = tx.query(
        "SELECT day, address, count FROM failed_sign_ins WHERE day < ?1 OR day > ?2 ORDER BY day, count DESC, address",
        params![&day, &later],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    tx.housekeep("DELETE FROM failed_sign_ins WHERE day < ?1 OR day > ?2", params![&day, &later])?;
    Ok(counted)
}

//! Sign-ins that failed under names that nobody has: counted by day and address. Each of them in the log would let whoever knows nothing fill it.

use jiff::civil::Date;

use crate::{StoreError, Tx, params};

/// How many addresses are told apart in a day; further ones are counted together.
const ADDRESSES: i64 = 200;

/// Counts one.
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

/// Takes out what was counted on days before one: day, address and count, the most first within a day. A day later than the next is wrong,
/// and comes out, too.
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

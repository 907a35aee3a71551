//! Requests for a link to choose a new password. The same is stored whether the account exists or not; looking up
//! the account and sending the mail happen later.

use crate::{StoreError, Tx, params};

/// Stores a request. A repeated request after `since` is not stored again: one mail is enough.
pub fn ask(tx: &mut Tx<'_>, mail: &str, now: i64, since: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO reset_requests (mail, asked) VALUES (?1, ?2)
         ON CONFLICT (mail) DO UPDATE SET asked = excluded.asked, done = 0 WHERE reset_requests.asked <= ?3",
        params![mail, now, since],
    )?;
    Ok(())
}

/// Requests that were not processed yet, oldest first, at most `limit`.
pub fn open(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<String>, StoreError> {
    tx.query("SELECT mail FROM reset_requests WHERE done = 0 ORDER BY asked, mail LIMIT ?1", params![limit], |row| {
        row.get(0)
    })
}

/// Claims a request; returns whether it still existed.
pub fn take(tx: &mut Tx<'_>, mail: &str) -> Result<bool, StoreError> {
    Ok(tx.housekeep("UPDATE reset_requests SET done = 1 WHERE mail = ?1 AND done = 0", params![mail])? > 0)
}

/// Deletes requests from before `before`, so that they can be made again.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM reset_requests WHERE asked <= ?1", params![before])
}

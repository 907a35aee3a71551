//! Who asked for a link to choose a new password. The same is written down whether there is such an account or not; who it is, and the
//! letter, come later.

use crate::{StoreError, Tx, params};

/// Writes down that somebody asked. Who asked after `since` is not written down again: one letter is enough.
pub fn ask(tx: &mut Tx<'_>, mail: &str, now: i64, since: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO reset_requests (mail, asked) VALUES (?1, ?2)
         ON CONFLICT (mail) DO UPDATE SET asked = excluded.asked, done = 0 WHERE reset_requests.asked <= ?3",
        params![mail, now, since],
    )?;
    Ok(())
}

/// Requests that nobody has looked at, oldest first, at most `limit`.
pub fn open(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<String>, StoreError> {
    tx.query("SELECT mail FROM reset_requests WHERE done = 0 ORDER BY asked, mail LIMIT ?1", params![limit], |row| {
        row.get(0)
    })
}

/// Takes a request for oneself and tells whether it was still there.
pub fn take(tx: &mut Tx<'_>, mail: &str) -> Result<bool, StoreError> {
    Ok(tx.housekeep("UPDATE reset_requests SET done = 1 WHERE mail = ?1 AND done = 0", params![mail])? > 0)
}

/// Forgets requests from before `before`: they may be made again.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM reset_requests WHERE asked <= ?1", params![before])
}

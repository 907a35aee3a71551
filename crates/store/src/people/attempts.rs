//! Counters that belong to no account: sign-in attempts with unknown addresses, and requested mails. The subject is
//! stored only as a digest, so that a row is small and reveals nothing.

use crate::{StoreError, Tx, params};

/// How often, and when last (in milliseconds since 1970).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// The number of times.
    pub count: i64,
    /// The last time; 0 if never.
    pub at: i64,
}

/// The counter for a digest, if it changed after `since`.
pub fn find(tx: &mut Tx<'_>, digest: &[u8; 32], since: i64) -> Result<Attempts, StoreError> {
    let found =
        tx.one("SELECT count, at FROM attempts WHERE digest = ?1 AND at > ?2", params![digest, since], |row| {
            Ok(Attempts { count: row.get(0)?, at: row.get(1)? })
        })?;
    Ok(found.unwrap_or_default())
}

/// Stores a counter.
pub fn put(tx: &mut Tx<'_>, digest: &[u8; 32], attempts: Attempts) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO attempts (digest, count, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (digest) DO UPDATE SET count = excluded.count, at = excluded.at",
        params![digest, attempts.count, attempts.at],
    )?;
    Ok(())
}

/// Deletes counters that did not change since `since`, and the oldest ones if more than `most` remain.
pub fn sweep(tx: &mut Tx<'_>, since: i64, most: i64) -> Result<u64, StoreError> {
    let old = tx.housekeep("DELETE FROM attempts WHERE at <= ?1", params![since])?;
    let oldest_kept = "SELECT at FROM attempts ORDER BY at DESC LIMIT 1 OFFSET ?1";
    let Some(oldest) = tx.one(oldest_kept, params![most], |row| row.get::<i64>(0))? else { return Ok(old) };
    Ok(old + tx.housekeep("DELETE FROM attempts WHERE at <= ?1", params![oldest])?)
}

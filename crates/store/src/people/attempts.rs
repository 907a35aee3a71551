//! What is counted and concerns no account: attempts under addresses that nobody has, letters that somebody asked for. What it is about
//! is known by a digest only, so that a row is small and tells nothing.

use crate::{StoreError, Tx, params};

/// How often, and when last, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// How often.
    pub count: i64,
    /// When last; 0 when never.
    pub at: i64,
}

/// What was counted under a digest since `since`.
pub fn find(tx: &mut Tx<'_>, digest: &[u8; 32], since: i64) -> Result<Attempts, StoreError> {
    let found =
        tx.one("SELECT count, at FROM attempts WHERE digest = ?1 AND at > ?2", params![digest, since], |row| {
            Ok(Attempts { count: row.get(0)?, at: row.get(1)? })
        })?;
    Ok(found.unwrap_or_default())
}

/// Keeps a count.
pub fn put(tx: &mut Tx<'_>, digest: &[u8; 32], attempts: Attempts) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO attempts (digest, count, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (digest) DO UPDATE SET count = excluded.count, at = excluded.at",
        params![digest, attempts.count, attempts.at],
    )?;
    Ok(())
}

/// Forgets what was not counted since `since`, and beyond that the oldest of more than `most`.
pub fn sweep(tx: &mut Tx<'_>, since: i64, most: i64) -> Result<u64, StoreError> {
    let old = tx.housekeep("DELETE FROM attempts WHERE at <= ?1", params![since])?;
    let oldest_kept = "SELECT at FROM attempts ORDER BY at DESC LIMIT 1 OFFSET ?1";
    let Some(oldest) = tx.one(oldest_kept, params![most], |row| row.get::<i64>(0))? else { return Ok(old) };
    Ok(old + tx.housekeep("DELETE FROM attempts WHERE at <= ?1", params![oldest])?)
}

//! Idempotency keys: a request takes effect once, however often it is sent.

use crate::{PersonId, StoreError, Tx, params};

/// The owner of a key: a person, within an organization or outside of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// The organization; empty if there is none.
    pub organization: &'a str,
    /// The sender.
    pub actor: PersonId,
}

/// The response to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of the request.
    pub request: [u8; 32],
    /// The status of the response; 0 while the request is still being processed.
    pub status: u16,
    /// Its body.
    pub response: String,
    /// Whether the body is encrypted: it contains a secret that must not be in the database as plain text.
    pub sealed: bool,
    /// SHA-256 of the rights with which the sender made the request; none in what an earlier version stored.
    pub rights: Option<[u8; 32]>,
}

/// Claims a key for a request; returns whether it was free. If another transaction holds the key, this waits until
/// that transaction ends.
pub fn claim(tx: &mut Tx<'_>, owner: Owner<'_>, key: &str, request: &[u8; 32], now: i64) -> Result<bool, StoreError> {
    let rows = tx.housekeep(
        "INSERT INTO idempotency (organization, actor, key, request, status, response, at)
         VALUES (?1, ?2, ?3, ?4, 0, '', ?5) ON CONFLICT (organization, actor, key) DO NOTHING",
        params![owner.organization, &owner.actor, key, request, now],
    )?;
    Ok(rows > 0)
}

/// The stored response for a key.
pub fn find(tx: &mut Tx<'_>, owner: Owner<'_>, key: &str) -> Result<Option<Kept>, StoreError> {
    tx.one(
        "SELECT request, status, response, sealed, rights FROM idempotency
         WHERE organization = ?1 AND actor = ?2 AND key = ?3",
        params![owner.organization, &owner.actor, key],
        |row| {
            let status: u32 = row.get(1)?;
            Ok(Kept {
                request: row.get(0)?,
                status: u16::try_from(status).unwrap_or_default(),
                response: row.get(2)?,
                sealed: row.get(3)?,
                rights: row.get(4)?,
            })
        },
    )
}

/// Stores the response to the request that claimed the key.
pub fn answer(tx: &mut Tx<'_>, owner: Owner<'_>, key: &str, kept: &Kept) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE idempotency SET status = ?4, response = ?5, sealed = ?6, rights = ?7
         WHERE organization = ?1 AND actor = ?2 AND key = ?3",
        params![
            owner.organization,
            &owner.actor,
            key,
            i64::from(kept.status),
            kept.response.as_str(),
            kept.sealed,
            kept.rights.as_ref()
        ],
    )?;
    Ok(())
}

/// Releases a key whose request had no effect.
pub fn release(tx: &mut Tx<'_>, owner: Owner<'_>, key: &str) -> Result<(), StoreError> {
    tx.housekeep(
        "DELETE FROM idempotency WHERE organization = ?1 AND actor = ?2 AND key = ?3",
        params![owner.organization, &owner.actor, key],
    )?;
    Ok(())
}

/// Deletes the keys of a person from before a point in time.
pub fn forget(tx: &mut Tx<'_>, owner: Owner<'_>, before: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "DELETE FROM idempotency WHERE organization = ?1 AND actor = ?2 AND at < ?3",
        params![owner.organization, &owner.actor, before],
    )?;
    Ok(())
}

/// Deletes all keys from before a point in time.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM idempotency WHERE at < ?1", params![before])
}

//! Recovery codes: ten, each valid once.

use crate::{PersonId, StoreError, Tx, params};

/// The digests of the unused codes of a person.
pub fn left(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<[u8; 32]>, StoreError> {
    tx.query(
        "SELECT digest FROM recovery_codes WHERE person = ?1 AND used IS NULL ORDER BY digest",
        params![&person],
        |row| row.get(0),
    )
}

/// Replaces all codes of a person.
pub fn replace(tx: &mut Tx<'_>, person: PersonId, digests: &[[u8; 32]]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM recovery_codes WHERE person = ?1", params![&person])?;
    for digest in digests {
        tx.execute("INSERT INTO recovery_codes (person, digest) VALUES (?1, ?2)", params![&person, digest])?;
    }
    Ok(())
}

/// Uses up a code; returns whether it was unused.
pub fn take(tx: &mut Tx<'_>, person: PersonId, digest: &[u8; 32], now: i64) -> Result<bool, StoreError> {
    let taken = tx.execute(
        "UPDATE recovery_codes SET used = ?3 WHERE person = ?1 AND digest = ?2 AND used IS NULL",
        params![&person, digest, now],
    )?;
    Ok(taken > 0)
}

/// Removes all codes of a person; returns how many were left.
pub fn remove_all(tx: &mut Tx<'_>, person: PersonId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM recovery_codes WHERE person = ?1", params![&person])
}

//! Passkeys: the keys on people's devices.

use serde::Serialize;

use crate::{PasskeyId, PersonId, Row, StoreError, Tx, params};

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passkey {
    /// Its owner.
    pub person: PersonId,
    /// Identifier.
    pub id: PasskeyId,
    /// The authenticator's identifier for it, base64url; unique.
    #[serde(skip)]
    pub credential: String,
    /// The name given by its owner.
    pub name: String,
    /// Public key and counter, as JSON.
    #[serde(skip)]
    pub state: String,
    /// When it was registered, in milliseconds since 1970.
    pub created: i64,
    /// When it was last used.
    pub used: Option<i64>,
}

/// The part of a passkey's state that its owner decided at registration: the public key. The rest changes with each
/// use.
pub(crate) fn public_key(state: &str) -> String {
    let state: serde_json::Value = serde_json::from_str(state).unwrap_or_default();
    // A passkey without a key cannot be used, so there is nothing to distinguish.
    state.pointer("/cred/cred").map(ToString::to_string).unwrap_or_default()
}

fn read(row: &Row<'_>) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        person: row.get(0)?,
        id: row.get(1)?,
        credential: row.get(2)?,
        name: row.get(3)?,
        state: row.get(4)?,
        created: row.get(5)?,
        used: row.get(6)?,
    })
}

/// The passkeys of a person, oldest first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
    tx.query(
        "SELECT person, id, credential, name, state, created, used FROM passkeys WHERE person = ?1 ORDER BY id",
        params![&person],
        read,
    )
}

/// The passkey with this credential identifier.
pub fn find_by_credential(tx: &mut Tx<'_>, credential: &str) -> Result<Option<Passkey>, StoreError> {
    tx.one(
        "SELECT person, id, credential, name, state, created, used FROM passkeys WHERE credential = ?1",
        params![credential],
        read,
    )
}

/// Adds a passkey.
pub fn add(tx: &mut Tx<'_>, passkey: &Passkey) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO passkeys (person, id, credential, name, state, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![&passkey.person, &passkey.id, &passkey.credential, &passkey.name, &passkey.state, passkey.created],
    )?;
    Ok(())
}

/// Records a use of a passkey with its new counter; returns whether it still exists.
pub fn touch(tx: &mut Tx<'_>, passkey: &Passkey, state: &str, now: i64) -> Result<bool, StoreError> {
    let rows = tx.housekeep(
        "UPDATE passkeys SET state = ?3, used = ?4 WHERE person = ?1 AND id = ?2",
        params![&passkey.person, &passkey.id, state, now],
    )?;
    Ok(rows > 0)
}

/// Renames a passkey; returns whether there was one.
pub fn rename(tx: &mut Tx<'_>, person: PersonId, id: PasskeyId, name: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("UPDATE passkeys SET name = ?3 WHERE person = ?1 AND id = ?2", params![&person, &id, name])? > 0)
}

/// Removes a passkey; returns whether there was one.
pub fn remove(tx: &mut Tx<'_>, person: PersonId, id: PasskeyId) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM passkeys WHERE person = ?1 AND id = ?2", params![&person, &id])? > 0)
}

/// Removes all passkeys of a person; returns how many there were.
pub fn remove_all(tx: &mut Tx<'_>, person: PersonId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM passkeys WHERE person = ?1", params![&person])
}

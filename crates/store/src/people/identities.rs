//! Identities of people at identity providers (OpenID Connect).

use serde::Serialize;

use crate::{PersonId, StoreError, Tx, params};

/// A person's identity at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The provider's identifier for the person, never given to anybody else.
    pub subject: String,
    /// Since when, in milliseconds since 1970.
    pub created: i64,
}

/// The person with this identity.
pub fn find(tx: &mut Tx<'_>, issuer: &str, subject: &str) -> Result<Option<PersonId>, StoreError> {
    tx.one("SELECT person FROM identities WHERE issuer = ?1 AND subject = ?2", params![issuer, subject], |row| {
        row.get(0)
    })
}

/// The identities of a person.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Identity>, StoreError> {
    tx.query(
        "SELECT issuer, subject, created FROM identities WHERE person = ?1 ORDER BY issuer",
        params![&person],
        |row| Ok(Identity { issuer: row.get(0)?, subject: row.get(1)?, created: row.get(2)? }),
    )
}

/// Adds an identity to a person.
pub fn add(tx: &mut Tx<'_>, person: PersonId, identity: &Identity) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO identities (issuer, subject, person, created) VALUES (?1, ?2, ?3, ?4)",
        params![&identity.issuer, &identity.subject, &person, identity.created],
    )?;
    Ok(())
}

/// Removes a person's identity at a provider; returns whether there was one.
pub fn remove(tx: &mut Tx<'_>, person: PersonId, issuer: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM identities WHERE person = ?1 AND issuer = ?2", params![&person, issuer])? > 0)
}

/// Removes all identities of a person; returns how many there were.
pub fn remove_all(tx: &mut Tx<'_>, person: PersonId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM identities WHERE person = ?1", params![&person])
}

//! Whom identity providers (OpenID Connect) name.

use serde::Serialize;

use crate::{PersonId, StoreError, Tx, params};

/// A person as an identity provider names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// Its name for the person, never given to another.
    pub subject: String,
    /// Since when, in milliseconds since 1970.
    pub created: i64,
}

/// The person whom a provider names so.
pub fn find(tx: &mut Tx<'_>, issuer: &str, subject: &str) -> Result<Option<PersonId>, StoreError> {
    tx.one("SELECT person FROM identities WHERE issuer = ?1 AND subject = ?2", params![issuer, subject], |row| {
        row.get(0)
    })
}

/// Under which names providers know a person.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Identity>, StoreError> {
    tx.query(
        "SELECT issuer, subject, created FROM identities WHERE person = ?1 ORDER BY issuer",
        params![&person],
        |row| Ok(Identity { issuer: row.get(0)?, subject: row.get(1)?, created: row.get(2)? }),
    )
}

/// Notes that a provider names a person so.
pub fn add(tx: &mut Tx<'_>, person: PersonId, identity: &Identity) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO identities (issuer, subject, person, created) VALUES (?1, ?2, ?3, ?4)",
        params![&identity.issuer, &identity.subject, &person, identity.created],
    )?;
    Ok(())
}

/// Forgets that a provider names a person and tells whether it did.
pub fn remove(tx: &mut Tx<'_>, person: PersonId, issuer: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM identities WHERE person = ?1 AND issuer = ?2", params![&person, issuer])? > 0)
}

/// Forgets all names that providers have for a person; returns how many there were.
pub fn remove_all(tx: &mut Tx<'_>, person: PersonId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM identities WHERE person = ?1", params![&person])
}

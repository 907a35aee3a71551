//! API tokens: access for programs.

use serde::Serialize;

use crate::{ApiTokenId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// An API token. Only the SHA-256 of its secret is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    /// The organization to which it gives access.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: ApiTokenId,
    /// Its owner; it can do no more than that person.
    pub person: PersonId,
    /// The name given by its owner.
    pub name: String,
    /// The most it may do: `read`, `write`, `admin`.
    pub scopes: Vec<String>,
    /// When it was created, in milliseconds since 1970.
    pub created: i64,
    /// When it was last used.
    pub used: Option<i64>,
    /// When it expires.
    pub ends: Option<i64>,
}

/// Reads a token from the columns that begin at `first`.
pub(crate) fn read(row: &Row<'_>, first: usize) -> Result<Token, StoreError> {
    let scopes: String = row.get(first + 4)?;
    Ok(Token {
        organization: row.get(first)?,
        id: row.get(first + 1)?,
        person: row.get(first + 2)?,
        name: row.get(first + 3)?,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        created: row.get(first + 5)?,
        used: row.get(first + 6)?,
        ends: row.get(first + 7)?,
    })
}

/// Adds a token.
pub fn add(tx: &mut Tx<'_>, token: &Token, digest: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO api_tokens (organization, id, person, digest, name, scopes, created, ends)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            &token.organization,
            &token.id,
            &token.person,
            digest,
            &token.name,
            &token.scopes.join(" "),
            token.created,
            token.ends
        ],
    )?;
    Ok(())
}

/// The tokens of a person in an organization, newest first.
pub fn of_person(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId) -> Result<Vec<Token>, StoreError> {
    tx.query(
        "SELECT organization, id, person, name, scopes, created, used, ends FROM api_tokens
         WHERE organization = ?1 AND person = ?2 ORDER BY id DESC",
        params![&organization, &person],
        |row| read(row, 0),
    )
}

/// The tokens of an organization, newest first.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Token>, StoreError> {
    tx.query(
        "SELECT organization, id, person, name, scopes, created, used, ends FROM api_tokens
         WHERE organization = ?1 ORDER BY id DESC",
        params![&organization],
        |row| read(row, 0),
    )
}

/// Removes a token; returns whether there was one.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, id: ApiTokenId) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM api_tokens WHERE organization = ?1 AND id = ?2", params![&organization, &id])? > 0)
}

/// All tokens of a person in all organizations, newest first.
pub fn all_of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Token>, StoreError> {
    tx.query(
        "SELECT organization, id, person, name, scopes, created, used, ends FROM api_tokens
         WHERE person = ?1 ORDER BY id DESC",
        params![&person],
        |row| read(row, 0),
    )
}

/// Records a use of a token.
pub fn touch(tx: &mut Tx<'_>, organization: OrganizationId, id: ApiTokenId, now: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE api_tokens SET used = ?3 WHERE organization = ?1 AND id = ?2",
        params![&organization, &id, now],
    )?;
    Ok(())
}

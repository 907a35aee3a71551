//! API tokens: who may come in without a browser.

use serde::Serialize;

use crate::{ApiTokenId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// An API token. Its secret is not kept, only the secret's SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    /// The organization that it opens.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: ApiTokenId,
    /// Whose it is; it can do no more than that person.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// What it may do at most: `read`, `write`, `admin`.
    pub scopes: Vec<String>,
    /// When it was made, in milliseconds since 1970.
    pub created: i64,
    /// When it was last used.
    pub used: Option<i64>,
    /// When it ends.
    pub ends: Option<i64>,
}

fn read(row: &Row<'_>) -> Result<Token, StoreError> {
    let scopes: String = row.get(4)?;
    Ok(Token {
        organization: row.get(0)?,
        id: row.get(1)?,
        person: row.get(2)?,
        name: row.get(3)?,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        created: row.get(5)?,
        used: row.get(6)?,
        ends: row.get(7)?,
    })
}

/// The token of a secret, unless it has ended.
pub fn find(tx: &mut Tx<'_>, digest: &[u8; 32], now: i64) -> Result<Option<Token>, StoreError> {
    tx.one(
        "SELECT organization, id, person, name, scopes, created, used, ends FROM api_tokens
         WHERE digest = ?1 AND (ends IS NULL OR ends > ?2)",
        params![digest, now],
        read,
    )
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
        read,
    )
}

/// The tokens of an organization, newest first.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Token>, StoreError> {
    tx.query(
        "SELECT organization, id, person, name, scopes, created, used, ends FROM api_tokens
         WHERE organization = ?1 ORDER BY id DESC",
        params![&organization],
        read,
    )
}

/// Removes a token and tells whether there was one.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, id: ApiTokenId) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM api_tokens WHERE organization = ?1 AND id = ?2", params![&organization, &id])? > 0)
}

/// Removes all tokens of a person in an organization, as when the person leaves.
pub fn remove_of_person(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM api_tokens WHERE organization = ?1 AND person = ?2", params![&organization, &person])
}

/// Notes that a token was used.
pub fn touch(tx: &mut Tx<'_>, organization: OrganizationId, id: ApiTokenId, now: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE api_tokens SET used = ?3 WHERE organization = ?1 AND id = ?2",
        params![&organization, &id, now],
    )?;
    Ok(())
}

//! Calendar feeds: a secret address under which a calendar program fetches what is due.

use crate::{OrganizationId, PersonId, StoreError, Tx, params};

/// When a person's feed was created, if there is one.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId) -> Result<Option<i64>, StoreError> {
    tx.one(
        "SELECT created FROM calendar_feeds WHERE organization = ?1 AND person = ?2",
        params![&organization, &person],
        |row| row.get(0),
    )
}

/// The owner of the feed for the secret with this digest.
pub fn open(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<(OrganizationId, PersonId)>, StoreError> {
    tx.one("SELECT organization, person FROM calendar_feeds WHERE digest = ?1", params![digest], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Creates a person's feed, or gives it a new secret.
pub fn put(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    person: PersonId,
    digest: &[u8; 32],
    now: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO calendar_feeds (organization, person, digest, created) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (organization, person) DO UPDATE SET digest = excluded.digest, created = excluded.created",
        params![&organization, &person, digest, now],
    )?;
    Ok(())
}

/// Deletes a person's feed; returns whether there was one.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "DELETE FROM calendar_feeds WHERE organization = ?1 AND person = ?2",
        params![&organization, &person],
    )?;
    Ok(rows > 0)
}

/// The organizations in which a person has a feed, and when it was created.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(OrganizationId, i64)>, StoreError> {
    tx.query(
        "SELECT organization, created FROM calendar_feeds WHERE person = ?1 ORDER BY organization",
        params![&person],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Deletes all feeds of a person; returns how many there were.
pub fn remove_all(tx: &mut Tx<'_>, person: PersonId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM calendar_feeds WHERE person = ?1", params![&person])
}

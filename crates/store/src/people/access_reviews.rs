//! Access reviews (アクセス権の棚卸): a person checked who has which access, and confirmed it.

use serde::Serialize;

use crate::{OrganizationId, PersonId, StoreError, Tx, params};

/// One review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The reviewer.
    pub person: PersonId,
    /// Who had which access at that time, as JSON.
    pub members: String,
}

/// The reviews of an organization, newest first, at most `limit`.
pub fn newest(tx: &mut Tx<'_>, organization: OrganizationId, limit: i64) -> Result<Vec<Review>, StoreError> {
    tx.query(
        "SELECT at, person, members FROM access_reviews WHERE organization = ?1 ORDER BY at DESC LIMIT ?2",
        params![&organization, limit],
        |row| Ok(Review { at: row.get(0)?, person: row.get(1)?, members: row.get(2)? }),
    )
}

/// Adds a review.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, review: &Review) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO access_reviews (organization, at, person, members) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (organization, at) DO UPDATE SET person = excluded.person, members = excluded.members",
        params![&organization, review.at, &review.person, &review.members],
    )?;
    Ok(())
}

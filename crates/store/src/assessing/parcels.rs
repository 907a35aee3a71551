//! Temporary data: a workbook between preview and import, or a report that is being made.
//!
//! A parcel belongs to one person in one organization and expires by itself. It is not a record: the audit log
//! contains what was imported, not what was previewed.

use crate::{OrganizationId, ParcelId, PersonId, Row, StoreError, Tx, params};

/// The maximum number of parcels of a kind per person; older ones are removed.
const MOST: i64 = 8;

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The organization.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: ParcelId,
    /// Its owner.
    pub person: PersonId,
    /// Its kind: `reading`, `workbook`, `report`.
    pub kind: String,
    /// The name of the file.
    pub name: String,
    /// Its state, as JSON.
    pub state: String,
    /// The file, if there is one.
    pub body: Option<Vec<u8>>,
    /// When it expires, in milliseconds since 1970.
    pub ends: i64,
}

fn read(row: &Row<'_>) -> Result<Parcel, StoreError> {
    Ok(Parcel {
        organization: row.get(0)?,
        id: row.get(1)?,
        person: row.get(2)?,
        kind: row.get(3)?,
        name: row.get(4)?,
        state: row.get(5)?,
        body: row.get(6)?,
        ends: row.get(7)?,
    })
}

/// Stores a parcel, and removes expired parcels and the person's oldest ones.
pub fn add(tx: &mut Tx<'_>, parcel: &Parcel, now: i64) -> Result<(), StoreError> {
    tx.housekeep("DELETE FROM parcels WHERE organization = ?1 AND ends <= ?2", params![&parcel.organization, now])?;
    tx.housekeep(
        "INSERT INTO parcels (organization, id, person, kind, name, state, body, ends) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            &parcel.organization,
            &parcel.id,
            &parcel.person,
            &parcel.kind,
            &parcel.name,
            &parcel.state,
            parcel.body.as_ref(),
            parcel.ends
        ],
    )?;
    tx.housekeep(
        "DELETE FROM parcels WHERE organization = ?1 AND person = ?2 AND kind = ?3 AND id NOT IN
            (SELECT id FROM parcels WHERE organization = ?1 AND person = ?2 AND kind = ?3 ORDER BY id DESC LIMIT ?4)",
        params![&parcel.organization, &parcel.person, &parcel.kind, MOST],
    )?;
    Ok(())
}

/// A person's parcel that has not expired.
pub fn find(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    person: PersonId,
    id: ParcelId,
    now: i64,
) -> Result<Option<Parcel>, StoreError> {
    tx.one(
        "SELECT organization, id, person, kind, name, state, body, ends FROM parcels
         WHERE organization = ?1 AND id = ?2 AND person = ?3 AND ends > ?4",
        params![&organization, &id, &person, now],
        read,
    )
}

/// Stores the outcome of a parcel.
pub fn finish(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: ParcelId,
    state: &str,
    body: Option<&[u8]>,
) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE parcels SET state = ?3, body = ?4 WHERE organization = ?1 AND id = ?2",
        params![&organization, &id, state, body],
    )?;
    Ok(())
}

/// Removes a parcel.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, id: ParcelId) -> Result<(), StoreError> {
    tx.housekeep("DELETE FROM parcels WHERE organization = ?1 AND id = ?2", params![&organization, &id])?;
    Ok(())
}

/// Removes a person's parcels of one kind.
pub fn clear(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId, kind: &str) -> Result<(), StoreError> {
    tx.housekeep(
        "DELETE FROM parcels WHERE organization = ?1 AND person = ?2 AND kind = ?3",
        params![&organization, &person, kind],
    )?;
    Ok(())
}

/// Removes expired parcels.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM parcels WHERE ends <= ?1", params![now])
}

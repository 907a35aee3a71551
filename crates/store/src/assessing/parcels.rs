//! What is on its way for a short while: a workbook between preview and import, a report that is being made.
//!
//! A parcel belongs to one person in one organization and ends by itself. Nothing of it is a record: the audit log tells
//! what was imported, not what was looked at.

use crate::{OrganizationId, ParcelId, PersonId, Row, StoreError, Tx, params};

/// How many parcels of a kind a person has at most; older ones make room.
const MOST: i64 = 8;

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The organization.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: ParcelId,
    /// Whose it is.
    pub person: PersonId,
    /// What it is: `reading`, `workbook`, `report`.
    pub kind: String,
    /// The name of the file.
    pub name: String,
    /// What is known of it, as JSON.
    pub state: String,
    /// The file, where there is one.
    pub body: Option<Vec<u8>>,
    /// When it ends, in milliseconds since 1970.
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

/// Keeps a parcel, and lets go of what ended and of the person's oldest.
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

/// A person's parcel that has not ended.
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

/// Notes what became of a parcel.
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

/// Lets go of a parcel.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, id: ParcelId) -> Result<(), StoreError> {
    tx.housekeep("DELETE FROM parcels WHERE organization = ?1 AND id = ?2", params![&organization, &id])?;
    Ok(())
}

/// Lets go of a person's parcels of one kind.
pub fn clear(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId, kind: &str) -> Result<(), StoreError> {
    tx.housekeep(
        "DELETE FROM parcels WHERE organization = ?1 AND person = ?2 AND kind = ?3",
        params![&organization, &person, kind],
    )?;
    Ok(())
}

/// Lets go of what ended.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM parcels WHERE ends <= ?1", params![now])
}

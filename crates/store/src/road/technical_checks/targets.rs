//! The targets of a technical check.

use serde::Serialize;
use tasuki_catalog::{Exposure, TargetKind};

use super::super::{json, text, word};
use crate::{OrganizationId, PersonId, RoadId, Row, StoreError, TargetId, Tx, params};

/// A target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Identifier.
    pub id: TargetId,
    /// The road.
    pub road: RoadId,
    /// What it is called.
    pub name: String,
    /// Its other names, and ranges of addresses.
    pub addresses: Vec<String>,
    /// Whether it is part of what is tested.
    pub in_scope: bool,
    /// Why it is, or is not.
    pub reason: String,
    /// What it is, if anybody said.
    pub kind: Option<TargetKind>,
    /// From where it can be reached, if anybody said.
    pub exposure: Option<Exposure>,
    /// Who is asked, if they have an account.
    pub owner: Option<PersonId>,
    /// Who is asked, in words.
    pub owner_name: String,
    /// When it was last changed, in milliseconds since 1970.
    pub changed: i64,
    /// By whom.
    pub changed_by: PersonId,
    /// Goes up with every change.
    pub version: i64,
}

/// Selects the columns of a [`Target`], followed by the given SQL.
macro_rules! select_targets {
    ($rest:literal) => {
        concat!(
            "SELECT id, road, name, addresses, in_scope, reason, kind, exposure, owner, owner_name, changed, changed_by, version
             FROM technical_targets ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Target, StoreError> {
    let (kind, exposure): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
    let kind_of = |word: &str| TargetKind::ALL.into_iter().find(|own| own.word() == word);
    let exposure_of = |word: &str| Exposure::ALL.into_iter().find(|own| own.word() == word);
    Ok(Target {
        id: row.get(0)?,
        road: row.get(1)?,
        name: row.get(2)?,
        addresses: json(row.get(3)?, "addresses of a target")?,
        in_scope: row.get::<i64>(4)? != 0,
        reason: row.get(5)?,
        kind: kind.map(|text| word(text, kind_of)).transpose()?,
        exposure: exposure.map(|text| word(text, exposure_of)).transpose()?,
        owner: row.get(8)?,
        owner_name: row.get(9)?,
        changed: row.get(10)?,
        changed_by: row.get(11)?,
        version: row.get(12)?,
    })
}

/// The targets of a road, by name.
pub fn targets(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Target>, StoreError> {
    tx.query(
        select_targets!("WHERE organization = ?1 AND road = ?2 ORDER BY name, id"),
        params![&organization, &road],
        read,
    )
}

/// One target.
pub fn target(tx: &mut Tx<'_>, organization: OrganizationId, id: TargetId) -> Result<Option<Target>, StoreError> {
    tx.one(select_targets!("WHERE organization = ?1 AND id = ?2"), params![&organization, &id], read)
}

/// Adds a target.
pub fn add_target(tx: &mut Tx<'_>, organization: OrganizationId, own: &Target) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO technical_targets (organization, id, road, name, addresses, in_scope, reason, kind, exposure, owner, owner_name,
                                        changed, changed_by, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            &organization,
            &own.id,
            &own.road,
            &own.name,
            &text(&own.addresses),
            i64::from(own.in_scope),
            &own.reason,
            own.kind.map(TargetKind::word),
            own.exposure.map(Exposure::word),
            &own.owner,
            &own.owner_name,
            own.changed,
            &own.changed_by,
            own.version
        ],
    )?;
    Ok(())
}

/// Writes a change of the version before it. Returns `false` if somebody else was first.
pub fn put_target(tx: &mut Tx<'_>, organization: OrganizationId, own: &Target) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE technical_targets
         SET name = ?3, addresses = ?4, in_scope = ?5, reason = ?6, kind = ?7, exposure = ?8, owner = ?9, owner_name = ?10,
             changed = ?11, changed_by = ?12, version = ?13
         WHERE organization = ?1 AND id = ?2 AND version + 1 = ?13",
        params![
            &organization,
            &own.id,
            &own.name,
            &text(&own.addresses),
            i64::from(own.in_scope),
            &own.reason,
            own.kind.map(TargetKind::word),
            own.exposure.map(Exposure::word),
            &own.owner,
            &own.owner_name,
            own.changed,
            &own.changed_by,
            own.version
        ],
    )?;
    Ok(rows > 0)
}

/// Takes a target off the list. Returns `false` if it was changed since this version.
pub fn remove_target(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: TargetId,
    version: i64,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "DELETE FROM technical_targets WHERE organization = ?1 AND id = ?2 AND version = ?3",
        params![&organization, &id, version],
    )?;
    Ok(rows > 0)
}

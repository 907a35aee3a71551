//! Organizations (組織).

use serde::{Deserialize, Serialize};

use crate::{OrganizationId, PersonId, Row, StoreError, Tx, params};

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Identifier.
    pub id: OrganizationId,
    /// Name.
    pub name: String,
    /// The kind of its identity: `corporate_number`, `lei`, `duns`, `gbizid` or `own`.
    pub identity_kind: String,
    /// The identity itself.
    pub identity: String,
    /// 業種.
    pub industry: String,
    /// Size class.
    pub size_class: String,
    /// Whether members need a second factor or a passkey to enter.
    #[serde(default)]
    pub second_factor: bool,
    /// When it was created, in milliseconds since 1970.
    pub created: i64,
}

fn read(row: &Row<'_>) -> Result<Organization, StoreError> {
    Ok(Organization {
        id: row.get(0)?,
        name: row.get(1)?,
        identity_kind: row.get(2)?,
        identity: row.get(3)?,
        industry: row.get(4)?,
        size_class: row.get(5)?,
        second_factor: row.get(6)?,
        created: row.get(7)?,
    })
}

/// An organization by identifier.
pub fn find(tx: &mut Tx<'_>, id: OrganizationId) -> Result<Option<Organization>, StoreError> {
    tx.one(
        "SELECT id, name, identity_kind, identity, industry, size_class, second_factor, created
         FROM organizations WHERE id = ?1",
        params![&id],
        read,
    )
}

/// The organizations of which a person is a member on a day, by name.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, today: &str) -> Result<Vec<Organization>, StoreError> {
    tx.query(
        "SELECT o.id, o.name, o.identity_kind, o.identity, o.industry, o.size_class, o.second_factor, o.created
         FROM members m JOIN organizations o ON o.id = m.organization
         WHERE m.person = ?1 AND (m.ends IS NULL OR m.ends >= ?2) ORDER BY o.name",
        params![&person, today],
        read,
    )
}

/// The name of an organization; empty if there is none.
pub fn name(tx: &mut Tx<'_>, id: OrganizationId) -> Result<String, StoreError> {
    Ok(tx.one("SELECT name FROM organizations WHERE id = ?1", params![&id], |row| row.get(0))?.unwrap_or_default())
}

/// Adds an organization.
pub fn add(tx: &mut Tx<'_>, organization: &Organization) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO organizations (id, name, identity_kind, identity, industry, size_class, second_factor, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            &organization.id,
            &organization.name,
            &organization.identity_kind,
            &organization.identity,
            &organization.industry,
            &organization.size_class,
            organization.second_factor,
            organization.created
        ],
    )?;
    Ok(())
}

/// Changes the data of an organization.
pub fn set(tx: &mut Tx<'_>, organization: &Organization) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE organizations
         SET name = ?2, identity_kind = ?3, identity = ?4, industry = ?5, size_class = ?6, second_factor = ?7 WHERE id = ?1",
        params![
            &organization.id,
            &organization.name,
            &organization.identity_kind,
            &organization.identity,
            &organization.industry,
            &organization.size_class,
            organization.second_factor
        ],
    )?;
    Ok(())
}

/// The identifiers of all organizations, for timers.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<OrganizationId>, StoreError> {
    tx.query("SELECT id FROM organizations ORDER BY id", &[], |row| row.get(0))
}

//! Sites (拠点) of an organization.

use serde::{Deserialize, Serialize};

use crate::{OrganizationId, SiteId, StoreError, Tx, params};

/// A site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Identifier.
    pub id: SiteId,
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
}

/// The sites of an organization, oldest first.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Site>, StoreError> {
    tx.query("SELECT id, name, address FROM sites WHERE organization = ?1 ORDER BY id", params![&organization], |row| {
        Ok(Site { id: row.get(0)?, name: row.get(1)?, address: row.get(2)? })
    })
}

/// A site of an organization.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: SiteId) -> Result<Option<Site>, StoreError> {
    tx.one(
        "SELECT id, name, address FROM sites WHERE organization = ?1 AND id = ?2",
        params![&organization, &id],
        |row| Ok(Site { id: row.get(0)?, name: row.get(1)?, address: row.get(2)? }),
    )
}

/// Adds a site, or changes it.
pub fn put(tx: &mut Tx<'_>, organization: OrganizationId, site: &Site) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sites (organization, id, name, address) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (organization, id) DO UPDATE SET name = excluded.name, address = excluded.address",
        params![&organization, &site.id, &site.name, &site.address],
    )?;
    Ok(())
}

/// Removes a site; returns whether there was one.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, id: SiteId) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM sites WHERE organization = ?1 AND id = ?2", params![&organization, &id])? > 0)
}

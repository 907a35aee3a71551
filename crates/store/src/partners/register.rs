//! The register of partners (取引先): companies in the organization's chain.

mod details;
mod needs;

pub use details::{Contact, Contract, Details, Ending, details, details_of_all, ending, put_details, supplies};
pub use needs::{Need, NeedReply, add_need, held_needs, needs};

use serde::{Deserialize, Serialize};
use tasuki_scheme::{Identity, IdentityKind};

use crate::{OrganizationId, PartnerId, PersonId, Row, StoreError, Tx, params};

/// A partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// Whose partner it is.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// How it is identified.
    pub identity: Identity,
    /// What it supplies.
    pub supplies: String,
    /// What else there is to say.
    pub note: String,
    /// Who of us looks after it.
    pub owner: Option<PersonId>,
    /// Whether it supplies us; otherwise it only supplies others in the chain.
    pub direct: bool,
    /// When it was added, in milliseconds since 1970.
    pub created: i64,
    /// When it was archived.
    pub archived: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

/// Selects the columns of a [`Partner`], followed by the given SQL.
macro_rules! select_partners {
    ($rest:literal) => {
        concat!(
            "SELECT organization, id, name, identity_kind, identity, supplies, note, created, archived, version, owner,
                    direct
             FROM partners ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Partner, StoreError> {
    let (kind, text): (String, String) = (row.get(3)?, row.get(4)?);
    let identity = IdentityKind::from_word(&kind).and_then(|kind| Identity::parse(kind, &text).ok());
    Ok(Partner {
        organization: row.get(0)?,
        id: row.get(1)?,
        name: row.get(2)?,
        identity: identity.ok_or(StoreError::Stored { what: "an identity", text })?,
        supplies: row.get(5)?,
        note: row.get(6)?,
        created: row.get(7)?,
        archived: row.get(8)?,
        version: row.get(9)?,
        owner: row.get(10)?,
        direct: row.get::<i64>(11)? != 0,
    })
}

/// The partners in use, or those in the archive, by name.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId, archived: bool) -> Result<Vec<Partner>, StoreError> {
    let sql = select_partners!(
        "WHERE organization = ?1 AND CASE WHEN archived IS NULL THEN 0 ELSE 1 END = CAST(?2 AS BIGINT) ORDER BY name, id"
    );
    tx.query(sql, params![&organization, archived], read)
}

/// One partner.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: PartnerId) -> Result<Option<Partner>, StoreError> {
    tx.one(select_partners!("WHERE organization = ?1 AND id = ?2"), params![&organization, &id], read)
}

/// The partner with this identity, archived or not. Names of our own may stand several times.
pub fn by_identity(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    identity: &Identity,
) -> Result<Option<Partner>, StoreError> {
    let sql = select_partners!("WHERE organization = ?1 AND identity = ?2 AND identity_kind = ?3 LIMIT 1");
    tx.one(sql, params![&organization, identity.text(), identity.kind().word()], read)
}

/// Adds a partner.
pub fn add(tx: &mut Tx<'_>, partner: &Partner) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO partners (organization, id, name, identity_kind, identity, supplies, note, created, archived, version,
             owner, direct)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            &partner.organization,
            &partner.id,
            &partner.name,
            partner.identity.kind().word(),
            partner.identity.text(),
            &partner.supplies,
            &partner.note,
            partner.created,
            partner.archived,
            partner.version,
            partner.owner.as_ref(),
            partner.direct
        ],
    )?;
    Ok(())
}

/// Writes a change of the version before it. Returns `false` if somebody else was first.
pub fn put(tx: &mut Tx<'_>, partner: &Partner) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE partners SET name = ?3, identity_kind = ?4, identity = ?5, supplies = ?6, note = ?7, archived = ?8, version = ?9,
             owner = ?10, direct = ?11
         WHERE organization = ?1 AND id = ?2 AND version + 1 = ?9",
        params![
            &partner.organization,
            &partner.id,
            &partner.name,
            partner.identity.kind().word(),
            partner.identity.text(),
            &partner.supplies,
            &partner.note,
            partner.archived,
            partner.version,
            partner.owner.as_ref(),
            partner.direct
        ],
    )?;
    Ok(rows > 0)
}

//! Invitations into an organization.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_scheme::Roles;

use crate::members::Area;
use crate::{InvitationId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// An invitation. Only the SHA-256 of the secret in its link is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The organization.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: InvitationId,
    /// The invited address, in lower case.
    pub mail: String,
    /// The name given by the person who invites.
    pub name: String,
    /// The roles of the new member.
    pub roles: Roles,
    /// The areas of a contributor; empty means all.
    pub areas: Vec<Area>,
    /// The last day of a guest.
    pub member_ends: Option<Date>,
    /// The person who invited.
    pub invited_by: PersonId,
    /// When, in milliseconds since 1970.
    pub created: i64,
    /// When the link ends.
    pub ends: i64,
    /// When it was accepted.
    pub accepted: Option<i64>,
    /// Whether only the owner of the address may use it; otherwise anybody who has the link.
    pub bound: bool,
}

fn read(row: &Row<'_>) -> Result<Invitation, StoreError> {
    let (roles, areas): (String, String) = (row.get(4)?, row.get(5)?);
    Ok(Invitation {
        organization: row.get(0)?,
        id: row.get(1)?,
        mail: row.get(2)?,
        name: row.get(3)?,
        roles: roles.parse().map_err(|_| StoreError::Stored { what: "roles", text: roles })?,
        areas: serde_json::from_str(&areas).map_err(|_| StoreError::Stored { what: "areas", text: areas })?,
        member_ends: row.get(6)?,
        invited_by: row.get(7)?,
        created: row.get(8)?,
        ends: row.get(9)?,
        accepted: row.get(10)?,
        bound: row.get(11)?,
    })
}

/// The invitations of an organization that were not accepted, newest first, including expired ones.
pub fn open(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Invitation>, StoreError> {
    tx.query(
        "SELECT organization, id, mail, name, roles, areas, member_ends, invited_by, created, ends, accepted, bound
         FROM invitations WHERE organization = ?1 AND accepted IS NULL ORDER BY id DESC",
        params![&organization],
        read,
    )
}

/// An invitation of an organization that was not accepted.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
    tx.one(
        "SELECT organization, id, mail, name, roles, areas, member_ends, invited_by, created, ends, accepted, bound
         FROM invitations WHERE organization = ?1 AND id = ?2 AND accepted IS NULL",
        params![&organization, &id],
        read,
    )
}

/// The invitation of a link, unless it has expired or was accepted.
pub fn find_by_digest(tx: &mut Tx<'_>, digest: &[u8; 32], now: i64) -> Result<Option<Invitation>, StoreError> {
    tx.one(
        "SELECT organization, id, mail, name, roles, areas, member_ends, invited_by, created, ends, accepted, bound
         FROM invitations WHERE digest = ?1 AND accepted IS NULL AND ends > ?2",
        params![digest, now],
        read,
    )
}

/// Adds an invitation, or gives it a new link.
pub fn put(tx: &mut Tx<'_>, invitation: &Invitation, digest: &[u8; 32]) -> Result<(), StoreError> {
    let areas = serde_json::to_string(&invitation.areas).unwrap_or_else(|_| "[]".to_owned());
    let member_ends = invitation.member_ends.map(|day| day.to_string());
    tx.execute(
        "INSERT INTO invitations
         (organization, id, digest, mail, name, roles, areas, member_ends, invited_by, created, ends, bound)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (organization, id) DO UPDATE SET digest = excluded.digest, ends = excluded.ends",
        params![
            &invitation.organization,
            &invitation.id,
            digest,
            &invitation.mail,
            &invitation.name,
            &invitation.roles.to_string(),
            &areas,
            member_ends.as_deref(),
            &invitation.invited_by,
            invitation.created,
            invitation.ends,
            invitation.bound
        ],
    )?;
    Ok(())
}

/// Records that an invitation was accepted.
pub fn accept(tx: &mut Tx<'_>, invitation: &Invitation, now: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE invitations SET accepted = ?3 WHERE organization = ?1 AND id = ?2",
        params![&invitation.organization, &invitation.id, now],
    )?;
    Ok(())
}

/// Withdraws an invitation; returns whether there was one.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, id: InvitationId) -> Result<bool, StoreError> {
    let removed = tx.execute(
        "DELETE FROM invitations WHERE organization = ?1 AND id = ?2 AND accepted IS NULL",
        params![&organization, &id],
    )?;
    Ok(removed > 0)
}

//! Members of organizations and their roles.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_scheme::Roles;

use crate::{Cell, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A person in an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The organization.
    pub organization: OrganizationId,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The person's mail address.
    pub mail: String,
    /// The person's roles there.
    pub roles: Roles,
    /// The areas that a contributor answers, by edition; empty means all.
    pub areas: Vec<Area>,
    /// The last day of a guest.
    pub ends: Option<Date>,
    /// Since when, in milliseconds since 1970.
    pub joined: i64,
    /// When the person last used this organization, accurate to five minutes.
    pub seen: Option<i64>,
}

/// An area of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// The edition: `scs-2026-03`.
    pub edition: String,
    /// The area's identifier in it: `4`.
    pub area: String,
}

fn read(row: &Row<'_>) -> Result<Member, StoreError> {
    read_from(row, 0)
}

/// Reads a member from the columns that begin at `first`.
fn read_from(row: &Row<'_>, first: usize) -> Result<Member, StoreError> {
    let (roles, areas): (String, String) = (row.get(first + 4)?, row.get(first + 5)?);
    Ok(Member {
        organization: row.get(first)?,
        person: row.get(first + 1)?,
        name: row.get(first + 2)?,
        mail: row.get(first + 3)?,
        roles: roles.parse().map_err(|_| StoreError::Stored { what: "roles", text: roles })?,
        areas: serde_json::from_str(&areas).map_err(|_| StoreError::Stored { what: "areas", text: areas })?,
        ends: row.get(first + 6)?,
        joined: row.get(first + 7)?,
        seen: row.get(first + 8)?,
    })
}

/// The same for a left join, in which the member may be missing.
pub(crate) fn read_joined(row: &Row<'_>, first: usize) -> Result<Option<Member>, StoreError> {
    if row.cell(first)? == Cell::Null { Ok(None) } else { read_from(row, first).map(Some) }
}

/// A person's membership of an organization, if it is valid on a day.
pub fn find(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    person: PersonId,
    today: &str,
) -> Result<Option<Member>, StoreError> {
    tx.one(
        "SELECT m.organization, m.person, p.name, p.mail, m.roles, m.areas, m.ends, m.joined, m.seen
         FROM members m JOIN people p ON p.id = m.person
         WHERE m.organization = ?1 AND m.person = ?2 AND (m.ends IS NULL OR m.ends >= ?3)",
        params![&organization, &person, today],
        read,
    )
}

/// All members of an organization by name, including guests whose time is over.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Member>, StoreError> {
    tx.query(
        "SELECT m.organization, m.person, p.name, p.mail, m.roles, m.areas, m.ends, m.joined, m.seen
         FROM members m JOIN people p ON p.id = m.person WHERE m.organization = ?1 ORDER BY p.name, p.id",
        params![&organization],
        read,
    )
}

/// Adds a member, or changes the roles.
pub fn put(tx: &mut Tx<'_>, member: &Member) -> Result<(), StoreError> {
    let areas = serde_json::to_string(&member.areas).unwrap_or_else(|_| "[]".to_owned());
    let ends = member.ends.map(|day| day.to_string());
    tx.execute(
        "INSERT INTO members (organization, person, roles, areas, ends, joined) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (organization, person) DO UPDATE SET roles = excluded.roles, areas = excluded.areas, ends = excluded.ends",
        params![&member.organization, &member.person, &member.roles.to_string(), &areas, ends.as_deref(), member.joined],
    )?;
    Ok(())
}

/// Records when a member was last seen.
pub fn touch(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId, now: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE members SET seen = ?3 WHERE organization = ?1 AND person = ?2",
        params![&organization, &person, now],
    )?;
    Ok(())
}

/// Removes a member; returns whether there was one.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM members WHERE organization = ?1 AND person = ?2", params![&organization, &person])? > 0)
}

/// How a member signs in, for access reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Factors {
    /// Whether there is a password.
    pub password: bool,
    /// Whether there are one-time codes.
    pub codes: bool,
    /// How many passkeys there are.
    pub passkeys: i64,
    /// Whether the person can sign in through the company's identity provider.
    pub provider: bool,
}

impl Factors {
    /// Whether signing in uses two factors: a passkey counts as both, and one-time codes are the second.
    pub fn are_two(self) -> bool {
        self.codes || self.passkeys > 0
    }
}

/// The members whose accounts are disabled.
pub fn disabled(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<PersonId>, StoreError> {
    tx.query(
        "SELECT p.id FROM members m JOIN people p ON p.id = m.person
         WHERE m.organization = ?1 AND p.disabled IS NOT NULL",
        params![&organization],
        |row| row.get(0),
    )
}

/// How a person signs in.
pub fn factors_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Factors>, StoreError> {
    tx.one(
        "SELECT CASE WHEN p.password IS NULL THEN 0 ELSE 1 END, CASE WHEN p.totp_secret IS NULL THEN 0 ELSE 1 END,
                (SELECT COUNT(*) FROM passkeys k WHERE k.person = p.id),
                CASE WHEN EXISTS (SELECT 1 FROM identities i WHERE i.person = p.id) THEN 1 ELSE 0 END
         FROM people p WHERE p.id = ?1",
        params![&person],
        |row| Ok(Factors { password: row.get(0)?, codes: row.get(1)?, passkeys: row.get(2)?, provider: row.get(3)? }),
    )
}

/// How the members of an organization sign in.
pub fn factors(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<(PersonId, Factors)>, StoreError> {
    tx.query(
        "SELECT p.id, CASE WHEN p.password IS NULL THEN 0 ELSE 1 END, CASE WHEN p.totp_secret IS NULL THEN 0 ELSE 1 END,
                (SELECT COUNT(*) FROM passkeys k WHERE k.person = p.id),
                CASE WHEN EXISTS (SELECT 1 FROM identities i WHERE i.person = p.id) THEN 1 ELSE 0 END
         FROM members m JOIN people p ON p.id = m.person WHERE m.organization = ?1",
        params![&organization],
        |row| {
            let factors = Factors {
                password: row.get(1)?,
                codes: row.get(2)?,
                passkeys: row.get(3)?,
                provider: row.get(4)?,
            };
            Ok((row.get(0)?, factors))
        },
    )
}

//! Populations (母集団): what could be looked at, frozen under the digest of its list.

use serde::Serialize;
use tasuki_trust::Digest;

use super::super::{json, text};
use crate::{OrganizationId, PersonId, PopulationId, RoadId, Row, StoreError, Tx, params};

/// A population without its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Population {
    /// Identifier.
    pub id: PopulationId,
    /// The road.
    pub road: RoadId,
    /// Its number on the road, from 1.
    pub number: u32,
    /// What it is: the people who left in a year.
    pub title: String,
    /// Where the list comes from.
    pub source: String,
    /// The criteria that it is about.
    pub criteria: Vec<String>,
    /// The SHA-256 of its list.
    pub digest: Digest,
    /// How many items there are.
    pub items: u32,
    /// How many of them stand further up in the list already.
    pub duplicates: u32,
    /// Who froze it.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// How many submissions there were then.
    pub submission: u32,
    /// Why it does not count any more; empty: it counts.
    pub aside: String,
    /// Who set it aside.
    pub aside_by: Option<PersonId>,
    /// When, in milliseconds since 1970.
    pub aside_at: Option<i64>,
    /// Goes up when it is set aside.
    pub version: i64,
}

/// Selects the columns of a [`Population`], followed by the given SQL.
macro_rules! select_populations {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.road, o.number, o.title, o.source, o.criteria, o.digest, o.items, o.duplicates, o.person, p.name, o.at,
                    o.submission, o.aside, o.aside_by, o.aside_at, o.version
             FROM site_audit_populations o JOIN people p ON p.id = o.person ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Population, StoreError> {
    Ok(Population {
        id: row.get(0)?,
        road: row.get(1)?,
        number: row.get(2)?,
        title: row.get(3)?,
        source: row.get(4)?,
        criteria: json(row.get(5)?, "criteria")?,
        digest: row.get(6)?,
        items: row.get(7)?,
        duplicates: row.get(8)?,
        person: row.get(9)?,
        name: row.get(10)?,
        at: row.get(11)?,
        submission: row.get(12)?,
        aside: row.get(13)?,
        aside_by: row.get(14)?,
        aside_at: row.get(15)?,
        version: row.get(16)?,
    })
}

/// The populations of a road, the first first.
pub fn of_road(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Population>, StoreError> {
    tx.query(
        select_populations!("WHERE o.organization = ?1 AND o.road = ?2 ORDER BY o.number"),
        params![&organization, &road],
        read,
    )
}

/// One population.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: PopulationId) -> Result<Option<Population>, StoreError> {
    tx.one(select_populations!("WHERE o.organization = ?1 AND o.id = ?2"), params![&organization, &id], read)
}

/// The list of a population.
pub fn content(tx: &mut Tx<'_>, organization: OrganizationId, id: PopulationId) -> Result<Option<Vec<u8>>, StoreError> {
    tx.one(
        "SELECT content FROM site_audit_populations WHERE organization = ?1 AND id = ?2",
        params![&organization, &id],
        |row| row.get(0),
    )
}

/// Adds a population.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, own: &Population, content: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO site_audit_populations (organization, id, road, number, title, source, criteria, digest, items, duplicates, content,
                                        person, at, submission, aside, aside_by, aside_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            &organization,
            &own.id,
            &own.road,
            own.number,
            &own.title,
            &own.source,
            &text(&own.criteria),
            &own.digest.to_string(),
            own.items,
            own.duplicates,
            content,
            &own.person,
            own.at,
            own.submission,
            &own.aside,
            &own.aside_by,
            own.aside_at,
            own.version
        ],
    )?;
    Ok(())
}

/// Writes whether a population is set aside, after the version before. Returns `false` if somebody else was first.
pub fn put_aside(tx: &mut Tx<'_>, organization: OrganizationId, own: &Population) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE site_audit_populations SET aside = ?3, aside_by = ?4, aside_at = ?5, version = ?6
         WHERE organization = ?1 AND id = ?2 AND version + 1 = ?6",
        params![&organization, &own.id, &own.aside, &own.aside_by, own.aside_at, own.version],
    )?;
    Ok(rows > 0)
}

//! On-site audits (実地審査): the plan, and notes of interviews. Populations and samples have files of their own.

pub mod populations;
pub mod samples;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{OrganizationId, PersonId, RoadId, StoreError, Tx, params};

/// The plan of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The road.
    pub road: RoadId,
    /// The first day.
    pub starts: Date,
    /// The last day.
    pub ends: Date,
    /// Where.
    pub place: String,
    /// Who examines, and who is there.
    pub people: String,
    /// What is looked at.
    pub areas: String,
    /// When it was last changed, in milliseconds since 1970.
    pub changed: i64,
    /// By whom.
    pub changed_by: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// Goes up with every change.
    pub version: i64,
}

/// The note of an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interview {
    /// Its number on the road, from 1.
    pub number: u32,
    /// The day.
    pub day: Date,
    /// With whom.
    pub who: String,
    /// What was said.
    pub text: String,
    /// Who wrote it down.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// The plan of the audit on a road.
pub fn plan(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Option<Plan>, StoreError> {
    tx.one(
        "SELECT a.road, a.starts, a.ends, a.place, a.people, a.areas, a.changed, a.changed_by, p.name, a.version
         FROM site_audits a JOIN people p ON p.id = a.changed_by WHERE a.organization = ?1 AND a.road = ?2",
        params![&organization, &road],
        |row| {
            Ok(Plan {
                road: row.get(0)?,
                starts: row.get(1)?,
                ends: row.get(2)?,
                place: row.get(3)?,
                people: row.get(4)?,
                areas: row.get(5)?,
                changed: row.get(6)?,
                changed_by: row.get(7)?,
                name: row.get(8)?,
                version: row.get(9)?,
            })
        },
    )
}

/// Writes a plan after the version before; the first has version 1. Returns `false` if somebody else was first.
pub fn put_plan(tx: &mut Tx<'_>, organization: OrganizationId, own: &Plan) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "INSERT INTO site_audits (organization, road, starts, ends, place, people, areas, changed, changed_by, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (organization, road) DO UPDATE SET starts = excluded.starts, ends = excluded.ends, place = excluded.place,
            people = excluded.people, areas = excluded.areas, changed = excluded.changed, changed_by = excluded.changed_by,
            version = excluded.version
         WHERE site_audits.version + 1 = excluded.version",
        params![
            &organization,
            &own.road,
            &own.starts.to_string(),
            &own.ends.to_string(),
            &own.place,
            &own.people,
            &own.areas,
            own.changed,
            &own.changed_by,
            own.version
        ],
    )?;
    Ok(rows > 0)
}

/// The notes of interviews on a road, the first first.
pub fn interviews(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Interview>, StoreError> {
    tx.query(
        "SELECT i.number, i.day, i.who, i.text, i.person, p.name, i.at
         FROM site_audit_interviews i JOIN people p ON p.id = i.person
         WHERE i.organization = ?1 AND i.road = ?2 ORDER BY i.number",
        params![&organization, &road],
        |row| {
            Ok(Interview {
                number: row.get(0)?,
                day: row.get(1)?,
                who: row.get(2)?,
                text: row.get(3)?,
                person: row.get(4)?,
                name: row.get(5)?,
                at: row.get(6)?,
            })
        },
    )
}

/// Adds the note of an interview.
pub fn add_interview(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    road: RoadId,
    own: &Interview,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO site_audit_interviews (organization, road, number, day, who, text, person, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![&organization, &road, own.number, &own.day.to_string(), &own.who, &own.text, &own.person, own.at],
    )?;
    Ok(())
}

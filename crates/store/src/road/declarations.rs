//! Declarations (自己適合宣誓): the word of the management for one submission. They are added and never changed.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_trust::Digest;

use crate::{OrganizationId, PersonId, RoadId, Row, StoreError, Tx, params};

/// A declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Declaration {
    /// The submission for which it is given.
    pub digest: Digest,
    /// The road.
    pub road: RoadId,
    /// The number of the submission on the road.
    pub submission: u32,
    /// Who gives it, as it was entered.
    pub name: String,
    /// Their office.
    pub office: String,
    /// What is declared.
    pub text: String,
    /// The day.
    pub day: Date,
    /// Whose account it was given with.
    pub person: PersonId,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// Selects the columns of a [`Declaration`], followed by the given SQL.
macro_rules! select_declarations {
    ($rest:literal) => {
        concat!("SELECT digest, road, submission, name, office, text, day, person, at FROM declarations ", $rest)
    };
}

fn read(row: &Row<'_>) -> Result<Declaration, StoreError> {
    Ok(Declaration {
        digest: row.get(0)?,
        road: row.get(1)?,
        submission: row.get(2)?,
        name: row.get(3)?,
        office: row.get(4)?,
        text: row.get(5)?,
        day: row.get(6)?,
        person: row.get(7)?,
        at: row.get(8)?,
    })
}

/// The declarations on a road, the last first.
pub fn of_road(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Declaration>, StoreError> {
    tx.query(
        select_declarations!("WHERE organization = ?1 AND road = ?2 ORDER BY submission DESC"),
        params![&organization, &road],
        read,
    )
}

/// Adds a declaration. One that is given again for the same submission, after the road came back, takes the place of the first; the log has both.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, own: &Declaration) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO declarations (organization, digest, road, submission, name, office, text, day, person, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (organization, digest) DO UPDATE SET name = excluded.name, office = excluded.office, text = excluded.text,
            day = excluded.day, person = excluded.person, at = excluded.at",

        params![
            &organization,
            &own.digest.to_string(),
            &own.road,
            own.submission,
            &own.name,
            &own.office,
            &own.text,
            &own.day.to_string(),
            &own.person,
            own.at
        ],
    )?;
    Ok(())
}

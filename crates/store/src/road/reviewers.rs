//! Reviewers: who looks at the submissions of a road, as whom, and what they have shown.

use serde::{Deserialize, Serialize};
use tasuki_scheme::road::{Actor, Shown};

use super::{json, text, word};
use crate::{OrganizationId, PersonId, RoadId, Row, StoreError, Tx, params};

/// Somebody who looks at the submissions of a road.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// The road.
    pub road: RoadId,
    /// Who.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// As whom they act.
    pub actor: Actor,
    /// What they have shown.
    pub shown: Vec<Shown>,
    /// Why they are accepted without everything that the scheme asks; empty: they are not.
    pub accepted: String,
    /// Who accepted that.
    pub accepted_by: Option<PersonId>,
    /// On what they advised; empty: on nothing. Whoever advised does not confirm.
    pub advised: String,
    /// When they were appointed, in milliseconds since 1970.
    pub appointed: i64,
    /// By whom.
    pub appointed_by: PersonId,
    /// Goes up with every change.
    pub version: i64,
}

/// Selects the columns of a [`Reviewer`], followed by the given SQL.
macro_rules! select_reviewers {
    ($rest:literal) => {
        concat!(
            "SELECT r.road, r.person, p.name, r.actor, r.shown, r.accepted, r.accepted_by, r.advised, r.appointed, r.appointed_by,
                    r.version
             FROM reviewers r JOIN people p ON p.id = r.person ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Reviewer, StoreError> {
    Ok(Reviewer {
        road: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        actor: word(row.get(3)?, Actor::from_word)?,
        shown: json(row.get(4)?, "qualifications")?,
        accepted: row.get(5)?,
        accepted_by: row.get(6)?,
        advised: row.get(7)?,
        appointed: row.get(8)?,
        appointed_by: row.get(9)?,
        version: row.get(10)?,
    })
}

/// The reviewers of a road, in the order in which they were appointed.
pub fn of_road(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Reviewer>, StoreError> {
    tx.query(
        select_reviewers!("WHERE r.organization = ?1 AND r.road = ?2 ORDER BY r.appointed, r.person"),
        params![&organization, &road],
        read,
    )
}

/// One reviewer of a road.
pub fn find(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    road: RoadId,
    person: PersonId,
) -> Result<Option<Reviewer>, StoreError> {
    tx.one(
        select_reviewers!("WHERE r.organization = ?1 AND r.road = ?2 AND r.person = ?3"),
        params![&organization, &road, &person],
        read,
    )
}

/// Appoints a reviewer.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, own: &Reviewer) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO reviewers (organization, road, person, actor, shown, accepted, accepted_by, advised, appointed, appointed_by,
                                version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            &organization,
            &own.road,
            &own.person,
            own.actor.word(),
            &text(&own.shown),
            &own.accepted,
            &own.accepted_by,
            &own.advised,
            own.appointed,
            &own.appointed_by,
            own.version
        ],
    )?;
    Ok(())
}

/// Writes a change of the version before it. Returns `false` if somebody else was first.
pub fn put(tx: &mut Tx<'_>, organization: OrganizationId, own: &Reviewer) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE reviewers SET actor = ?4, shown = ?5, accepted = ?6, accepted_by = ?7, advised = ?8, version = ?9
         WHERE organization = ?1 AND road = ?2 AND person = ?3 AND version + 1 = ?9",
        params![
            &organization,
            &own.road,
            &own.person,
            own.actor.word(),
            &text(&own.shown),
            &own.accepted,
            &own.accepted_by,
            &own.advised,
            own.version
        ],
    )?;
    Ok(rows > 0)
}

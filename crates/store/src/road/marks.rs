//! Marks (印): what a reviewer says of a criterion, each with what it rests on.

use serde::Serialize;
use tasuki_scheme::road::{Aspect, Means};

use super::word;
use crate::{OrganizationId, PersonId, RoadId, StoreError, Tx, params};

/// A mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The criterion.
    pub criterion: String,
    /// What is said of it.
    pub aspect: Aspect,
    /// What it rests on.
    pub means: Means,
    /// What else there is to say.
    pub note: String,
    /// Who said it.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The number of the submission of which it was said.
    pub submission: u32,
}

/// The marks on a road, by criterion.
pub fn of_road(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Mark>, StoreError> {
    tx.query(
        "SELECT m.criterion, m.aspect, m.means, m.note, m.person, p.name, m.at, m.submission
         FROM review_marks m JOIN people p ON p.id = m.person
         WHERE m.organization = ?1 AND m.road = ?2 ORDER BY m.criterion, m.aspect",
        params![&organization, &road],
        |row| {
            Ok(Mark {
                criterion: row.get(0)?,
                aspect: word(row.get(1)?, Aspect::from_word)?,
                means: word(row.get(2)?, Means::from_word)?,
                note: row.get(3)?,
                person: row.get(4)?,
                name: row.get(5)?,
                at: row.get(6)?,
                submission: row.get(7)?,
            })
        },
    )
}

/// Sets a mark, in the place of the one before.
pub fn set(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId, mark: &Mark) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO review_marks (organization, road, criterion, aspect, means, note, person, at, submission)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (organization, road, criterion, aspect) DO UPDATE SET means = excluded.means, note = excluded.note,
            person = excluded.person, at = excluded.at, submission = excluded.submission",
        params![
            &organization,
            &road,
            &mark.criterion,
            mark.aspect.word(),
            mark.means.word(),
            &mark.note,
            &mark.person,
            mark.at,
            mark.submission
        ],
    )?;
    Ok(())
}

/// Takes a mark away. Returns whether there was one.
pub fn remove(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    road: RoadId,
    criterion: &str,
    aspect: Aspect,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "DELETE FROM review_marks WHERE organization = ?1 AND road = ?2 AND criterion = ?3 AND aspect = ?4",
        params![&organization, &road, criterion, aspect.word()],
    )?;
    Ok(rows > 0)
}

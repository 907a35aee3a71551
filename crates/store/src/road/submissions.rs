//! Submissions (提出版): assessments, frozen under the digest of their canonical bytes. They are added and never changed.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_trust::Digest;

use crate::{AssessmentId, OrganizationId, PersonId, RoadId, Row, StoreError, Tx, params};

/// A submission without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Submission {
    /// The digest of its content, which names it.
    pub digest: Digest,
    /// The road on which it was made.
    pub road: RoadId,
    /// The assessment that was frozen.
    pub assessment: AssessmentId,
    /// Its number on the road, from 1.
    pub number: u32,
    /// The day of which it tells.
    pub day: Date,
    /// When it was made, in milliseconds since 1970.
    pub made: i64,
    /// By whom.
    pub made_by: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub made_by_name: String,
}

/// Selects the columns of a [`Submission`], followed by the given SQL.
macro_rules! select_submissions {
    ($rest:literal) => {
        concat!(
            "SELECT s.digest, s.road, s.assessment, s.number, s.day, s.made, s.made_by, p.name
             FROM submissions s JOIN people p ON p.id = s.made_by ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Submission, StoreError> {
    Ok(Submission {
        digest: row.get(0)?,
        road: row.get(1)?,
        assessment: row.get(2)?,
        number: row.get(3)?,
        day: row.get(4)?,
        made: row.get(5)?,
        made_by: row.get(6)?,
        made_by_name: row.get(7)?,
    })
}

/// The submissions on a road, the last first.
pub fn of_road(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Submission>, StoreError> {
    tx.query(
        select_submissions!("WHERE s.organization = ?1 AND s.road = ?2 ORDER BY s.number DESC"),
        params![&organization, &road],
        read,
    )
}

/// One submission.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, digest: Digest) -> Result<Option<Submission>, StoreError> {
    let sql = select_submissions!("WHERE s.organization = ?1 AND s.digest = ?2");
    tx.one(sql, params![&organization, &digest.to_string()], read)
}

/// The canonical bytes of a submission.
pub fn content(tx: &mut Tx<'_>, organization: OrganizationId, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
    tx.one(
        "SELECT content FROM submissions WHERE organization = ?1 AND digest = ?2",
        params![&organization, &digest.to_string()],
        |row| row.get(0),
    )
}

/// Adds a submission.
pub fn add(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    submission: &Submission,
    content: &[u8],
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO submissions (organization, digest, road, assessment, number, day, made, made_by, content)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            &organization,
            &submission.digest.to_string(),
            &submission.road,
            &submission.assessment,
            submission.number,
            &submission.day.to_string(),
            submission.made,
            &submission.made_by,
            content
        ],
    )?;
    Ok(())
}

//! Inspections (点検): checking a criterion again at its interval.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_assess::Status;

use crate::{AssessmentId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A record of an inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// The assessment.
    pub assessment: AssessmentId,
    /// The criterion.
    pub criterion: String,
    /// The day on which it was inspected.
    pub on: Date,
    /// Who recorded it.
    pub by: PersonId,
    /// The result.
    pub result: Status,
    /// What was checked and found.
    pub record: String,
    /// When it was recorded, in milliseconds since 1970.
    pub at: i64,
}

fn read(row: &Row<'_>) -> Result<Inspection, StoreError> {
    Ok(Inspection {
        assessment: row.get(0)?,
        criterion: row.get(1)?,
        on: row.get(2)?,
        by: row.get(3)?,
        result: row.get(4)?,
        record: row.get(5)?,
        at: row.get(6)?,
    })
}

/// The inspections of one assessment, the newest first.
pub fn of_assessment(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<Inspection>, StoreError> {
    tx.query(
        "SELECT assessment, criterion, on_day, by, result, record, at FROM inspections
         WHERE organization = ?1 AND assessment = ?2 ORDER BY on_day DESC, at DESC",
        params![&organization, &assessment],
        read,
    )
}

/// The inspections of one criterion, the newest first.
pub fn of_criterion(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
) -> Result<Vec<Inspection>, StoreError> {
    tx.query(
        "SELECT assessment, criterion, on_day, by, result, record, at FROM inspections
         WHERE organization = ?1 AND assessment = ?2 AND criterion = ?3 ORDER BY on_day DESC",
        params![&organization, &assessment, criterion],
        read,
    )
}

/// All inspections of an organization between two days, oldest first.
pub fn between(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    from: Date,
    to: Date,
) -> Result<Vec<Inspection>, StoreError> {
    tx.query(
        "SELECT i.assessment, i.criterion, i.on_day, i.by, i.result, i.record, i.at
         FROM inspections i JOIN assessments a ON a.organization = i.organization AND a.id = i.assessment
         WHERE i.organization = ?1 AND i.on_day >= ?2 AND i.on_day <= ?3 AND a.archived IS NULL
         ORDER BY i.on_day, i.assessment, i.criterion",
        params![&organization, &from.to_string(), &to.to_string()],
        read,
    )
}

/// Adds the record of an inspection. Returns `false` if there is one for that day already; then nothing was
/// written.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, new: &Inspection) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "INSERT INTO inspections (organization, assessment, criterion, on_day, by, result, record, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (organization, assessment, criterion, on_day) DO NOTHING",
        params![
            &organization,
            &new.assessment,
            &new.criterion,
            &new.on.to_string(),
            &new.by,
            new.result,
            &new.record,
            new.at
        ],
    )?;
    Ok(rows > 0)
}

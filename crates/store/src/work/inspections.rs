//! Inspections (点検): a criterion with an interval, shown again.

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
    /// What came out.
    pub result: Status,
    /// What was looked at and found.
    pub record: String,
    /// When it was written down, in milliseconds since 1970.
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

/// All inspections of an organization from a day on until another, oldest first.
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

/// Adds the record of an inspection. `false`: there is one of that day already, and nothing was written.
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

/// Evidence that ends on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The evidence.
    pub evidence: crate::EvidenceId,
    /// Its name.
    pub name: String,
    /// Who takes care of it.
    pub owner: Option<PersonId>,
    /// Its last day.
    pub ends: Date,
}

/// The evidence that ends between two days, the first to end first.
pub fn endings(tx: &mut Tx<'_>, organization: OrganizationId, from: Date, to: Date) -> Result<Vec<Ending>, StoreError> {
    tx.query(
        "SELECT id, name, owner, ends FROM evidence
         WHERE organization = ?1 AND archived IS NULL AND ends >= ?2 AND ends <= ?3 ORDER BY ends, id",
        params![&organization, &from.to_string(), &to.to_string()],
        |row| Ok(Ending { evidence: row.get(0)?, name: row.get(1)?, owner: row.get(2)?, ends: row.get(3)? }),
    )
}

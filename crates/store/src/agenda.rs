//! What is due across an organization, of every kind that has a day.

use jiff::civil::Date;
use tasuki_assess::Status;

use crate::{AssessmentId, OrganizationId, PersonId, StoreError, Tx, params};

/// An answer with a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAnswer {
    /// The assessment.
    pub assessment: AssessmentId,
    /// The criterion.
    pub criterion: String,
    /// Its state.
    pub status: Status,
    /// The day.
    pub due: Date,
    /// The name of whoever takes care of it.
    pub owner: Option<String>,
}

/// A task with a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTask {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The day.
    pub due: Date,
    /// The name of whoever takes care of it.
    pub owner: Option<String>,
}

/// Answers of assessments in use that are due until a day, the earliest first.
pub fn due_answers(tx: &mut Tx<'_>, organization: OrganizationId, until: Date) -> Result<Vec<DueAnswer>, StoreError> {
    let until = until.to_string();
    tx.query(
        "SELECT a.assessment, a.criterion, a.status, a.due, p.name FROM assessments s
         JOIN answers a ON a.organization = s.organization AND a.assessment = s.id
         LEFT JOIN people p ON p.id = a.owner
         WHERE s.organization = ?1 AND s.archived IS NULL AND a.due <= ?2 ORDER BY a.due LIMIT 500",
        params![&organization, until.as_str()],
        |row| {
            Ok(DueAnswer {
                assessment: row.get(0)?,
                criterion: row.get(1)?,
                status: row.get(2)?,
                due: row.get(3)?,
                owner: row.get(4)?,
            })
        },
    )
}

/// Tasks that are not done and due until a day, the earliest first.
pub fn due_tasks(tx: &mut Tx<'_>, organization: OrganizationId, until: Date) -> Result<Vec<DueTask>, StoreError> {
    let until = until.to_string();
    tx.query(
        "SELECT t.id, t.title, t.due, p.name FROM tasks t LEFT JOIN people p ON p.id = t.owner
         WHERE t.organization = ?1 AND t.due <= ?2 AND t.state IN ('open', 'doing', 'reported') ORDER BY t.due LIMIT 200",
        params![&organization, until.as_str()],
        |row| Ok(DueTask { id: row.get(0)?, title: row.get(1)?, due: row.get(2)?, owner: row.get(3)? }),
    )
}

/// How many tasks were reported as done and wait to be looked over.
pub fn reported_tasks(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<u64, StoreError> {
    let count = tx.one(
        "SELECT COUNT(*) FROM tasks WHERE organization = ?1 AND state = 'reported'",
        params![&organization],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or_default())
}

/// How many tasks of a person are past their day.
pub fn late_tasks(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    person: PersonId,
    today: Date,
) -> Result<u64, StoreError> {
    let today = today.to_string();
    let count = tx.one(
        "SELECT COUNT(*) FROM tasks WHERE organization = ?1 AND owner = ?2 AND due < ?3 AND state IN ('open', 'doing')",
        params![&organization, &person, today.as_str()],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or_default())
}

/// How many pieces of evidence end from one day to another, and when the first does.
pub fn ending_evidence(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    from: Date,
    until: Date,
) -> Result<Option<(u64, Date)>, StoreError> {
    let (from, until) = (from.to_string(), until.to_string());
    let found = tx.one(
        "SELECT COUNT(*), MIN(ends) FROM evidence
         WHERE organization = ?1 AND archived IS NULL AND ends >= ?2 AND ends <= ?3",
        params![&organization, from.as_str(), until.as_str()],
        |row| Ok((row.get::<u64>(0)?, row.get::<Option<Date>>(1)?)),
    )?;
    Ok(found.and_then(|(count, first)| Some((count, first?))))
}

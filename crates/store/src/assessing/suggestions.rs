//! Suggestions (提案) that somebody declined. Suggestions themselves are never stored: they are derived from answers.

use crate::{AssessmentId, OrganizationId, PersonId, StoreError, Tx, params};

/// The declined suggestions of an assessment: criterion and digest.
pub fn dismissed(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<(String, String)>, StoreError> {
    tx.query(
        "SELECT criterion, source FROM dismissed_suggestions WHERE organization = ?1 AND assessment = ?2",
        params![&organization, &assessment],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Declines a suggestion. Declining it again changes nothing.
pub fn dismiss(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
    digest: &str,
    by: PersonId,
    now: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO dismissed_suggestions (organization, assessment, criterion, source, by, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (organization, assessment, criterion, source) DO NOTHING",
        params![&organization, &assessment, criterion, digest, &by, now],
    )?;
    Ok(())
}

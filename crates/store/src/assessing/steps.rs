//! What changes of answers did, stored so that they can be undone.

use crate::answers::Answer;
use crate::{AssessmentId, EvidenceId, OrganizationId, PersonId, StoreError, Tx, params};

/// The effect of one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The assessment.
    pub assessment: AssessmentId,
    /// The person who made the change.
    pub person: PersonId,
    /// The answer before the change.
    pub before: Answer,
    /// The answer after the change; its version identifies the step.
    pub after: Answer,
    /// The evidence that was attached at the same time.
    pub evidence: Vec<EvidenceId>,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// Stores the effect of a change.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, step: &Step) -> Result<(), StoreError> {
    let json = |answer: &Answer| serde_json::to_string(answer).unwrap_or_default();
    let evidence = serde_json::to_string(&step.evidence).unwrap_or_default();
    tx.housekeep(
        "INSERT INTO answer_steps (organization, assessment, criterion, version, person, before, after, evidence, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (organization, assessment, criterion, version) DO NOTHING",
        params![
            &organization,
            &step.assessment,
            &step.after.criterion,
            step.after.version,
            &step.person,
            &json(&step.before),
            &json(&step.after),
            &evidence,
            step.at
        ],
    )?;
    Ok(())
}

/// The effect of the change that created a version of an answer.
pub fn find(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
    version: i64,
) -> Result<Option<Step>, StoreError> {
    tx.one(
        "SELECT person, before, after, evidence, at FROM answer_steps
         WHERE organization = ?1 AND assessment = ?2 AND criterion = ?3 AND version = ?4",
        params![&organization, &assessment, criterion, version],
        |row| {
            let (before, after, evidence): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Step {
                assessment,
                person: row.get(0)?,
                before: read(before)?,
                after: read(after)?,
                evidence: read(evidence)?,
                at: row.get(4)?,
            })
        },
    )
}

fn read<T: serde::de::DeserializeOwned>(text: String) -> Result<T, StoreError> {
    serde_json::from_str(&text).map_err(|_| StoreError::Stored { what: "a step", text })
}

/// Deletes steps from before a point in time.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM answer_steps WHERE at < ?1", params![before])
}

//! What a criterion is shown with: the evidence that is attached to it.

use jiff::civil::Date;

use crate::{AssessmentId, EvidenceId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A piece of evidence as a criterion lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The evidence.
    pub evidence: EvidenceId,
    /// Its name.
    pub name: String,
    /// `file`, `link` or `note`.
    pub kind: String,
    /// The media type of its latest version.
    pub media_type: String,
    /// The last day on which it holds.
    pub ends: Option<Date>,
}

fn read(row: &Row<'_>) -> Result<Attached, StoreError> {
    Ok(Attached {
        evidence: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        media_type: row.get(3)?,
        ends: row.get(4)?,
    })
}

/// The evidence attached to a criterion, oldest first.
pub fn of_criterion(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
) -> Result<Vec<Attached>, StoreError> {
    tx.query(
        "SELECT e.id, e.name, e.kind, v.media_type, e.ends
         FROM evidence_uses u
         JOIN evidence e ON e.organization = u.organization AND e.id = u.evidence
         JOIN evidence_versions v ON v.organization = e.organization AND v.evidence = e.id AND v.number = e.latest
         WHERE u.organization = ?1 AND u.assessment = ?2 AND u.criterion = ?3 AND e.archived IS NULL
         ORDER BY u.added, e.id",
        params![&organization, &assessment, criterion],
        read,
    )
}

/// How many pieces of evidence each criterion has; criteria without any are not named.
pub fn counts(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<(String, i64)>, StoreError> {
    tx.query(
        "SELECT u.criterion, COUNT(*) FROM evidence_uses u
         JOIN evidence e ON e.organization = u.organization AND e.id = u.evidence
         WHERE u.organization = ?1 AND u.assessment = ?2 AND e.archived IS NULL GROUP BY u.criterion",
        params![&organization, &assessment],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Attaches to a criterion what is attached to another, of the same organization. What is there already stays.
#[expect(clippy::too_many_arguments, reason = "from where, to where, by whom and when")]
pub fn copy(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    from: (AssessmentId, &str),
    to: (AssessmentId, &str),
    by: PersonId,
    now: i64,
) -> Result<u64, StoreError> {
    tx.execute(
        "INSERT INTO evidence_uses (organization, assessment, criterion, evidence, added_by, added)
         SELECT organization, ?4, ?5, evidence, ?6, ?7 FROM evidence_uses
         WHERE organization = ?1 AND assessment = ?2 AND criterion = ?3
         ON CONFLICT (organization, assessment, criterion, evidence) DO NOTHING",
        params![&organization, &from.0, from.1, &to.0, to.1, &by, now],
    )
}

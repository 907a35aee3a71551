//! Which evidence supports which criterion: many to many.

use serde::Serialize;

use super::sight::seen;
use super::{Piece, Sight, read_piece, select_pieces};
use crate::{AssessmentId, EvidenceId, OrganizationId, PersonId, StoreError, Tx, params};

/// A criterion to which a piece of evidence is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// The assessment.
    pub assessment: AssessmentId,
    /// Its name.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// The criterion.
    pub criterion: String,
    /// The name of the person who attached it.
    pub added_by: String,
    /// When, in milliseconds since 1970.
    pub added: i64,
}

/// The evidence of a criterion that is not archived, in the order in which it was attached.
pub fn of_criterion(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
    sight: &Sight,
) -> Result<Vec<Piece>, StoreError> {
    let sight = sight.values();
    tx.query(
        select_pieces!(
            "JOIN evidence_uses w ON w.organization = e.organization AND w.evidence = e.id
             WHERE e.organization = ?1 AND e.archived IS NULL AND w.assessment = ?2 AND w.criterion = ?3 AND ",
            seen!("?4", "?5", "?6", "?7", "?8"),
            "ORDER BY w.added, e.id"
        ),
        params![
            &organization,
            &assessment,
            criterion,
            sight.everywhere,
            &sight.own,
            sight.to_confirm,
            &sight.holder,
            &sight.today
        ],
        read_piece,
    )
}

/// The evidence of an assessment that is not archived, by name: each piece once, with the criteria to which it is attached.
pub fn of_assessment(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    sight: &Sight,
) -> Result<Vec<(Piece, Vec<String>)>, StoreError> {
    let sight = sight.values();
    let pieces = tx.query(
        select_pieces!(
            "WHERE e.organization = ?1 AND e.archived IS NULL AND EXISTS
                (SELECT 1 FROM evidence_uses w WHERE w.organization = e.organization AND w.evidence = e.id AND w.assessment = ?2) AND ",
            seen!("?3", "?4", "?5", "?6", "?7"),
            "ORDER BY e.name, e.id"
        ),
        params![
            &organization,
            &assessment,
            sight.everywhere,
            &sight.own,
            sight.to_confirm,
            &sight.holder,
            &sight.today
        ],
        read_piece,
    )?;
    let uses = attached(tx, organization, assessment)?;
    let criteria = |id| uses.iter().filter(|(own, _)| *own == id).map(|(_, criterion)| criterion.clone()).collect();
    let with_criteria = |piece: Piece| {
        let criteria = criteria(piece.evidence.id);
        (piece, criteria)
    };
    Ok(pieces.into_iter().map(with_criteria).collect())
}

/// What is attached to an assessment, with the criterion to which it is: whoever asks, and whether it is in use or not.
pub fn attached(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<(EvidenceId, String)>, StoreError> {
    tx.query(
        "SELECT evidence, criterion FROM evidence_uses WHERE organization = ?1 AND assessment = ?2 ORDER BY criterion, evidence",
        params![&organization, &assessment],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The number of pieces in use for each criterion of an assessment; criteria without any are omitted.
pub fn counts(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    sight: &Sight,
) -> Result<Vec<(String, u32)>, StoreError> {
    let sight = sight.values();
    tx.query(
        concat!(
            "SELECT u.criterion, COUNT(*) FROM evidence_uses u
             JOIN evidence e ON e.organization = u.organization AND e.id = u.evidence
             WHERE u.organization = ?1 AND u.assessment = ?2 AND e.archived IS NULL AND ",
            seen!("?3", "?4", "?5", "?6", "?7"),
            "GROUP BY u.criterion ORDER BY u.criterion"
        ),
        params![
            &organization,
            &assessment,
            sight.everywhere,
            &sight.own,
            sight.to_confirm,
            &sight.holder,
            &sight.today
        ],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The criteria to which a piece is attached, by assessment.
pub fn uses_of(tx: &mut Tx<'_>, organization: OrganizationId, evidence: EvidenceId) -> Result<Vec<Use>, StoreError> {
    tx.query(
        "SELECT u.assessment, a.title, a.edition, u.criterion, p.name, u.added
         FROM evidence_uses u
         JOIN assessments a ON a.organization = u.organization AND a.id = u.assessment
         JOIN people p ON p.id = u.added_by
         WHERE u.organization = ?1 AND u.evidence = ?2 ORDER BY a.changed DESC, a.id, u.added, u.criterion",
        params![&organization, &evidence],
        |row| {
            Ok(Use {
                assessment: row.get(0)?,
                title: row.get(1)?,
                edition: row.get(2)?,
                criterion: row.get(3)?,
                added_by: row.get(4)?,
                added: row.get(5)?,
            })
        },
    )
}

/// Whether a piece is attached to a criterion.
pub fn is_attached(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
    evidence: EvidenceId,
) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT added FROM evidence_uses WHERE organization = ?1 AND assessment = ?2 AND criterion = ?3 AND evidence = ?4",
        params![&organization, &assessment, criterion, &evidence],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Attaches a piece to a criterion. Returns `false` if it already was.
pub fn attach(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
    evidence: EvidenceId,
    by: PersonId,
    now: i64,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "INSERT INTO evidence_uses (organization, assessment, criterion, evidence, added_by, added)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (organization, assessment, criterion, evidence) DO NOTHING",
        params![&organization, &assessment, criterion, &evidence, &by, now],
    )?;
    Ok(rows > 0)
}

/// Detaches a piece from a criterion; the piece remains. Returns `false` if it was not attached.
pub fn detach(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
    evidence: EvidenceId,
) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "DELETE FROM evidence_uses WHERE organization = ?1 AND assessment = ?2 AND criterion = ?3 AND evidence = ?4",
        params![&organization, &assessment, criterion, &evidence],
    )?;
    Ok(rows > 0)
}

/// Attaches the evidence of one criterion to another criterion of the same organization as well. Existing
/// attachments remain.
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

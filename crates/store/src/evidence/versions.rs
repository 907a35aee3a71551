//! The versions of a piece of evidence. Versions are only added, never changed or removed.

use serde::Serialize;

use super::sight::seen;
use super::{Piece, Sight, read_piece, select_pieces};
use crate::{Digest, EvidenceId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A version of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// SHA-256 of the file, as 64 hexadecimal digits; `None` for a link or a note.
    pub digest: Option<String>,
    /// The size of the file in bytes.
    pub size: u64,
    /// The file's type, detected from its contents.
    pub media_type: String,
    /// The name of the file.
    pub file_name: String,
    /// The address of a link, the text of a note.
    pub body: String,
    /// Who added it.
    pub added_by: PersonId,
    /// When, in milliseconds since 1970.
    pub added: i64,
}

/// Reads a version from the columns that begin at `first`.
pub(super) fn read(row: &Row<'_>, first: usize) -> Result<Version, StoreError> {
    Ok(Version {
        number: row.get(first)?,
        digest: row.get(first + 1)?,
        size: row.get(first + 2)?,
        media_type: row.get(first + 3)?,
        file_name: row.get(first + 4)?,
        body: row.get(first + 5)?,
        added_by: row.get(first + 6)?,
        added: row.get(first + 7)?,
    })
}

/// All versions of a piece with the names of the people who added them, the latest first.
pub fn versions(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    evidence: EvidenceId,
) -> Result<Vec<(Version, String)>, StoreError> {
    tx.query(
        "SELECT v.number, v.digest, v.size, v.media_type, v.file_name, v.body, v.added_by, v.added, p.name
         FROM evidence_versions v JOIN people p ON p.id = v.added_by
         WHERE v.organization = ?1 AND v.evidence = ?2 ORDER BY v.number DESC",
        params![&organization, &evidence],
        |row| Ok((read(row, 0)?, row.get(8)?)),
    )
}

/// One version of a piece.
pub fn find_version(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    evidence: EvidenceId,
    number: u32,
) -> Result<Option<Version>, StoreError> {
    tx.one(
        "SELECT number, digest, size, media_type, file_name, body, added_by, added FROM evidence_versions
         WHERE organization = ?1 AND evidence = ?2 AND number = ?3",
        params![&organization, &evidence, number],
        |row| read(row, 0),
    )
}

/// Adds a version. [`super::put`] must be called to make it the latest version of the piece.
pub fn add_version(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    evidence: EvidenceId,
    version: &Version,
) -> Result<(), StoreError> {
    // No file is larger than `i64::MAX`.
    let size = i64::try_from(version.size).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO evidence_versions (organization, evidence, number, digest, size, media_type, file_name, body, added_by, added)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            &organization,
            &evidence,
            version.number,
            version.digest.as_deref(),
            size,
            &version.media_type,
            &version.file_name,
            &version.body,
            &version.added_by,
            version.added
        ],
    )?;
    Ok(())
}

/// The piece in use whose latest version has exactly this file and name, if it is seen.
pub fn same_file(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    digest: &str,
    file_name: &str,
    sight: &Sight,
) -> Result<Option<Piece>, StoreError> {
    let sight = sight.values();
    tx.one(
        select_pieces!(
            "WHERE e.organization = ?1 AND e.archived IS NULL AND v.digest = ?2 AND v.file_name = ?3 AND ",
            seen!("?4", "?5", "?6", "?7", "?8"),
            "ORDER BY e.id LIMIT 1"
        ),
        params![
            &organization,
            digest,
            file_name,
            sight.everywhere,
            &sight.own,
            sight.to_confirm,
            &sight.holder,
            &sight.today
        ],
        read_piece,
    )
}

/// All files that versions refer to, with their sizes.
pub fn digests(tx: &mut Tx<'_>) -> Result<Vec<(Digest, u64)>, StoreError> {
    tx.query(
        "SELECT digest, MAX(size) FROM evidence_versions WHERE digest IS NOT NULL GROUP BY digest ORDER BY digest",
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

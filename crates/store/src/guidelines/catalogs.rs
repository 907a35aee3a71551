//! Catalogues of an organization's own (独自の枠組み). Editions are only added, never changed or removed.

use serde::Serialize;
use sha2::{Digest, Sha256};
use tasuki_catalog::SourceFile;

use crate::{OrganizationId, PersonId, Row, StoreError, Tx, params};

/// An edition, without its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// The identifier in its `catalog.toml`.
    pub id: String,
    /// SHA-256 of its files.
    #[serde(serialize_with = "as_hex")]
    pub digest: [u8; 32],
    /// When it was added, in milliseconds since 1970.
    pub added: i64,
    /// Who added it.
    pub added_by: PersonId,
    /// When it was withdrawn.
    pub archived: Option<i64>,
}

fn as_hex<S: serde::Serializer>(digest: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::hex(digest))
}

/// The digest of the files of an edition: of their names and texts, in the order of the names.
pub fn digest(files: &[SourceFile]) -> [u8; 32] {
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort_by(|one, two| one.name.cmp(&two.name));
    let mut hasher = Sha256::new();
    for part in sorted.iter().flat_map(|file| [&file.name, &file.text]) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

fn read(row: &Row<'_>) -> Result<Edition, StoreError> {
    Ok(Edition {
        id: row.get(0)?,
        digest: row.get(1)?,
        added: row.get(2)?,
        added_by: row.get(3)?,
        archived: row.get(4)?,
    })
}

/// Which catalogues an organization has, as a digest of all of them; `None` if it has none.
pub fn stamp(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Option<[u8; 32]>, StoreError> {
    let found = tx.one("SELECT catalogs FROM organizations WHERE id = ?1", params![&organization], |row| row.get(0))?;
    Ok(found.flatten())
}

/// The stamp of these editions. It is a digest and not a count: the same stamp always means the same catalogues, even after a write that
/// was rolled back.
pub fn stamp_of(editions: &[Edition]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for edition in editions {
        hasher.update([u8::from(edition.archived.is_some())]);
        hasher.update(edition.digest);
    }
    hasher.finalize().into()
}

/// The editions of an organization, in the order in which they were added.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Edition>, StoreError> {
    tx.query(
        "SELECT edition, digest, added, added_by, archived FROM catalogs WHERE organization = ?1 ORDER BY number",
        params![&organization],
        read,
    )
}

/// An edition of an organization.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: &str) -> Result<Option<Edition>, StoreError> {
    tx.one(
        "SELECT edition, digest, added, added_by, archived FROM catalogs WHERE organization = ?1 AND edition = ?2",
        params![&organization, id],
        read,
    )
}

/// The files of an edition, sorted by name.
pub fn files(tx: &mut Tx<'_>, organization: OrganizationId, id: &str) -> Result<Vec<SourceFile>, StoreError> {
    tx.query(
        "SELECT name, text FROM catalog_files WHERE organization = ?1 AND edition = ?2 ORDER BY name",
        params![&organization, id],
        |row| Ok(SourceFile { name: row.get(0)?, text: row.get(1)? }),
    )
}

/// The size of all files of all editions of an organization, in characters.
pub fn size(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<u64, StoreError> {
    let size = tx.one(
        "SELECT CAST(COALESCE(SUM(LENGTH(text)), 0) AS BIGINT) FROM catalog_files WHERE organization = ?1",
        params![&organization],
        |row| row.get(0),
    )?;
    Ok(size.unwrap_or_default())
}

/// Adds an edition. Returns whether there was none with this identifier.
pub fn add(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    edition: &Edition,
    files: &[SourceFile],
) -> Result<bool, StoreError> {
    lock(tx, organization)?;
    let added = tx.execute(
        "INSERT INTO catalogs (organization, edition, number, digest, added, added_by, archived)
         VALUES (?1, ?2, (SELECT COALESCE(MAX(number), 0) + 1 FROM catalogs WHERE organization = ?1), ?3, ?4, ?5, ?6)
         ON CONFLICT (organization, edition) DO NOTHING",
        params![&organization, &edition.id, &edition.digest, edition.added, &edition.added_by, edition.archived],
    )?;
    if added == 0 {
        return Ok(false);
    }
    for file in files {
        tx.execute(
            "INSERT INTO catalog_files (organization, edition, name, text) VALUES (?1, ?2, ?3, ?4)",
            params![&organization, &edition.id, &file.name, &file.text],
        )?;
    }
    put_stamp(tx, organization)?;
    Ok(true)
}

/// Withdraws an edition, or offers it again.
pub fn archive(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: &str,
    archived: Option<i64>,
) -> Result<(), StoreError> {
    lock(tx, organization)?;
    tx.execute(
        "UPDATE catalogs SET archived = ?3 WHERE organization = ?1 AND edition = ?2",
        params![&organization, id, archived],
    )?;
    put_stamp(tx, organization)
}

/// Lets nobody else change the organization's catalogues until the end of the transaction.
fn lock(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<(), StoreError> {
    tx.execute("UPDATE organizations SET catalogs = catalogs WHERE id = ?1", params![&organization])?;
    Ok(())
}

fn put_stamp(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<(), StoreError> {
    let stamp = stamp_of(&list(tx, organization)?);
    tx.execute("UPDATE organizations SET catalogs = ?2 WHERE id = ?1", params![&organization, &stamp])?;
    Ok(())
}

//! Packages of applications (申請の一式): which were made, and where their files are. They are added and never changed.

use tasuki_trust::Digest;

use crate::{OrganizationId, PersonId, RoadId, Row, StoreError, Tx, params};

/// A package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The digest of its list of sums, by which people know it again.
    pub digest: Digest,
    /// The road.
    pub road: RoadId,
    /// The number of the submission on the road.
    pub submission: u32,
    /// The digest of the zip, under which it is kept.
    pub file: Digest,
    /// The size of the zip in bytes.
    pub size: u64,
    /// The name of the file.
    pub name: String,
    /// When it was made, in milliseconds since 1970.
    pub made: i64,
    /// By whom.
    pub made_by: PersonId,
    /// Their name today.
    pub made_by_name: String,
}

/// Selects the columns of a [`Package`], followed by the given SQL.
macro_rules! select_packages {
    ($rest:literal) => {
        concat!(
            "SELECT k.digest, k.road, k.submission, k.file, k.size, k.name, k.made, k.made_by, p.name
             FROM packages k JOIN people p ON p.id = k.made_by ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Package, StoreError> {
    Ok(Package {
        digest: row.get(0)?,
        road: row.get(1)?,
        submission: row.get(2)?,
        file: row.get(3)?,
        size: row.get(4)?,
        name: row.get(5)?,
        made: row.get(6)?,
        made_by: row.get(7)?,
        made_by_name: row.get(8)?,
    })
}

/// The packages of a road, the last first.
pub fn of_road(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Package>, StoreError> {
    tx.query(
        select_packages!("WHERE k.organization = ?1 AND k.road = ?2 ORDER BY k.made DESC, k.digest"),
        params![&organization, &road],
        read,
    )
}

/// Adds a package.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, own: &Package) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO packages (organization, digest, road, submission, file, size, name, made, made_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            &organization,
            &own.digest.to_string(),
            &own.road,
            own.submission,
            &own.file.to_string(),
            i64::try_from(own.size).unwrap_or(i64::MAX),
            &own.name,
            own.made,
            &own.made_by
        ],
    )?;
    Ok(())
}

/// All files that packages refer to, with their sizes.
pub fn files(tx: &mut Tx<'_>) -> Result<Vec<(Digest, u64)>, StoreError> {
    tx.query("SELECT file, MAX(size) FROM packages GROUP BY file ORDER BY file", &[], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

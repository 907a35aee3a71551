//! Files of scanners that were imported.

use serde::Serialize;
use tasuki_assess::scan::{Scan as Content, ScanFormat};
use tasuki_trust::Digest;

use super::super::{json, text, word};
use crate::{OrganizationId, PersonId, RoadId, Row, ScanId, StoreError, Tx, params};

/// A scan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scan {
    /// Identifier.
    pub id: ScanId,
    /// The road.
    pub road: RoadId,
    /// SHA-256 of the file.
    pub digest: Digest,
    /// The name of the file.
    pub file_name: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its format.
    pub format: ScanFormat,
    /// The program that made it.
    pub tool: String,
    /// When it was made, as the file says.
    pub day: Option<String>,
    /// When it was imported, in milliseconds since 1970.
    pub imported: i64,
    /// By whom.
    pub imported_by: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// How many findings it has.
    pub found: i64,
    /// How many of them nobody had seen.
    pub opened: i64,
    /// How many came back.
    pub reopened: i64,
    /// How many it looked for and did not find.
    pub closed: i64,
    /// How many pieces of software it lists.
    pub components: i64,
    /// How many parts had to be passed over.
    pub problems: i64,
    /// What it says beside its findings: targets, problems, and the packages that findings are about.
    #[serde(skip)]
    pub content: Content,
}

/// Selects the columns of a [`Scan`], followed by the given SQL.
macro_rules! select_scans {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.road, s.digest, s.file_name, s.size, s.format, s.tool, s.day, s.imported, s.imported_by, p.name, s.found,
                    s.opened, s.reopened, s.closed, s.components, s.problems, s.content
             FROM technical_scans s JOIN people p ON p.id = s.imported_by ",
            $rest
        )
    };
}

pub(super) fn format(text: String) -> Result<ScanFormat, StoreError> {
    word(text, |word| ScanFormat::ALL.into_iter().find(|own| own.word() == word))
}

fn read(row: &Row<'_>) -> Result<Scan, StoreError> {
    Ok(Scan {
        id: row.get(0)?,
        road: row.get(1)?,
        digest: row.get(2)?,
        file_name: row.get(3)?,
        size: row.get(4)?,
        format: format(row.get(5)?)?,
        tool: row.get(6)?,
        day: row.get(7)?,
        imported: row.get(8)?,
        imported_by: row.get(9)?,
        name: row.get(10)?,
        found: row.get(11)?,
        opened: row.get(12)?,
        reopened: row.get(13)?,
        closed: row.get(14)?,
        components: row.get(15)?,
        problems: row.get(16)?,
        content: json(row.get(17)?, "a scan")?,
    })
}

/// The scans of a road, in the order in which they were imported.
pub fn scans(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Scan>, StoreError> {
    tx.query(
        select_scans!("WHERE s.organization = ?1 AND s.road = ?2 ORDER BY s.imported, s.id"),
        params![&organization, &road],
        read,
    )
}

/// The scan of a file.
pub fn scan_with(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    road: RoadId,
    digest: Digest,
) -> Result<Option<Scan>, StoreError> {
    tx.one(
        select_scans!("WHERE s.organization = ?1 AND s.road = ?2 AND s.digest = ?3"),
        params![&organization, &road, &digest.to_string()],
        read,
    )
}

/// Adds a scan.
pub fn add_scan(tx: &mut Tx<'_>, organization: OrganizationId, own: &Scan) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO technical_scans (organization, id, road, digest, file_name, size, format, tool, day, imported, imported_by, found,
                                      opened, reopened, closed, components, problems, content)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            &organization,
            &own.id,
            &own.road,
            &own.digest.to_string(),
            &own.file_name,
            own.size,
            own.format.word(),
            &own.tool,
            own.day.as_deref(),
            own.imported,
            &own.imported_by,
            own.found,
            own.opened,
            own.reopened,
            own.closed,
            own.components,
            own.problems,
            &text(&own.content)
        ],
    )?;
    Ok(())
}

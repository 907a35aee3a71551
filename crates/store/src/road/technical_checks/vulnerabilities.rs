//! Public lists about vulnerabilities: what is exploited (KEV), and how likely it is to be (EPSS).
//!
//! A list has up to some hundred thousand entries, of which a page asks for a few. They are kept by the beginning of their numbers, some hundred
//! in a row.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;
use tasuki_assess::scan::{Known, ScanFormat};
use tasuki_trust::Digest;

use super::super::{json, text};
use super::scans::format;
use crate::{OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List {
    /// Which kind: KEV or EPSS.
    pub kind: ScanFormat,
    /// When it was made, as the file says.
    pub day: Date,
    /// SHA-256 of the file.
    pub digest: Digest,
    /// The name of the file.
    pub file_name: String,
    /// How many vulnerabilities it has.
    pub entries: i64,
    /// When it was added, in milliseconds since 1970.
    pub added: i64,
    /// By whom.
    pub added_by: PersonId,
}

fn read(row: &Row<'_>) -> Result<List, StoreError> {
    Ok(List {
        kind: format(row.get(0)?)?,
        day: row.get(1)?,
        digest: row.get(2)?,
        file_name: row.get(3)?,
        entries: row.get(4)?,
        added: row.get(5)?,
        added_by: row.get(6)?,
    })
}

/// The lists of an organization, the last of each kind first.
pub fn lists(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<List>, StoreError> {
    tx.query(
        "SELECT kind, day, digest, file_name, entries, added, added_by FROM vulnerability_lists
         WHERE organization = ?1 ORDER BY kind DESC, day DESC",
        params![&organization],
        read,
    )
}

/// Puts a list in the place of the one that is in use. A list of the same day is replaced.
pub fn add_list(tx: &mut Tx<'_>, organization: OrganizationId, own: &List, known: &[Known]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO vulnerability_lists (organization, kind, day, digest, file_name, entries, added, added_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (organization, kind, day) DO UPDATE
         SET digest = excluded.digest, file_name = excluded.file_name, entries = excluded.entries, added = excluded.added,
             added_by = excluded.added_by",
        params![
            &organization,
            own.kind.word(),
            &own.day.to_string(),
            &own.digest.to_string(),
            &own.file_name,
            own.entries,
            own.added,
            &own.added_by
        ],
    )?;
    tx.execute(
        "DELETE FROM vulnerability_facts WHERE organization = ?1 AND kind = ?2",
        params![&organization, own.kind.word()],
    )?;
    let mut buckets: BTreeMap<String, Vec<&Known>> = BTreeMap::new();
    for fact in known {
        buckets.entry(bucket(&fact.cve)).or_default().push(fact);
    }
    for (bucket, facts) in buckets {
        tx.execute(
            "INSERT INTO vulnerability_facts (organization, kind, bucket, content) VALUES (?1, ?2, ?3, ?4)",
            params![&organization, own.kind.word(), &bucket, &text(&facts)],
        )?;
    }
    Ok(())
}

/// What the list of a kind in use says of these vulnerabilities.
pub fn facts<'c>(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    kind: ScanFormat,
    cves: impl IntoIterator<Item = &'c str>,
) -> Result<Vec<Known>, StoreError> {
    let wanted: BTreeSet<&str> = cves.into_iter().collect();
    let buckets: BTreeSet<String> = wanted.iter().map(|cve| bucket(cve)).collect();
    let mut found = Vec::new();
    for bucket in buckets {
        let content: Option<String> = tx.one(
            "SELECT content FROM vulnerability_facts WHERE organization = ?1 AND kind = ?2 AND bucket = ?3",
            params![&organization, kind.word(), &bucket],
            |row| row.get(0),
        )?;
        let Some(content) = content else { continue };
        let all: Vec<Known> = json(content, "a list about vulnerabilities")?;
        found.extend(all.into_iter().filter(|own| wanted.contains(own.cve.as_str())));
    }
    Ok(found)
}

/// The row of a vulnerability: `CVE-2026-12345` is in `CVE-2026-123`, and so are ninety-nine others.
fn bucket(cve: &str) -> String {
    let end = cve.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    cve[..end].to_owned()
}

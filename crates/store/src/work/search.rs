//! Full-text search in user texts, limited to one organization.
//!
//! Japanese has no blanks between words, and the parsers of both engines would not find 監査 inside a sentence. So
//! the text is split into pairs of neighbouring letters here ([`grams`]), folded as in the catalogues, and the
//! engines only match those: FTS5 on SQLite, `tsvector` on PostgreSQL. The candidates are then checked for the
//! words themselves.
//!
//! The index is derived from other data, so it needs no entry in the audit log. Code that changes a text must call
//! [`put`]; a change that leaves the text alone does not touch the index.

mod grams;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tasuki_catalog::fold;

use crate::hex::hex;
use crate::{Engine, OrganizationId, Row, StoreError, Subject, Tx, params};

/// The number of candidates read at once.
const PAGE: i64 = 200;

/// A search result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Its kind, by the word of its [`crate::Noun`]: `answer`, `evidence`, `comment`, `task`.
    pub kind: String,
    /// The subject, as in the audit log: `answer/{assessment}/{criterion}`.
    pub subject: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// Adds a text to the index and replaces the previous text of the same subject. If title and text contain no word,
/// the subject is only removed.
pub fn put(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    subject: &Subject,
    title: &str,
    text: &str,
) -> Result<(), StoreError> {
    let (kind, subject) = (subject.noun().word().to_owned(), subject.to_string());
    replace(tx, organization, &Found { kind, subject, title: title.to_owned(), text: text.to_owned() })
}

/// The same for an entry that is at hand.
pub(crate) fn replace(tx: &mut Tx<'_>, organization: OrganizationId, found: &Found) -> Result<(), StoreError> {
    remove(tx, organization, &found.kind, &found.subject)?;
    insert(tx, organization.as_str(), found)
}

/// Adds an entry that is known to be new.
pub(crate) fn insert(tx: &mut Tx<'_>, organization: &str, found: &Found) -> Result<(), StoreError> {
    let Found { kind, subject, title, text } = found;
    let grams = grams::of_text(&format!("{title}\n{text}"));
    if grams.is_empty() {
        return Ok(());
    }
    match tx.engine() {
        Engine::Sqlite => {
            // SQLite can look up a row only by its grams, so the organization and the subject are grams too.
            let grams =
                format!("{} {} {grams}", of_organization(organization), of_subject(organization, kind, subject));
            tx.housekeep(
                "INSERT INTO search (organization, kind, subject, title, text, grams) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![organization, kind, subject, title, text, &grams],
            )?;
        }
        Engine::Postgres => {
            tx.housekeep(
                "INSERT INTO search (organization, kind, subject, title, text, grams)
                 VALUES (?1, ?2, ?3, ?4, ?5, array_to_tsvector(string_to_array(CAST(?6 AS TEXT), ' ')))",
                params![organization, kind, subject, title, text, &grams],
            )?;
        }
    }
    Ok(())
}

/// Removes a subject from the index.
pub fn remove(tx: &mut Tx<'_>, organization: OrganizationId, kind: &str, subject: &str) -> Result<(), StoreError> {
    let organization = organization.as_str();
    match tx.engine() {
        Engine::Sqlite => tx.housekeep(
            "DELETE FROM search WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?1)",
            params![&of_subject(organization, kind, subject)],
        )?,
        Engine::Postgres => tx.housekeep(
            "DELETE FROM search WHERE organization = ?1 AND kind = ?2 AND subject = ?3",
            params![organization, kind, subject],
        )?,
    };
    Ok(())
}

/// The texts that contain every word of a query, the most recently written first, at most `limit`.
pub fn find(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    query: &str,
    limit: usize,
) -> Result<Vec<Found>, StoreError> {
    let query = fold(query);
    let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    if words.is_empty() {
        return Ok(found);
    }
    let wanted = match tx.engine() {
        Engine::Sqlite => format!("{} AND {}", of_organization(organization.as_str()), grams::for_fts5(&words)),
        Engine::Postgres => grams::for_tsquery(&words),
    };
    let mut below = i64::MAX;
    while found.len() < limit {
        let candidates = page(tx, organization, &wanted, below)?;
        let Some((last, _)) = candidates.last() else { break };
        below = *last;
        let contains = |found: &Found| {
            let text = fold(&format!("{}\n{}", found.title, found.text));
            words.iter().all(|word| text.contains(word))
        };
        found.extend(candidates.into_iter().map(|(_, candidate)| candidate).filter(contains));
    }
    found.truncate(limit);
    Ok(found)
}

fn page(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    wanted: &str,
    below: i64,
) -> Result<Vec<(i64, Found)>, StoreError> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT rowid, kind, subject, title, text FROM search
             WHERE search MATCH ?2 AND organization = ?1 AND rowid < ?3 ORDER BY rowid DESC LIMIT ?4"
        }
        Engine::Postgres => {
            "SELECT place, kind, subject, title, text FROM search
             WHERE organization = ?1 AND grams @@ CAST(CAST(?2 AS TEXT) AS tsquery) AND place < ?3 ORDER BY place DESC LIMIT ?4"
        }
    };
    tx.query(sql, params![&organization, wanted, below, PAGE], |row| Ok((row.get(0)?, read(row, 1)?)))
}

fn read(row: &Row<'_>, first: usize) -> Result<Found, StoreError> {
    Ok(Found {
        kind: row.get(first)?,
        subject: row.get(first + 1)?,
        title: row.get(first + 2)?,
        text: row.get(first + 3)?,
    })
}

/// The gram of an organization: longer than any pair of letters, so that it cannot be confused with one.
fn of_organization(organization: &str) -> String {
    format!("organization{organization}")
}

/// The gram of a subject.
fn of_subject(organization: &str, kind: &str, subject: &str) -> String {
    let digest = Sha256::digest(format!("{organization}\n{kind}\n{subject}"));
    format!("subject{}", hex(&digest))
}

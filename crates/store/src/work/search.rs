//! Full-text search in what people wrote, bound to an organization.
//!
//! Japanese has no blanks between words, and both engines' own parsers would lose 監査 in a sentence. So the text is cut into pairs of
//! neighbouring letters here ([`grams`]), folded as in the catalogues, and the engines only match those: FTS5 on SQLite, `tsvector` on
//! PostgreSQL. What the pairs find is then checked to contain the words themselves.
//!
//! The index is derived from what is kept elsewhere, so it needs no entry in the audit log. Whoever changes a text calls [`put`]; a change
//! that leaves the text alone does not touch the index.

mod grams;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tasuki_catalog::fold;

use crate::{Engine, OrganizationId, Row, StoreError, Tx, params};

/// How many candidates are looked at in one go.
const PAGE: i64 = 200;

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// What it is: `answer`, `evidence`, `comment`, `task`.
    pub kind: String,
    /// Which one, as the audit log names it: `answer/{assessment}/{criterion}`.
    pub subject: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// Puts a text into the index, in place of what was there of the same subject. Without a word in title or text, it is only taken out.
pub fn put(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    kind: &str,
    subject: &str,
    title: &str,
    text: &str,
) -> Result<(), StoreError> {
    remove(tx, organization, kind, subject)?;
    insert(
        tx,
        organization.as_str(),
        &Found { kind: kind.into(), subject: subject.into(), title: title.into(), text: text.into() },
    )
}

/// Adds an entry that is known not to be there yet.
pub(crate) fn insert(tx: &mut Tx<'_>, organization: &str, found: &Found) -> Result<(), StoreError> {
    let Found { kind, subject, title, text } = found;
    let grams = grams::of_text(&format!("{title}\n{text}"));
    if grams.is_empty() {
        return Ok(());
    }
    match tx.engine() {
        Engine::Sqlite => {
            // The engine cannot look up a row by anything but its grams: the organization and the subject are grams too.
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

/// Takes a subject out of the index.
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

/// What contains every word of a query, the last written first, at most `limit`.
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

/// The gram of an organization: longer than any pair of letters, so that none is mistaken for it.
fn of_organization(organization: &str) -> String {
    format!("organization{organization}")
}

/// The gram of a subject.
fn of_subject(organization: &str, kind: &str, subject: &str) -> String {
    let digest = Sha256::digest(format!("{organization}\n{kind}\n{subject}"));
    digest.iter().fold(String::from("subject"), |text, byte| text + &format!("{byte:02x}"))
}

//! Entries of the log, as they are read.

use super::Kept;
use super::bulk;
use crate::{Row, StoreError, Tx, params};

/// How many bytes of bulk entries are read for one history; what happened in earlier ones is still in the log.
const MOST_READ: usize = 8 << 20;
/// Details up to this number of characters are included in the latest entries.
const SHORT: i64 = 4_000;

fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    Ok(Kept {
        seq: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        action: row.get(3)?,
        subject: row.get(4)?,
        before: row.get(5)?,
        after: row.get(6)?,
        detail: row.get(7)?,
        salt: row.get(8)?,
        // An entry without a detail digest is not valid.
        detail_digest: row.get::<Option<[u8; 32]>>(9)?.unwrap_or_default(),
        items: row.get(10)?,
        previous: row.get(11)?,
        digest: row.get(12)?,
    })
}

/// Entries of an organization after a position in its chain, oldest first, at most `limit`.
pub fn page(tx: &mut Tx<'_>, organization: &str, after: i64, limit: i64) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "SELECT seq, at, actor, action, subject, before, after, detail, salt, detail_digest, items, previous, digest FROM audit
         WHERE organization = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        params![organization, after, limit],
        read,
    )
}

/// The history of one subject, newest first, at most `limit`. Items of bulk entries ([`append_many`]) are returned
/// as if each were an entry of its own.
pub fn of_subject(tx: &mut Tx<'_>, organization: &str, subject: &str, limit: i64) -> Result<Vec<Kept>, StoreError> {
    let mut all = of_subject_alone(tx, organization, subject, limit)?;
    let places = tx.query(
        "SELECT seq FROM audit_items WHERE organization = ?1 AND subject = ?2 ORDER BY seq DESC LIMIT ?3",
        params![organization, subject, limit],
        |row| row.get::<i64>(0),
    )?;
    // One by one: each may be large, and only one item of it is needed.
    let mut read = 0;
    for seq in places {
        if read > MOST_READ {
            break;
        }
        let entry = page(tx, organization, seq - 1, 1)?.into_iter().next();
        read += entry.as_ref().map_or(0, |entry| entry.detail.len());
        // If several items are about the same subject, the last one is the newest.
        all.extend(entry.into_iter().flat_map(|entry| bulk::items_of(&entry, subject).into_iter().rev()));
    }
    all.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    all.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(all)
}

/// The entries about this subject only (no bulk entries), newest first, at most `limit`.
pub fn of_subject_alone(
    tx: &mut Tx<'_>,
    organization: &str,
    subject: &str,
    limit: i64,
) -> Result<Vec<Kept>, StoreError> {
    // The subquery finds the positions in the index of subjects. If all columns were selected directly, SQLite
    // would scan the chain backwards until it has found enough entries, or to its beginning if there are fewer.
    tx.query(
        "SELECT seq, at, actor, action, subject, before, after, detail, salt, detail_digest, items, previous, digest FROM audit
         WHERE organization = ?1 AND seq IN (SELECT seq FROM audit WHERE organization = ?1 AND subject = ?2 ORDER BY seq DESC LIMIT ?3)
         ORDER BY seq DESC",
        params![organization, subject, limit],
        read,
    )
}

/// The newest entries of an organization, newest first, at most `limit`.
pub fn newest(tx: &mut Tx<'_>, organization: &str, limit: i64) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "SELECT seq, at, actor, action, subject, before, after, detail, salt, detail_digest, items, previous, digest FROM audit
         WHERE organization = ?1 ORDER BY seq DESC LIMIT ?2",
        params![organization, limit],
        read,
    )
}

/// The newest entries of an organization, newest first, at most `limit`, for an overview: long details are left
/// out.
pub fn latest(tx: &mut Tx<'_>, organization: &str, limit: i64) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "SELECT seq, at, actor, action, subject, before, after, CASE WHEN LENGTH(detail) > CAST(?3 AS BIGINT) THEN '{}' ELSE detail END, salt,
                detail_digest, items, previous, digest
         FROM audit WHERE organization = ?1 ORDER BY seq DESC LIMIT ?2",
        params![organization, limit, SHORT],
        read,
    )
}

/// All existing chains; the server's own is the empty text. Each is found by searching after the previous one, so
/// the length of the chains does not matter.
pub fn chains(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let own = "SELECT organization FROM audit WHERE organization = '' LIMIT 1";
    let mut chains: Vec<String> = tx.one(own, &[], |row| row.get(0))?.into_iter().collect();
    let mut last = String::new();
    while let Some(next) = tx.one(
        "SELECT organization FROM audit WHERE organization > ?1 ORDER BY organization LIMIT 1",
        params![&last],
        |row| row.get::<String>(0),
    )? {
        last.clone_from(&next);
        chains.push(next);
    }
    Ok(chains)
}

//! Sessions of signed-in people.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::{PersonId, Row, SessionId, StoreError, Tx, params};

/// A session. Only the SHA-256 of the secret in its cookie is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Identifier.
    pub id: SessionId,
    /// Its owner.
    pub person: PersonId,
    /// Whether a passkey or a second factor was used.
    pub assured: bool,
    /// The name that the browser gives.
    pub device: String,
    /// When it began, in milliseconds since 1970.
    pub created: i64,
    /// When it was last used, accurate to five minutes.
    pub seen: i64,
    /// When it ends at the latest.
    pub ends: i64,
    /// When the person last authenticated.
    #[serde(skip)]
    pub proven: i64,
}

/// The action of the log entry about the beginning of a session.
pub const BEGIN: &str = "session.begin";

/// The action of the log entry about a second factor that was used in a session that began without one.
pub const ASSURE: &str = "session.assure";
/// The action of the log entry about sessions that ended.
pub const END: &str = "session.end";

/// The action of the log entry about a person who authenticated again in a session, at the time of the entry.
pub const PROVE: &str = "session.prove";

/// The seal in the detail of the log entry about the beginning of a session: a digest of the stored digest (from
/// which the cookie cannot be derived), of the identifier by which the session is ended, and of its creation time,
/// from which its latest end is computed.
pub fn seal(digest: &[u8; 32], id: SessionId, created: i64) -> String {
    let begun = Sha256::new_with_prefix(digest).chain_update(id.as_str()).chain_update(created.to_be_bytes());
    hex(&begun.finalize())
}

pub(crate) fn read(row: &Row<'_>) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.get(7)?,
        person: row.get(0)?,
        assured: row.get(8)?,
        device: row.get(9)?,
        created: row.get(10)?,
        seen: row.get(11)?,
        ends: row.get(12)?,
        proven: row.get(13)?,
    })
}

/// Starts a session.
pub fn add(tx: &mut Tx<'_>, session: &Session, digest: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sessions (digest, id, person, assured, device, created, seen, ends, proven)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            digest,
            &session.id,
            &session.person,
            session.assured,
            &session.device,
            session.created,
            session.seen,
            session.ends,
            session.proven
        ],
    )?;
    Ok(())
}

/// Records a use of a session.
pub fn touch(tx: &mut Tx<'_>, id: SessionId, now: i64, ends: i64) -> Result<(), StoreError> {
    tx.housekeep("UPDATE sessions SET seen = ?2, ends = ?3 WHERE id = ?1", params![&id, now, ends])?;
    Ok(())
}

/// Records that a second factor or a passkey was used in a session; returns whether this is new.
pub fn assure(tx: &mut Tx<'_>, id: SessionId) -> Result<bool, StoreError> {
    Ok(tx.execute("UPDATE sessions SET assured = 1 WHERE id = ?1 AND assured = 0", params![&id])? > 0)
}

/// When the person of a session last authenticated; `None` if there is no such session.
pub fn proven(tx: &mut Tx<'_>, id: SessionId) -> Result<Option<i64>, StoreError> {
    tx.one("SELECT proven FROM sessions WHERE id = ?1", params![&id], |row| row.get(0))
}

/// Records that the person of a session authenticated again.
pub fn prove(tx: &mut Tx<'_>, person: PersonId, id: SessionId, now: i64) -> Result<(), StoreError> {
    tx.execute("UPDATE sessions SET proven = ?3 WHERE person = ?1 AND id = ?2", params![&person, &id, now])?;
    Ok(())
}

/// All sessions of a person that have not ended, the most recently used first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, now: i64) -> Result<Vec<Session>, StoreError> {
    tx.query(
        "SELECT s.person, '', '', '', '', 0, 0, s.id, s.assured, s.device, s.created, s.seen, s.ends, s.proven
         FROM sessions s WHERE s.person = ?1 AND s.ends > ?2 ORDER BY s.seen DESC",
        params![&person, now],
        read,
    )
}

/// Ends one session of a person; returns whether there was one.
pub fn end(tx: &mut Tx<'_>, person: PersonId, id: SessionId) -> Result<bool, StoreError> {
    Ok(tx.execute("DELETE FROM sessions WHERE person = ?1 AND id = ?2", params![&person, &id])? > 0)
}

/// Ends all sessions of a person except one; returns which.
pub fn end_others(tx: &mut Tx<'_>, person: PersonId, kept: Option<SessionId>) -> Result<Vec<SessionId>, StoreError> {
    let own = params![&person, &kept];
    let ended =
        tx.query("SELECT id FROM sessions WHERE person = ?1 AND id <> COALESCE(?2, '')", own, |row| row.get(0))?;
    tx.execute("DELETE FROM sessions WHERE person = ?1 AND id <> COALESCE(?2, '')", own)?;
    Ok(ended)
}

/// Deletes sessions that have ended.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM sessions WHERE ends <= ?1", params![now])
}

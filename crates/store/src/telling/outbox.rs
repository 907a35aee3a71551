//! The mail queue. Mails are written in the transaction of the change that they report, and sent to the mail server
//! afterwards.

use crate::{Row, StoreError, Tx, params};

/// A queued mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Identifier.
    pub id: String,
    /// The recipient.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// When it was written, in milliseconds since 1970.
    pub created: i64,
    /// The number of attempts.
    pub attempts: i64,
    /// The time of the next attempt.
    pub next: i64,
    /// The priority: 0 is sent before 1, and so on.
    pub rank: i64,
}

fn read(row: &Row<'_>) -> Result<Mail, StoreError> {
    Ok(Mail {
        id: row.get(0)?,
        recipient: row.get(1)?,
        subject: row.get(2)?,
        body: row.get(3)?,
        created: row.get(4)?,
        attempts: row.get(5)?,
        next: row.get(6)?,
        rank: row.get(7)?,
    })
}

/// Adds a mail.
pub fn add(tx: &mut Tx<'_>, mail: &Mail) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO outbox (id, recipient, subject, body, created, attempts, next, rank)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            &mail.id,
            &mail.recipient,
            &mail.subject,
            &mail.body,
            mail.created,
            mail.attempts,
            mail.next,
            mail.rank
        ],
    )?;
    Ok(())
}

/// The longest delay, in milliseconds: two days. A longer wait was set by a clock that was ahead.
const FARTHEST: i64 = 2 * 24 * 60 * 60 * 1_000;

/// The mails due now, by priority and then by age, at most `limit`.
pub fn due(tx: &mut Tx<'_>, now: i64, limit: i64) -> Result<Vec<Mail>, StoreError> {
    tx.query(
        "SELECT id, recipient, subject, body, created, attempts, next, rank FROM outbox
         WHERE next <= ?1 OR next > ?3 ORDER BY rank, next, id LIMIT ?2",
        params![now, limit, now.saturating_add(FARTHEST)],
        read,
    )
}

/// Claims a mail until `until`, so that no second server sends it too; returns `false` if another server has it.
pub fn claim(tx: &mut Tx<'_>, mail: &Mail, until: i64) -> Result<bool, StoreError> {
    let rows = tx.housekeep(
        "UPDATE outbox SET next = ?3, attempts = attempts + 1 WHERE id = ?1 AND next = ?2",
        params![&mail.id, mail.next, until],
    )?;
    Ok(rows > 0)
}

/// Removes a mail that was sent or given up.
pub fn remove(tx: &mut Tx<'_>, id: &str) -> Result<(), StoreError> {
    tx.housekeep("DELETE FROM outbox WHERE id = ?1", params![id])?;
    Ok(())
}

/// Stores a failed attempt and the time of the next one.
pub fn put_off(tx: &mut Tx<'_>, id: &str, next: i64, problem: &str) -> Result<(), StoreError> {
    tx.housekeep("UPDATE outbox SET next = ?2, problem = ?3 WHERE id = ?1", params![id, next, problem])?;
    Ok(())
}

/// The number of queued mails.
pub fn count(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    Ok(tx.one("SELECT COUNT(*) FROM outbox", &[], |row| row.get(0))?.unwrap_or(0))
}

/// Gives up mails from before an instant; returns how many there were.
pub fn expire(tx: &mut Tx<'_>, before: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM outbox WHERE created < ?1", params![before])
}

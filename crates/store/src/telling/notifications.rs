//! Notifications (通知): what a person is told, in the application and by mail.

use serde::{Deserialize, Serialize};

use crate::{NotificationId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A notification of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// Whom it is for.
    pub person: PersonId,
    /// Identifier.
    pub id: NotificationId,
    /// Where it happened.
    pub organization: OrganizationId,
    /// What happened: `mention`.
    pub kind: String,
    /// What it is about, as JSON.
    pub subject: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Whether it is shown in the application.
    pub shown: bool,
    /// Whether it waits for the daily digest.
    pub digest: bool,
    /// When it was read.
    pub read: Option<i64>,
    /// When it was handed to the mail.
    pub mailed: Option<i64>,
}

fn read(row: &Row<'_>) -> Result<Notification, StoreError> {
    Ok(Notification {
        person: row.get(0)?,
        id: row.get(1)?,
        organization: row.get(2)?,
        kind: row.get(3)?,
        subject: row.get(4)?,
        at: row.get(5)?,
        shown: row.get(6)?,
        digest: row.get(7)?,
        read: row.get(8)?,
        mailed: row.get(9)?,
    })
}

/// Adds a notification.
pub fn add(tx: &mut Tx<'_>, new: &Notification) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO notifications (person, id, organization, kind, subject, at, shown, digest, read, mailed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            &new.person,
            &new.id,
            &new.organization,
            &new.kind,
            &new.subject,
            new.at,
            new.shown,
            new.digest,
            new.read,
            new.mailed
        ],
    )?;
    Ok(())
}

/// One notification of a person.
pub fn find(tx: &mut Tx<'_>, person: PersonId, id: NotificationId) -> Result<Option<Notification>, StoreError> {
    tx.one(
        "SELECT person, id, organization, kind, subject, at, shown, digest, read, mailed FROM notifications
         WHERE person = ?1 AND id = ?2",
        params![&person, &id],
        read,
    )
}

/// What a person was told in an organization, newest first, at most `limit`; `before` continues an earlier list.
pub fn list(
    tx: &mut Tx<'_>,
    person: PersonId,
    organization: OrganizationId,
    before: Option<NotificationId>,
    limit: i64,
) -> Result<Vec<Notification>, StoreError> {
    // Every identifier sorts before this.
    let before = before.as_ref().map_or("~", |id| id.as_str());
    tx.query(
        "SELECT person, id, organization, kind, subject, at, shown, digest, read, mailed FROM notifications
         WHERE person = ?1 AND organization = ?2 AND shown = 1 AND id < ?3 ORDER BY id DESC LIMIT ?4",
        params![&person, &organization, before, limit],
        read,
    )
}

/// How many a person has not read in an organization.
pub fn unread(tx: &mut Tx<'_>, person: PersonId, organization: OrganizationId) -> Result<u64, StoreError> {
    let count = tx.one(
        "SELECT COUNT(*) FROM notifications WHERE person = ?1 AND organization = ?2 AND read IS NULL AND shown = 1",
        params![&person, &organization],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or(0))
}

/// Marks one as read, or as unread again; tells whether there is such a one.
pub fn mark(tx: &mut Tx<'_>, person: PersonId, id: NotificationId, read: Option<i64>) -> Result<bool, StoreError> {
    let rows =
        tx.housekeep("UPDATE notifications SET read = ?3 WHERE person = ?1 AND id = ?2", params![&person, &id, read])?;
    Ok(rows > 0)
}

/// Marks all of a person's notifications in an organization as read.
pub fn mark_all(tx: &mut Tx<'_>, person: PersonId, organization: OrganizationId, now: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE notifications SET read = ?3 WHERE person = ?1 AND organization = ?2 AND read IS NULL AND shown = 1",
        params![&person, &organization, now],
    )?;
    Ok(())
}

/// Everything that waits for the daily digest, by person and organization, oldest first.
pub fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Notification>, StoreError> {
    tx.query(
        "SELECT person, id, organization, kind, subject, at, shown, digest, read, mailed FROM notifications
         WHERE digest = 1 ORDER BY person, organization, id",
        &[],
        read,
    )
}

/// Notes that one went into a digest.
pub fn digested(tx: &mut Tx<'_>, person: PersonId, id: NotificationId, now: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE notifications SET digest = 0, mailed = ?3 WHERE person = ?1 AND id = ?2",
        params![&person, &id, now],
    )?;
    Ok(())
}

/// What a person wants to be told and how, as JSON.
pub fn settings(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>, StoreError> {
    tx.one("SELECT notify FROM people WHERE id = ?1", params![&person], |row| row.get(0))
}

/// Changes what a person wants to be told and how.
pub fn set_settings(tx: &mut Tx<'_>, person: PersonId, settings: &str) -> Result<(), StoreError> {
    tx.housekeep("UPDATE people SET notify = ?2 WHERE id = ?1", params![&person, settings])?;
    Ok(())
}

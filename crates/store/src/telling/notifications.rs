//! Notifications (通知) to people, in the application and by mail.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{NotificationId, OrganizationId, PersonId, Row, StoreError, Subject, Tx, params};

/// A notification of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// The recipient.
    pub person: PersonId,
    /// Identifier.
    pub id: NotificationId,
    /// The organization in which it happened.
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
    /// When it was passed to the mail queue.
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

/// The notifications of a person in an organization, newest first, at most `limit`; `before` continues an earlier
/// list.
pub fn list(
    tx: &mut Tx<'_>,
    person: PersonId,
    organization: OrganizationId,
    before: Option<NotificationId>,
    limit: i64,
) -> Result<Vec<Notification>, StoreError> {
    // Every identifier sorts before this text.
    let before = before.as_ref().map_or("~", |id| id.as_str());
    tx.query(
        "SELECT person, id, organization, kind, subject, at, shown, digest, read, mailed FROM notifications
         WHERE person = ?1 AND organization = ?2 AND shown = 1 AND id < ?3 ORDER BY id DESC LIMIT ?4",
        params![&person, &organization, before, limit],
        read,
    )
}

/// The number of unread notifications of a person in an organization.
pub fn unread(tx: &mut Tx<'_>, person: PersonId, organization: OrganizationId) -> Result<u64, StoreError> {
    let count = tx.one(
        "SELECT COUNT(*) FROM notifications WHERE person = ?1 AND organization = ?2 AND read IS NULL AND shown = 1",
        params![&person, &organization],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or(0))
}

/// Marks a notification as read or unread; returns whether it exists.
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

/// All notifications that wait for the daily digest, by person and organization, oldest first.
pub fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Notification>, StoreError> {
    tx.query(
        "SELECT person, id, organization, kind, subject, at, shown, digest, read, mailed FROM notifications
         WHERE digest = 1 ORDER BY person, organization, id",
        &[],
        read,
    )
}

/// Records that a notification was included in a digest.
pub fn digested(tx: &mut Tx<'_>, person: PersonId, id: NotificationId, now: i64) -> Result<(), StoreError> {
    tx.housekeep(
        "UPDATE notifications SET digest = 0, mailed = ?3 WHERE person = ?1 AND id = ?2",
        params![&person, &id, now],
    )?;
    Ok(())
}

/// The notification settings of a person, as JSON.
pub fn settings(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>, StoreError> {
    tx.one("SELECT notify FROM people WHERE id = ?1", params![&person], |row| row.get(0))
}

/// Changes the notification settings of a person.
pub fn set_settings(tx: &mut Tx<'_>, person: PersonId, settings: &str) -> Result<(), StoreError> {
    tx.housekeep("UPDATE people SET notify = ?2 WHERE id = ?1", params![&person, settings])?;
    Ok(())
}

/// Gives every notification the name of its subject where it had an address: before, `path` held the page within the organization.
pub(crate) fn name_subjects(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let all = tx.query("SELECT person, id, subject FROM notifications", &[], |row| {
        Ok((row.get::<PersonId>(0)?, row.get::<NotificationId>(1)?, row.get::<String>(2)?))
    })?;
    for (person, id, about) in all {
        let Ok(Value::Object(mut about)) = serde_json::from_str(&about) else { continue };
        let Some(path) = about.remove("path") else { continue };
        if let Some(subject) = path.as_str().and_then(subject_at) {
            about.insert("subject".to_owned(), Value::String(subject.to_string()));
        }
        let text = Value::Object(about).to_string();
        tx.housekeep(
            "UPDATE notifications SET subject = ?3 WHERE person = ?1 AND id = ?2",
            params![&person, &id, &text],
        )?;
    }
    Ok(())
}

/// The subject of a page, as addresses were when notifications kept them.
fn subject_at(path: &str) -> Option<Subject> {
    if let Some((_, comment)) = path.split_once("#comment-") {
        return Some(Subject::Comment(comment.parse().ok()?));
    }
    let (page, criterion) = path.split_once("?c=").unwrap_or((path, ""));
    let parts: Vec<&str> = page.trim_start_matches('/').split('/').collect();
    Some(match parts[..] {
        ["tasks", id] => Subject::Task(id.parse().ok()?),
        ["evidence", id] => Subject::Evidence(id.parse().ok()?),
        ["webhooks", id] => Subject::Webhook(id.parse().ok()?),
        ["assessments", id] if criterion.is_empty() => Subject::Assessment(id.parse().ok()?),
        ["assessments", id] => Subject::Answer(id.parse().ok()?, criterion.to_owned()),
        // Of an inspection its day is not part of the address, and the page is the criterion's.
        ["inspections", "of", id, criterion] => Subject::InspectionReport(id.parse().ok()?, criterion.to_owned()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_before_are_read_as_subjects() {
        let id = "01kb7z8e9q0000000000000000";
        for (path, subject) in [
            (format!("/tasks/{id}"), format!("task/{id}")),
            (format!("/evidence/{id}"), format!("evidence/{id}")),
            (format!("/assessments/{id}?c=4-4-4-2"), format!("answer/{id}/4-4-4-2")),
            (format!("/assessments/{id}?c=4-4-4-2#comment-{id}"), format!("comment/{id}")),
            (format!("/inspections/of/{id}/1-4-1-1"), format!("inspection_report/{id}/1-4-1-1")),
            (format!("/webhooks/{id}"), format!("webhook/{id}")),
        ] {
            assert_eq!(subject_at(&path).map(|subject| subject.to_string()), Some(subject), "{path}");
        }
        assert_eq!(subject_at(""), None);
    }
}

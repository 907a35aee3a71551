//! Erasing a person: everything that identifies the person is removed; their actions remain, under a meaningless
//! name.

use serde::Serialize;
use serde_json::Value;

use crate::persons::Person;
use crate::{Noun, OrganizationId, PersonId, StoreError, Tx, audit, params, search};

/// The maximum number of texts in an organization that are searched for the person's name.
const TEXTS: usize = 1_000;

/// What was deleted, as the log refers to it: the subjects for each chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gone {
    /// The chain, the kind and the subject.
    pub subjects: Vec<(OrganizationId, &'static str, String)>,
}

/// What remains after a person was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Remains {
    /// Answers for which they are responsible, or which they changed last.
    pub answers: u64,
    /// Comments that they wrote.
    pub comments: u64,
    /// Tasks for which they are responsible.
    pub tasks: u64,
    /// Pieces of evidence for which they are responsible.
    pub evidence: u64,
    /// Texts of others that contain their name: notes, comments, names of evidence.
    pub texts: u64,
}

/// The organizations whose logs have entries about a person, and those to which the person belongs.
pub fn organizations(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<OrganizationId>, StoreError> {
    let subject = format!("member/{person}");
    let mut found = Vec::new();
    for organization in crate::organizations::ids(tx)? {
        let known = tx.one(
            "SELECT 1 FROM members WHERE organization = ?1 AND person = ?2
             UNION SELECT 1 FROM audit WHERE organization = ?1 AND subject = ?3 LIMIT 1",
            params![&organization, &person, &subject],
            |row| row.get::<i64>(0),
        )?;
        found.extend(known.map(|_| organization));
    }
    Ok(found)
}

/// The organizations to which a person belongs.
pub fn memberships(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<OrganizationId>, StoreError> {
    tx.query("SELECT organization FROM members WHERE person = ?1 ORDER BY organization", params![&person], |row| {
        row.get(0)
    })
}

/// Deletes the person's credentials, memberships and notifications, and replaces the name. The caller must log what
/// is returned as deleted.
pub fn forget(tx: &mut Tx<'_>, person: &Person, name: &str, now: i64) -> Result<Gone, StoreError> {
    let gone = subjects(tx, person)?;
    let (id, mail) = (person.id, format!("{}@erased.invalid", person.id));
    tx.execute(
        "UPDATE people SET mail = ?2, name = ?3, password = NULL, totp_secret = NULL, totp_pending = NULL, totp_step = 0,
            failures = 0, failed_at = 0, notify = '{}', lang = 'ja', theme = 'auto', disabled = COALESCE(disabled, ?4)
         WHERE id = ?1",
        params![&id, &mail, name, now],
    )?;
    for sql in [
        "DELETE FROM passkeys WHERE person = ?1",
        "DELETE FROM recovery_codes WHERE person = ?1",
        "DELETE FROM identities WHERE person = ?1",
        "DELETE FROM sessions WHERE person = ?1",
        "DELETE FROM devices WHERE person = ?1",
        "DELETE FROM ceremonies WHERE person = ?1",
        "DELETE FROM api_tokens WHERE person = ?1",
        "DELETE FROM calendar_feeds WHERE person = ?1",
        "DELETE FROM notifications WHERE person = ?1",
        "DELETE FROM parcels WHERE person = ?1",
        "DELETE FROM members WHERE person = ?1",
    ] {
        tx.execute(sql, params![&id])?;
    }
    // A stored response may contain anybody's name; responses are kept only for a day.
    tx.execute("DELETE FROM idempotency WHERE actor LIKE ?1", params![&format!("{id}%")])?;
    tx.execute("DELETE FROM invitations WHERE mail = ?1", params![&person.mail])?;
    tx.execute("DELETE FROM reset_requests WHERE mail = ?1", params![&person.mail])?;
    tx.execute("DELETE FROM outbox WHERE recipient = ?1", params![&person.mail])?;
    named_elsewhere(tx, person, name)?;
    Ok(gone)
}

/// What will be deleted, as the log refers to it.
fn subjects(tx: &mut Tx<'_>, person: &Person) -> Result<Gone, StoreError> {
    let mut gone = Gone::default();
    for (noun, sql) in [
        ("member", "SELECT organization, person FROM members WHERE person = ?1"),
        ("feed", "SELECT organization, person FROM calendar_feeds WHERE person = ?1"),
        ("token", "SELECT organization, id FROM api_tokens WHERE person = ?1"),
    ] {
        let of_kind = tx.query(sql, params![&person.id], |row| {
            Ok((row.get(0)?, noun, format!("{noun}/{}", row.get::<String>(1)?)))
        })?;
        gone.subjects.extend(of_kind);
    }
    let invitations =
        tx.query("SELECT organization, id FROM invitations WHERE mail = ?1", params![&person.mail], |row| {
            Ok((row.get(0)?, "invitation", format!("invitation/{}", row.get::<String>(1)?)))
        })?;
    gone.subjects.extend(invitations);
    Ok(gone)
}

/// Replaces the person's name in notifications, deliveries and mails to others.
fn named_elsewhere(tx: &mut Tx<'_>, person: &Person, name: &str) -> Result<(), StoreError> {
    let quoted = |text: &str| Value::from(text).to_string();
    let (old, new) = (quoted(&person.name), quoted(name));
    tx.housekeep(
        "UPDATE notifications SET subject = REPLACE(subject, ?1, ?2) WHERE subject <> REPLACE(subject, ?1, ?2)",
        params![&format!("\"by\":{old}"), &format!("\"by\":{new}")],
    )?;
    tx.housekeep(
        "UPDATE deliveries SET body = REPLACE(body, ?1, ?2) WHERE body <> REPLACE(body, ?1, ?2)",
        params![&old, &new],
    )?;
    for (old, new) in [(person.mail.as_str(), ""), (person.name.as_str(), name)] {
        tx.housekeep(
            "UPDATE outbox SET subject = REPLACE(subject, ?1, ?2), body = REPLACE(body, ?1, ?2)
             WHERE subject <> REPLACE(subject, ?1, ?2) OR body <> REPLACE(body, ?1, ?2)",
            params![old, new],
        )?;
    }
    Ok(())
}

/// Replaces the person's name in the access reviews of an organization; returns whether there were any.
pub fn rename_in_reviews(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    person: PersonId,
    name: &str,
) -> Result<bool, StoreError> {
    let reviews =
        tx.query("SELECT at, members FROM access_reviews WHERE organization = ?1", params![&organization], |row| {
            Ok((row.get::<i64>(0)?, row.get::<String>(1)?))
        })?;
    let mut any = false;
    for (at, members) in reviews.into_iter().filter(|(_, members)| members.contains(person.as_str())) {
        let Ok(mut seen) = serde_json::from_str::<Vec<Value>>(&members) else { continue };
        for own in seen.iter_mut().filter(|own| own.get("person").and_then(Value::as_str) == Some(person.as_str())) {
            own["name"] = Value::from(name);
        }
        tx.execute(
            "UPDATE access_reviews SET members = ?3 WHERE organization = ?1 AND at = ?2",
            params![&organization, at, &Value::from(seen).to_string()],
        )?;
        any = true;
    }
    Ok(any)
}

/// Replaces the person's name in the search index of an organization where a comment mentions the person, and
/// counts the texts that contain the name otherwise.
pub fn rename_in_index(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    person: &Person,
    name: &str,
) -> Result<u64, StoreError> {
    let mut left = 0;
    for found in search::find(tx, organization, &person.name, TEXTS)? {
        let text = found.text.replace(&format!("@{}", person.name), &format!("@{name}"));
        left += u64::from(text.contains(&person.name) || found.title.contains(&person.name));
        if text != found.text && found.kind == Noun::Comment.word() {
            search::replace(tx, organization, &search::Found { text, ..found })?;
        }
    }
    Ok(left)
}

/// Removes details from a chain that identify the person, and returns the numbers of these entries. Bulk entries
/// are not included, because they are not about people.
pub fn blank(
    tx: &mut Tx<'_>,
    organization: &str,
    person: &Person,
    subjects: &[String],
) -> Result<Vec<i64>, StoreError> {
    let quoted = Value::from(person.name.as_str()).to_string();
    let mut seqs = tx.query(
        "SELECT seq FROM audit WHERE organization = ?1 AND salt IS NOT NULL AND items = 0 AND action NOT LIKE 'audit.%'
             AND (detail <> REPLACE(detail, ?2, '') OR detail <> REPLACE(detail, ?3, ''))",
        params![organization, &person.mail, &quoted],
        |row| row.get::<i64>(0),
    )?;
    let own = ["person", "member", "feed"].map(|noun| format!("{noun}/{}", person.id));
    for subject in own.iter().chain(subjects) {
        seqs.extend(tx.query(
            "SELECT seq FROM audit WHERE organization = ?1 AND subject = ?2 AND salt IS NOT NULL AND items = 0
                 AND action NOT LIKE 'audit.%'",
            params![organization, subject],
            |row| row.get::<i64>(0),
        )?);
    }
    seqs.sort_unstable();
    seqs.dedup();
    audit::blank(tx, organization, &seqs)?;
    Ok(seqs)
}

/// What remains of a person in an organization, under the new name.
pub fn remains(tx: &mut Tx<'_>, organization: OrganizationId, person: PersonId) -> Result<Remains, StoreError> {
    let mut count = |sql: &'static str| -> Result<u64, StoreError> {
        Ok(tx.one(sql, params![&organization, &person], |row| row.get(0))?.unwrap_or(0))
    };
    Ok(Remains {
        answers: count("SELECT COUNT(*) FROM answers WHERE organization = ?1 AND (owner = ?2 OR changed_by = ?2)")?,
        comments: count("SELECT COUNT(*) FROM comments WHERE organization = ?1 AND author = ?2 AND removed IS NULL")?,
        tasks: count("SELECT COUNT(*) FROM tasks WHERE organization = ?1 AND owner = ?2")?,
        evidence: count("SELECT COUNT(*) FROM evidence WHERE organization = ?1 AND owner = ?2")?,
        texts: 0,
    })
}

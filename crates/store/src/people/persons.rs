//! People: who can sign in.

use serde::{Deserialize, Serialize};

use crate::{PersonId, Row, StoreError, Tx, params};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Identifier.
    pub id: PersonId,
    /// Mail address in lower case; unique.
    pub mail: String,
    /// The name shown to others.
    pub name: String,
    /// `ja` or `en`.
    pub lang: String,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// When the account was created, in milliseconds since 1970.
    pub created: i64,
    /// When the account was disabled.
    pub disabled: Option<i64>,
}

/// The credentials of a person. They are separate from [`Person`] so that they cannot get into a page by accident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    /// The argon2id hash as a PHC string.
    pub password: Option<String>,
    /// The confirmed secret of one-time codes.
    pub totp_secret: Option<Vec<u8>>,
    /// A secret of one-time codes that is not confirmed yet.
    pub totp_pending: Option<Vec<u8>>,
    /// The last time step whose code was used.
    pub totp_step: i64,
    /// Failed attempts on unknown devices.
    pub counted: Counted,
}

/// Consecutive failed attempts, for each factor separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Of the password.
    pub password: i64,
    /// When the last of them was, in milliseconds since 1970.
    pub password_at: i64,
    /// Of second factors.
    pub factor: i64,
    /// When the last of them was.
    pub factor_at: i64,
}

impl Counted {
    /// Reads the four columns that begin at `first`.
    pub(crate) fn read(row: &Row<'_>, first: usize) -> Result<Self, StoreError> {
        Ok(Self {
            password: row.get(first)?,
            password_at: row.get(first + 1)?,
            factor: row.get(first + 2)?,
            factor_at: row.get(first + 3)?,
        })
    }
}

pub(crate) fn read(row: &Row<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.get(0)?,
        mail: row.get(1)?,
        name: row.get(2)?,
        lang: row.get(3)?,
        theme: row.get(4)?,
        created: row.get(5)?,
        disabled: row.get(6)?,
    })
}

/// A person by identifier.
pub fn find(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Person>, StoreError> {
    tx.one("SELECT id, mail, name, lang, theme, created, disabled FROM people WHERE id = ?1", params![&id], read)
}

/// A person by mail address, in lower case.
pub fn find_by_mail(tx: &mut Tx<'_>, mail: &str) -> Result<Option<Person>, StoreError> {
    tx.one("SELECT id, mail, name, lang, theme, created, disabled FROM people WHERE mail = ?1", params![mail], read)
}

/// Whether there are no people at all.
pub fn is_empty(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    Ok(tx.one("SELECT id FROM people LIMIT 1", &[], |row| row.get::<String>(0))?.is_none())
}

/// Adds a person.
pub fn add(tx: &mut Tx<'_>, person: &Person, password: Option<&str>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO people (id, mail, name, lang, theme, password, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![&person.id, &person.mail, &person.name, &person.lang, &person.theme, password, person.created],
    )?;
    Ok(())
}

/// The credentials of a person.
pub fn secrets(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Secrets>, StoreError> {
    tx.one(
        "SELECT password, totp_secret, totp_pending, totp_step, failures, failed_at, factor_failures, factor_failed_at
         FROM people WHERE id = ?1",
        params![&id],
        |row| {
            Ok(Secrets {
                password: row.get(0)?,
                totp_secret: row.get(1)?,
                totp_pending: row.get(2)?,
                totp_step: row.get(3)?,
                counted: Counted::read(row, 4)?,
            })
        },
    )
}

/// Changes the language and the theme.
pub fn set_preferences(tx: &mut Tx<'_>, id: PersonId, lang: &str, theme: &str) -> Result<(), StoreError> {
    tx.housekeep("UPDATE people SET lang = ?2, theme = ?3 WHERE id = ?1", params![&id, lang, theme])?;
    Ok(())
}

/// Changes the name and the mail address.
pub fn set_profile(tx: &mut Tx<'_>, id: PersonId, name: &str, mail: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE people SET name = ?2, mail = ?3 WHERE id = ?1", params![&id, name, mail])?;
    Ok(())
}

/// Stores a new hash of the password, or removes the password.
pub fn set_password(tx: &mut Tx<'_>, id: PersonId, password: Option<&str>) -> Result<(), StoreError> {
    tx.execute("UPDATE people SET password = ?2 WHERE id = ?1", params![&id, password])?;
    Ok(())
}

/// Replaces the hash of the same password with a stronger one; this is not logged, because nobody decided it.
pub fn refresh_password(tx: &mut Tx<'_>, id: PersonId, password: &str) -> Result<(), StoreError> {
    tx.housekeep("UPDATE people SET password = ?2 WHERE id = ?1", params![&id, password])?;
    Ok(())
}

/// Stores a secret of one-time codes that is not confirmed yet.
pub fn set_totp_pending(tx: &mut Tx<'_>, id: PersonId, secret: Option<&[u8]>) -> Result<(), StoreError> {
    tx.housekeep("UPDATE people SET totp_pending = ?2 WHERE id = ?1", params![&id, secret])?;
    Ok(())
}

/// Activates a secret of one-time codes, or removes it. `step` is the time step of the code just used.
pub fn set_totp(tx: &mut Tx<'_>, id: PersonId, secret: Option<&[u8]>, step: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE people SET totp_secret = ?2, totp_pending = NULL, totp_step = ?3 WHERE id = ?1",
        params![&id, secret, step],
    )?;
    Ok(())
}

/// Stores the time step of a used code.
pub fn set_totp_step(tx: &mut Tx<'_>, id: PersonId, step: i64) -> Result<(), StoreError> {
    tx.housekeep("UPDATE people SET totp_step = ?2 WHERE id = ?1", params![&id, step])?;
    Ok(())
}

/// Stores the number of consecutive failed attempts.
pub fn set_counted(tx: &mut Tx<'_>, id: PersonId, counted: Counted) -> Result<(), StoreError> {
    let Counted { password, password_at, factor, factor_at } = counted;
    tx.housekeep(
        "UPDATE people SET failures = ?2, failed_at = ?3, factor_failures = ?4, factor_failed_at = ?5 WHERE id = ?1",
        params![&id, password, password_at, factor, factor_at],
    )?;
    Ok(())
}

/// Records that the person is notified today of somebody guessing; returns `false` if there was a notification
/// after `since`.
pub fn take_lock_letter(tx: &mut Tx<'_>, id: PersonId, now: i64, since: i64) -> Result<bool, StoreError> {
    let rows = tx.housekeep(
        "UPDATE people SET lock_told = ?2 WHERE id = ?1 AND (lock_told <= ?3 OR lock_told > ?2)",
        params![&id, now, since],
    )?;
    Ok(rows > 0)
}

/// Locks how a person signs in: others who want to change it wait until the transaction ends.
pub fn hold(tx: &mut Tx<'_>, id: PersonId) -> Result<(), StoreError> {
    tx.lock(&format!("person/{id}"))
}

/// Disables an account, or enables it again.
pub fn set_disabled(tx: &mut Tx<'_>, id: PersonId, since: Option<i64>) -> Result<(), StoreError> {
    tx.execute("UPDATE people SET disabled = ?2 WHERE id = ?1", params![&id, since])?;
    Ok(())
}

/// Everybody, by mail address.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Person>, StoreError> {
    tx.query("SELECT id, mail, name, lang, theme, created, disabled FROM people ORDER BY mail", &[], read)
}

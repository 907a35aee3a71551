//! Unfinished ceremonies: a passkey or an identity provider was asked, a second factor is pending, a link to choose
//! a password was sent, the first start. The holder of the secret can continue; only its digest is stored.

use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::{PersonId, Row, StoreError, Tx, params};

/// The kind of a link to choose a new password.
pub const RESET: &str = "reset";
/// The kind of a link that confirms a mail address.
pub const MAIL: &str = "mail";

/// The action of the log entry about links that ended; its detail lists their seals as `links`.
pub const LINK_END: &str = "link.end";

/// The seal of a link that opens or changes an account. The log entry about the link has it in its detail as
/// `seal`: a digest of everything that is stored about the link, including the link's own digest and its owner.
pub fn seal(digest: &[u8; 32], ceremony: &Ceremony) -> String {
    let person = ceremony.person.as_ref().map_or("", PersonId::as_str);
    let mut all = Sha256::new_with_prefix(digest).chain_update(ceremony.ends.to_be_bytes());
    for text in [ceremony.kind.as_str(), person, ceremony.state.as_str()] {
        all.update(text.len().to_be_bytes());
        all.update(text);
    }
    hex(&all.finalize())
}

/// An unfinished ceremony.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    /// Its kind: `second_factor`, `passkey`, `reset` …
    pub kind: String,
    /// Its owner, if known.
    pub person: Option<PersonId>,
    /// The data needed to continue, as JSON.
    pub state: String,
    /// When it expires, in milliseconds since 1970.
    pub ends: i64,
}

/// Stores a ceremony under the digest of its secret.
pub fn put(tx: &mut Tx<'_>, digest: &[u8; 32], ceremony: &Ceremony) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO ceremonies (digest, kind, person, state, ends) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (digest) DO UPDATE SET kind = excluded.kind, person = excluded.person, state = excluded.state,
         ends = excluded.ends",
        params![digest, &ceremony.kind, &ceremony.person, &ceremony.state, ceremony.ends],
    )?;
    Ok(())
}

/// The ceremony for a secret, unless it has expired.
pub fn find(tx: &mut Tx<'_>, digest: &[u8; 32], kind: &str, now: i64) -> Result<Option<Ceremony>, StoreError> {
    tx.one(
        "SELECT kind, person, state, ends FROM ceremonies WHERE digest = ?1 AND kind = ?2 AND ends > ?3",
        params![digest, kind, now],
        |row| Ok(Ceremony { kind: row.get(0)?, person: row.get(1)?, state: row.get(2)?, ends: row.get(3)? }),
    )
}

/// Returns the ceremony and deletes it, so that it can be completed only once.
pub fn take(tx: &mut Tx<'_>, digest: &[u8; 32], kind: &str, now: i64) -> Result<Option<Ceremony>, StoreError> {
    let found = find(tx, digest, kind, now)?;
    if found.is_some() {
        tx.housekeep("DELETE FROM ceremonies WHERE digest = ?1", params![digest])?;
    }
    Ok(found)
}

/// Deletes a person's ceremonies of one kind, and returns the seals of the links among them.
pub fn forget(tx: &mut Tx<'_>, person: PersonId, kind: &str) -> Result<Vec<String>, StoreError> {
    let seals = links(tx, person, kind)?;
    tx.housekeep("DELETE FROM ceremonies WHERE person = ?1 AND kind = ?2", params![&person, kind])?;
    Ok(seals)
}

/// Deletes all of a person's ceremonies, and returns the seals of the links among them, because somebody else may
/// have started them.
pub fn forget_all(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>, StoreError> {
    let seals = [links(tx, person, RESET)?, links(tx, person, MAIL)?].concat();
    tx.housekeep("DELETE FROM ceremonies WHERE person = ?1", params![&person])?;
    Ok(seals)
}

/// The seals of a person's links of one kind; ceremonies that are not links have none.
fn links(tx: &mut Tx<'_>, person: PersonId, kind: &str) -> Result<Vec<String>, StoreError> {
    if ![RESET, MAIL].contains(&kind) {
        return Ok(Vec::new());
    }
    tx.query(
        "SELECT digest, kind, person, state, ends FROM ceremonies WHERE person = ?1 AND kind = ?2",
        params![&person, kind],
        sealed,
    )
}

/// The seal of a row: its digest, kind, person, state and end.
pub(crate) fn sealed(row: &Row<'_>) -> Result<String, StoreError> {
    let ceremony = Ceremony { kind: row.get(1)?, person: row.get(2)?, state: row.get(3)?, ends: row.get(4)? };
    Ok(seal(&row.get(0)?, &ceremony))
}

/// A person's ceremony of one kind, if there is one.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, kind: &str, now: i64) -> Result<Option<Ceremony>, StoreError> {
    tx.one(
        "SELECT kind, person, state, ends FROM ceremonies WHERE person = ?1 AND kind = ?2 AND ends > ?3",
        params![&person, kind, now],
        |row| Ok(Ceremony { kind: row.get(0)?, person: row.get(1)?, state: row.get(2)?, ends: row.get(3)? }),
    )
}

/// Deletes expired ceremonies.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM ceremonies WHERE ends <= ?1", params![now])
}

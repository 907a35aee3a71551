//! What is half done: a passkey or an identity provider being asked, a second factor still to come, a link to choose a
//! password, the first start. Whoever holds the secret goes on; only its digest is kept.

use sha2::{Digest, Sha256};

use crate::audit::hex;
use crate::{PersonId, Row, StoreError, Tx, params};

/// The kind of a link to choose a new password.
pub const RESET: &str = "reset";
/// The kind of a link that confirms a mail address.
pub const MAIL: &str = "mail";

/// The action of the entry of the log that says which links ended: in its detail as `links`, by their seals.
pub const LINK_END: &str = "link.end";

/// What the log names of a link that opens an account or changes it, in the detail of the entry about it as `seal`: a digest of all that is kept of
/// it, its own digest and whose it is included.
pub fn seal(digest: &[u8; 32], ceremony: &Ceremony) -> String {
    let person = ceremony.person.as_ref().map_or("", PersonId::as_str);
    let mut all = Sha256::new_with_prefix(digest).chain_update(ceremony.ends.to_be_bytes());
    for text in [ceremony.kind.as_str(), person, ceremony.state.as_str()] {
        all.update(text.len().to_be_bytes());
        all.update(text);
    }
    hex(&all.finalize())
}

/// Something half done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    /// What it is: `second_factor`, `passkey`, `reset` …
    pub kind: String,
    /// Whose it is, when that is known.
    pub person: Option<PersonId>,
    /// What is needed to go on, as JSON.
    pub state: String,
    /// When it ends, in milliseconds since 1970.
    pub ends: i64,
}

/// Keeps something half done under the digest of a secret.
pub fn put(tx: &mut Tx<'_>, digest: &[u8; 32], ceremony: &Ceremony) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO ceremonies (digest, kind, person, state, ends) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (digest) DO UPDATE SET kind = excluded.kind, person = excluded.person, state = excluded.state,
         ends = excluded.ends",
        params![digest, &ceremony.kind, &ceremony.person, &ceremony.state, ceremony.ends],
    )?;
    Ok(())
}

/// What is half done under a secret, unless it has ended.
pub fn find(tx: &mut Tx<'_>, digest: &[u8; 32], kind: &str, now: i64) -> Result<Option<Ceremony>, StoreError> {
    tx.one(
        "SELECT kind, person, state, ends FROM ceremonies WHERE digest = ?1 AND kind = ?2 AND ends > ?3",
        params![digest, kind, now],
        |row| Ok(Ceremony { kind: row.get(0)?, person: row.get(1)?, state: row.get(2)?, ends: row.get(3)? }),
    )
}

/// Takes it: what is done is not half done any more.
pub fn take(tx: &mut Tx<'_>, digest: &[u8; 32], kind: &str, now: i64) -> Result<Option<Ceremony>, StoreError> {
    let found = find(tx, digest, kind, now)?;
    if found.is_some() {
        tx.housekeep("DELETE FROM ceremonies WHERE digest = ?1", params![digest])?;
    }
    Ok(found)
}

/// Forgets what of one kind a person has half done, and tells the seals of the links among it.
pub fn forget(tx: &mut Tx<'_>, person: PersonId, kind: &str) -> Result<Vec<String>, StoreError> {
    let seals = links(tx, person, kind)?;
    tx.housekeep("DELETE FROM ceremonies WHERE person = ?1 AND kind = ?2", params![&person, kind])?;
    Ok(seals)
}

/// Forgets everything that a person has half done, and tells the seals of the links among it: whoever began it may have been somebody else.
pub fn forget_all(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>, StoreError> {
    let seals = [links(tx, person, RESET)?, links(tx, person, MAIL)?].concat();
    tx.housekeep("DELETE FROM ceremonies WHERE person = ?1", params![&person])?;
    Ok(seals)
}

/// The seals of a person's links of one kind; what is no link has none.
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

/// What of one kind a person has half done.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, kind: &str, now: i64) -> Result<Option<Ceremony>, StoreError> {
    tx.one(
        "SELECT kind, person, state, ends FROM ceremonies WHERE person = ?1 AND kind = ?2 AND ends > ?3",
        params![&person, kind, now],
        |row| Ok(Ceremony { kind: row.get(0)?, person: row.get(1)?, state: row.get(2)?, ends: row.get(3)? }),
    )
}

/// Forgets what nobody finished.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    tx.housekeep("DELETE FROM ceremonies WHERE ends <= ?1", params![now])
}

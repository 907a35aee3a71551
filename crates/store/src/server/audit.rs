//! The audit log: append-only, one hash chain per organization, written in the transaction of the change.
//!
//! The digest of an entry covers all its fields and the digest of the entry before it. Changing or removing an
//! entry in the middle breaks the chain at that place, which [`verify`] finds. An entry covers only the digest of
//! its detail, so a detail can be removed ([`blank`]) without breaking the chain.
//!
//! An entry about something stored in rows contains the digest of those rows ([`kinds`](self)), so that
//! [`compare()`] finds rows that were changed behind the log. The ends of the chains ([`heads()`]), stored
//! elsewhere, prove that nothing was cut off or rewritten ([`heads_missing`]).

mod bulk;
mod compare;
mod derived;
mod head;
mod heads;
mod kinds;
mod read;
pub(crate) mod remake;
mod seal;
mod verify;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::{StoreError, Tx, params};

pub use bulk::{Item, MOST_ITEMS, append_many, items_of};
pub use compare::{Compared, Difference, compare};
pub use head::Head;
pub use heads::{Missing, Named, heads, heads_missing, heads_of};
pub use read::{chains, latest, newest, of_subject, of_subject_alone, page};
pub use seal::of_answer;
pub use verify::{Break, Summary, verify, verify_all};

/// The action of the first entry of a chain that was rebuilt.
pub(crate) const REMADE: &str = "audit.remade";
/// The action of entries with the states of everything that existed when the chains were rebuilt.
pub(crate) const STOCK: &str = "audit.stock";
/// The action of entries that name the entries whose details were removed.
pub const BLANKED: &str = "audit.blank";

/// A new entry.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The organization to whose chain it is added; empty for the server as a whole.
    pub organization: &'a str,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it: a person's identifier, `token/…`, or `system`.
    pub actor: &'a str,
    /// The action: `answer.save`.
    pub action: &'a str,
    /// The subject: `answer/{assessment}/{criterion}`.
    pub subject: &'a str,
    /// The state before, as JSON; empty when there was none.
    pub before: &'a str,
    /// The state after, as JSON; empty if it no longer exists.
    pub after: &'a str,
    /// Details for later readers, as JSON (old and new values, reasons). Never a secret, and people only by their
    /// identifiers.
    pub detail: &'a str,
    /// The digests of the rows before and after, if the caller has them ([`of_answer`]); otherwise the rows are
    /// read.
    pub seals: Option<[[u8; 32]; 2]>,
}

/// The state of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Verified {
    /// The whole chain is valid.
    Whole {
        /// The number of entries.
        entries: i64,
    },
    /// The first invalid link.
    Broken {
        /// Its position in the chain.
        seq: i64,
        /// What is wrong.
        problem: &'static str,
    },
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its position in the chain, from 1.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it.
    pub actor: String,
    /// The action.
    pub action: String,
    /// The subject.
    pub subject: String,
    /// SHA-256 of the state before.
    #[serde(serialize_with = "hexadecimal")]
    pub before: Option<Vec<u8>>,
    /// The digest of the rows after the change, or SHA-256 of the state.
    #[serde(serialize_with = "hexadecimal")]
    pub after: Option<Vec<u8>>,
    /// Detail, as JSON; empty if it was removed.
    pub detail: String,
    /// The salt of the detail's digest; `None` if the detail was removed.
    #[serde(serialize_with = "hexadecimal")]
    pub salt: Option<Vec<u8>>,
    /// SHA-256 of salt and detail.
    #[serde(serialize_with = "digest")]
    pub detail_digest: [u8; 32],
    /// How many items a bulk entry has in its detail.
    pub items: i64,
    /// The digest of the entry before; zeros for the first.
    #[serde(serialize_with = "digest")]
    pub previous: [u8; 32],
    /// The digest of this entry.
    #[serde(serialize_with = "digest")]
    pub digest: [u8; 32],
}

#[expect(clippy::ref_option, reason = "serde passes the field as it is")]
fn hexadecimal<S: serde::Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    match bytes {
        Some(bytes) => serializer.serialize_some(&hex(bytes)),
        None => serializer.serialize_none(),
    }
}

fn digest<S: serde::Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(bytes))
}

const HEAD: &str = "SELECT seq, digest FROM audit WHERE organization = ?1 ORDER BY seq DESC LIMIT 1";

/// Announces that the [`head`] of a chain will be read.
pub fn expect_head(tx: &mut Tx<'_>, organization: &str) -> Result<(), StoreError> {
    tx.lock(organization)?;
    tx.expect(HEAD, params![organization])
}

/// The last entry of an organization's chain. In a write transaction, nobody else can add to the chain until the
/// transaction ends.
pub fn head(tx: &mut Tx<'_>, organization: &str) -> Result<Head, StoreError> {
    if let Some(head) = tx.head(organization) {
        return Ok(head);
    }
    // Two servers on one PostgreSQL database must not both use the same position.
    tx.lock(organization)?;
    let head = tx
        .one(HEAD, params![organization], |row| Ok(Head { seq: row.get(0)?, digest: row.get(1)? }))?
        .unwrap_or(Head { seq: 0, digest: [0; 32] });
    tx.note_head(organization, head);
    Ok(head)
}

/// Adds an entry to its organization's chain.
pub fn append(tx: &mut Tx<'_>, entry: &Entry<'_>) -> Result<(), StoreError> {
    let witnessed = witnessed(entry, entry.action, entry.subject);
    if witnessed.is_some() {
        // Every transaction takes the two locks in this order.
        tx.lock("")?;
    }
    let salt = salt()?;
    let (before, after) = states(tx, entry, &salt)?;
    add(tx, entry, salt, before, after, 0)?;
    witnessed.map_or(Ok(()), |action| witness(tx, entry, &action, entry.subject))
}

/// The action under which the server's own chain seals an entry about a person in an organization's chain. Entries
/// about a person are in several chains; only a chain that contains all of them shows which state is the last.
fn witnessed(entry: &Entry<'_>, action: &str, subject: &str) -> Option<String> {
    let kind = kinds::changed_by(action).filter(|kind| kind.of == kinds::Of::Person && seal::fits(kind, subject))?;
    (!entry.organization.is_empty()).then(|| format!("{}.seal", kind.noun))
}

fn witness(tx: &mut Tx<'_>, entry: &Entry<'_>, action: &str, subject: &str) -> Result<(), StoreError> {
    let own =
        Entry { organization: "", action, subject, before: "", after: "", detail: "{}", seals: None, ..entry.clone() };
    append(tx, &own)
}

/// Adds an entry whose digests are known.
fn add(
    tx: &mut Tx<'_>,
    entry: &Entry<'_>,
    salt: [u8; 16],
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    items: i64,
) -> Result<(), StoreError> {
    let last = head(tx, entry.organization)?;
    let mut kept = Kept {
        seq: last.seq + 1,
        at: entry.at,
        actor: entry.actor.to_owned(),
        action: entry.action.to_owned(),
        subject: entry.subject.to_owned(),
        before,
        after,
        detail_digest: seal::salted(&salt, entry.detail.as_bytes()),
        detail: entry.detail.to_owned(),
        salt: Some(salt.to_vec()),
        items,
        previous: last.digest,
        digest: [0; 32],
    };
    kept.digest = link(entry.organization, &kept);
    tx.send(
        "INSERT INTO audit (organization, seq, at, actor, action, subject, before, after, detail, salt, detail_digest, items,
                            previous, digest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            entry.organization,
            kept.seq,
            kept.at,
            &kept.actor,
            &kept.action,
            &kept.subject,
            kept.before.as_ref(),
            kept.after.as_ref(),
            &kept.detail,
            kept.salt.as_ref(),
            &kept.detail_digest,
            kept.items,
            &kept.previous,
            &kept.digest
        ],
    )?;
    tx.note_audited();
    tx.note_head(entry.organization, Head { seq: kept.seq, digest: kept.digest });
    Ok(())
}

/// The random salt of a detail.
fn salt() -> Result<[u8; 16], StoreError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| StoreError::File { path: "random".to_owned(), source: error.into() })?;
    Ok(salt)
}

/// The digests before and after: of the rows, if the entry is about something that is stored in rows.
type States = (Option<Vec<u8>>, Option<Vec<u8>>);

fn states(tx: &mut Tx<'_>, entry: &Entry<'_>, salt: &[u8]) -> Result<States, StoreError> {
    if let Some([before, after]) = entry.seals {
        return Ok((Some(before.to_vec()), Some(after.to_vec())));
    }
    let text = |text: &str| (!text.is_empty()).then(|| seal::salted(salt, &Sha256::digest(text)).to_vec());
    let after = match kinds::changed_by(entry.action).filter(|kind| seal::fits(kind, entry.subject)) {
        Some(kind) => {
            let rows = seal::of(tx, kind, entry.organization, entry.subject)?;
            Some(seal::committed(kind, salt, rows).to_vec())
        }
        None => text(entry.after),
    };
    Ok((text(entry.before), after))
}

/// The digest of an entry: SHA-256 over all fields, each with its length before it, so that fields cannot be
/// confused with each other.
fn link(organization: &str, entry: &Kept) -> [u8; 32] {
    let [seq, at, items] = [entry.seq, entry.at, entry.items].map(i64::to_be_bytes);
    let before = optional(entry.before.as_deref());
    let after = optional(entry.after.as_deref());
    let fields: [&[u8]; 11] = [
        &entry.previous,
        organization.as_bytes(),
        &seq,
        &at,
        entry.actor.as_bytes(),
        entry.action.as_bytes(),
        entry.subject.as_bytes(),
        &before,
        &after,
        &entry.detail_digest,
        &items,
    ];
    joined(&fields)
}

/// A missing digest must differ from a digest of zero bytes.
fn optional(digest: Option<&[u8]>) -> Vec<u8> {
    digest.map_or_else(Vec::new, |digest| [&[1], digest].concat())
}

/// SHA-256 over fields, each with its length before it.
fn joined(fields: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    hasher.finalize().into()
}

/// Removes details from a chain: only their digests remain, which reveal nothing without the salt. The caller must
/// name the entries in a new entry ([`BLANKED`]). No other change of an entry exists.
pub fn blank(tx: &mut Tx<'_>, organization: &str, entries: &[i64]) -> Result<(), StoreError> {
    for seq in entries {
        tx.send(
            "UPDATE audit SET detail = '', salt = NULL WHERE organization = ?1 AND seq = ?2",
            params![organization, *seq],
        )?;
    }
    Ok(())
}

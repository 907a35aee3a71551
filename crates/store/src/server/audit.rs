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
pub(crate) mod remake;
mod seal;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hex::hex;
use crate::{Row, StoreError, Tx, params};

pub use bulk::{Item, MOST_ITEMS, append_many, items_of};
pub use compare::{Compared, Difference, compare};
pub use head::Head;
pub use heads::{Missing, Named, heads, heads_missing, heads_of};
pub use seal::of_answer;

/// How many entries are read at once when all are read. A bulk entry may take a megabyte.
const PAGE: i64 = 64;
/// The action of the first entry of a chain that was rebuilt.
pub(crate) const REMADE: &str = "audit.remade";
/// The action of entries with the states of everything that existed when the chains were rebuilt.
pub(crate) const STOCK: &str = "audit.stock";
/// The action of entries that name the entries whose details were removed.
pub const BLANKED: &str = "audit.blank";
/// How many bytes of bulk entries are read for one history; what happened in earlier ones is still in the log.
const MOST_READ: usize = 8 << 20;
/// Details up to this number of characters are included in the latest entries.
const SHORT: i64 = 4_000;

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

/// Checks a chain from its first entry and finds the first invalid link.
pub fn verify(tx: &mut Tx<'_>, organization: &str) -> Result<Verified, StoreError> {
    walk(tx, organization, |_| {})
}

/// Checks a chain, and passes on each valid entry.
fn walk(tx: &mut Tx<'_>, organization: &str, mut each: impl FnMut(&Kept)) -> Result<Verified, StoreError> {
    let (mut seq, mut previous) = (0, [0; 32]);
    loop {
        let entries = page(tx, organization, seq, PAGE)?;
        if entries.is_empty() {
            return Ok(Verified::Whole { entries: seq });
        }
        for entry in entries {
            if let Some(broken) = broken(organization, &entry, seq, previous) {
                return Ok(broken);
            }
            each(&entry);
            (seq, previous) = (entry.seq, entry.digest);
        }
    }
}

/// What is wrong with an entry, given the entry before it.
fn broken(organization: &str, entry: &Kept, seq: i64, previous: [u8; 32]) -> Option<Verified> {
    let problem = if entry.seq != seq + 1 {
        "an entry is missing before it"
    } else if entry.previous != previous {
        "it does not follow the entry before it"
    } else if entry.digest != link(organization, entry) || !has_own_detail(entry) {
        "it was changed"
    } else {
        let seq = (entry.action == REMADE).then(|| remake::broken_before(&entry.detail)).flatten()?;
        return Some(Verified::Broken { seq, problem: "it did not hold when the log was made anew" });
    };
    Some(Verified::Broken { seq: entry.seq, problem })
}

/// Whether the detail is the original, or was removed.
fn has_own_detail(entry: &Kept) -> bool {
    match &entry.salt {
        Some(salt) => {
            entry.detail_digest == seal::salted(salt, entry.detail.as_bytes())
                && entry.items == i64::try_from(bulk::items(entry).len()).unwrap_or_default()
        }
        // Details of entries about the log itself are never removed.
        None => entry.detail.is_empty() && !entry.action.starts_with("audit."),
    }
}

/// All chains together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The number of chains.
    pub chains: usize,
    /// The total number of entries, up to the first invalid link.
    pub entries: i64,
    /// The first invalid link.
    pub broken: Option<Break>,
}

/// An invalid link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// The chain; the server's own is the empty text.
    pub organization: String,
    /// Its position in the chain.
    pub seq: i64,
    /// What is wrong.
    pub problem: String,
}

/// Checks all chains until a link is invalid. Chains of an earlier edition, as in an old backup, are checked by the
/// rules of that edition.
pub fn verify_all(tx: &mut Tx<'_>) -> Result<Summary, StoreError> {
    let chains = chains(tx)?;
    let mut summary = Summary { chains: chains.len(), entries: 0, broken: None };
    let is_former = remake::is_former(tx)?;
    for organization in chains {
        let verified = if is_former { remake::verify_former(tx, &organization)? } else { verify(tx, &organization)? };
        match verified {
            Verified::Whole { entries } => summary.entries += entries,
            Verified::Broken { seq, problem } => {
                summary.entries += seq - 1;
                summary.broken = Some(Break { organization, seq, problem: problem.to_owned() });
                break;
            }
        }
    }
    Ok(summary)
}

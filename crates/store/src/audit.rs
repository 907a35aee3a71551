//! Who did what: an append-only log, one hash chain per organization, written in the transaction of the change.
//!
//! The digest of an entry covers all its fields and the digest of the entry before it. Whoever changes or removes an entry in the middle breaks
//! the chain there, which [`verify`] finds.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Row, StoreError, Tx, params};

/// What is to be written down.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The organization whose chain it joins; empty for what concerns the server as a whole.
    pub organization: &'a str,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who: a person's identifier, `token/…`, or `system`.
    pub actor: &'a str,
    /// What was done: `answer.save`.
    pub action: &'a str,
    /// To what: `answer/{assessment}/{criterion}`.
    pub subject: &'a str,
    /// The state before, as JSON; empty when there was none.
    pub before: &'a str,
    /// The state after, as JSON; empty when there is none any more.
    pub after: &'a str,
    /// What people want to read of it later, as JSON (old and new values, reasons). Never a secret.
    pub detail: &'a str,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// SHA-256 of the state before.
    #[serde(serialize_with = "hexadecimal")]
    pub before: Option<Vec<u8>>,
    /// SHA-256 of the state after.
    #[serde(serialize_with = "hexadecimal")]
    pub after: Option<Vec<u8>>,
    /// Detail, as JSON.
    pub detail: String,
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |text, byte| text + &format!("{byte:02x}"))
}

/// The last entry of a chain: it names everything that came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its place in the chain; 0 where there is no entry yet.
    pub seq: i64,
    /// Its digest; zeros where there is none.
    pub digest: [u8; 32],
}

const HEAD: &str = "SELECT seq, digest FROM audit WHERE organization = ?1 ORDER BY seq DESC LIMIT 1";

/// Says that the [`head`] of a chain will be asked for.
pub fn expect_head(tx: &mut Tx<'_>, organization: &str) -> Result<(), StoreError> {
    tx.lock(organization)?;
    tx.expect(HEAD, params![organization])
}

/// The last entry of an organization's chain. Where things may be changed, nobody else adds to the chain until the transaction ends.
pub fn head(tx: &mut Tx<'_>, organization: &str) -> Result<Head, StoreError> {
    if let Some(head) = tx.head(organization) {
        return Ok(head);
    }
    // Two servers on one PostgreSQL must not both take the same place.
    tx.lock(organization)?;
    let head = tx
        .one(HEAD, params![organization], |row| Ok(Head { seq: row.get(0)?, digest: row.get(1)? }))?
        .unwrap_or(Head { seq: 0, digest: [0; 32] });
    tx.note_head(organization, head);
    Ok(head)
}

/// Adds an entry to its organization's chain.
pub fn append(tx: &mut Tx<'_>, entry: &Entry<'_>) -> Result<(), StoreError> {
    let last = head(tx, entry.organization)?;
    let state = |text: &str| (!text.is_empty()).then(|| Sha256::digest(text.as_bytes()).to_vec());
    let mut kept = Kept {
        seq: last.seq + 1,
        at: entry.at,
        actor: entry.actor.to_owned(),
        action: entry.action.to_owned(),
        subject: entry.subject.to_owned(),
        before: state(entry.before),
        after: state(entry.after),
        detail: entry.detail.to_owned(),
        previous: last.digest,
        digest: [0; 32],
    };
    kept.digest = link(entry.organization, &kept);
    tx.send(
        "INSERT INTO audit (organization, seq, at, actor, action, subject, before, after, detail, previous, digest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
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
            &kept.previous,
            &kept.digest
        ],
    )?;
    tx.note_audited();
    tx.note_head(entry.organization, Head { seq: kept.seq, digest: kept.digest });
    Ok(())
}

/// The digest of an entry: SHA-256 over all fields, each with its length before it, so that none can flow into the next.
fn link(organization: &str, entry: &Kept) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let seq = entry.seq.to_be_bytes();
    let at = entry.at.to_be_bytes();
    let fields: [&[u8]; 10] = [
        &entry.previous,
        organization.as_bytes(),
        &seq,
        &at,
        entry.actor.as_bytes(),
        entry.action.as_bytes(),
        entry.subject.as_bytes(),
        entry.before.as_deref().unwrap_or_default(),
        entry.after.as_deref().unwrap_or_default(),
        entry.detail.as_bytes(),
    ];
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
        previous: row.get(8)?,
        digest: row.get(9)?,
    })
}

/// Entries of an organization after a place in its chain, oldest first, at most `limit`.
pub fn page(tx: &mut Tx<'_>, organization: &str, after: i64, limit: i64) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "SELECT seq, at, actor, action, subject, before, after, detail, previous, digest FROM audit
         WHERE organization = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        params![organization, after, limit],
        read,
    )
}

/// What happened to one subject, newest first, at most `limit`.
pub fn of_subject(tx: &mut Tx<'_>, organization: &str, subject: &str, limit: i64) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "SELECT seq, at, actor, action, subject, before, after, detail, previous, digest FROM audit
         WHERE organization = ?1 AND subject = ?2 ORDER BY seq DESC LIMIT ?3",
        params![organization, subject, limit],
        read,
    )
}

/// Everything that happened to the answers of an assessment, oldest first.
pub fn of_answers(
    tx: &mut Tx<'_>,
    organization: crate::OrganizationId,
    assessment: crate::AssessmentId,
) -> Result<Vec<Change>, StoreError> {
    tx.query(
        "SELECT a.criterion, u.at, u.detail FROM answers a
         JOIN audit u ON u.organization = a.organization
              AND u.subject = 'answer/' || a.assessment || '/' || a.criterion
         WHERE a.organization = ?1 AND a.assessment = ?2 ORDER BY u.seq",
        params![&organization, &assessment],
        |row| Ok(Change { criterion: row.get(0)?, at: row.get(1)?, detail: row.get(2)? }),
    )
}

/// One change of one answer, as the log tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The criterion.
    pub criterion: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Old and new values, as JSON.
    pub detail: String,
}

/// The newest entries of an organization, newest first, at most `limit`.
pub fn newest(tx: &mut Tx<'_>, organization: &str, limit: i64) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "SELECT seq, at, actor, action, subject, before, after, detail, previous, digest FROM audit
         WHERE organization = ?1 ORDER BY seq DESC LIMIT ?2",
        params![organization, limit],
        read,
    )
}

/// All chains there are; the server's own is the empty text.
pub fn chains(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    tx.query("SELECT DISTINCT organization FROM audit ORDER BY organization", &[], |row| row.get(0))
}

/// The state of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Verified {
    /// Every link holds.
    Whole {
        /// How many entries there are.
        entries: i64,
    },
    /// The first link that does not hold.
    Broken {
        /// Its place in the chain.
        seq: i64,
        /// What is wrong.
        problem: &'static str,
    },
}

/// Follows a chain from its first entry and finds the first link that does not hold.
pub fn verify(tx: &mut Tx<'_>, organization: &str) -> Result<Verified, StoreError> {
    let (mut seq, mut previous) = (0, [0; 32]);
    loop {
        let entries = page(tx, organization, seq, 1_000)?;
        if entries.is_empty() {
            return Ok(Verified::Whole { entries: seq });
        }
        for entry in entries {
            let problem = if entry.seq != seq + 1 {
                Some("an entry is missing before it")
            } else if entry.previous != previous {
                Some("it does not follow the entry before it")
            } else if entry.digest != link(organization, &entry) {
                Some("it was changed")
            } else {
                None
            };
            if let Some(problem) = problem {
                return Ok(Verified::Broken { seq: entry.seq, problem });
            }
            (seq, previous) = (entry.seq, entry.digest);
        }
    }
}

/// All chains together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// How many chains there are.
    pub chains: usize,
    /// How many entries they have together, up to the first link that does not hold.
    pub entries: i64,
    /// The first link that does not hold.
    pub broken: Option<Break>,
}

/// A link that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// In whose chain; the server's own is the empty text.
    pub organization: String,
    /// Its place in the chain.
    pub seq: i64,
    /// What is wrong.
    pub problem: String,
}

/// Follows all chains, until a link does not hold.
pub fn verify_all(tx: &mut Tx<'_>) -> Result<Summary, StoreError> {
    let chains = chains(tx)?;
    let mut summary = Summary { chains: chains.len(), entries: 0, broken: None };
    for organization in chains {
        match verify(tx, &organization)? {
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

//! Whether the chains are whole.

use serde::{Deserialize, Serialize};

use super::{Kept, REMADE, Verified, bulk, chains, link, page, remake, seal};
use crate::{StoreError, Tx};

/// How many entries are read at once when all are read. A bulk entry may take a megabyte.
const PAGE: i64 = 64;

/// Checks a chain from its first entry and finds the first invalid link.
pub fn verify(tx: &mut Tx<'_>, organization: &str) -> Result<Verified, StoreError> {
    walk(tx, organization, |_| {})
}

/// Checks a chain, and passes on each valid entry.
pub(super) fn walk(tx: &mut Tx<'_>, organization: &str, mut each: impl FnMut(&Kept)) -> Result<Verified, StoreError> {
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

//! The ends of the chains. Whoever has one from elsewhere sees that a log was written anew or cut off.

use serde::{Deserialize, Serialize};

use super::{Head, bulk::unhex, chains, head, hex, page};
use crate::{StoreError, Tx};

/// What the chain of the server itself is called outside.
const SERVER: &str = "server";

/// The end of a chain, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Whose chain; `server` is the server's own.
    pub organization: String,
    /// The place of its last entry.
    pub seq: i64,
    /// The digest of that entry, as hexadecimal.
    pub digest: String,
}

/// A head that the log does not have any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The head as it was kept.
    #[serde(flatten)]
    pub head: Named,
    /// What is wrong.
    pub problem: &'static str,
}

/// The ends of all chains.
pub fn heads(tx: &mut Tx<'_>) -> Result<Vec<Named>, StoreError> {
    let chains = chains(tx)?;
    heads_of(tx, &chains)
}

/// The ends of these chains.
pub fn heads_of(tx: &mut Tx<'_>, chains: &[String]) -> Result<Vec<Named>, StoreError> {
    let mut named = Vec::new();
    for organization in chains {
        let Head { seq, digest } = head(tx, organization)?;
        if seq > 0 {
            let organization = if organization.is_empty() { SERVER.to_owned() } else { organization.clone() };
            named.push(Named { organization, seq, digest: hex(&digest) });
        }
    }
    Ok(named)
}

/// Which of these heads the chains do not have. No head is older than the edition that made the chains anew, so none is passed over: an entry that
/// says that a chain was made anew is no excuse, as whoever writes a log anew can write that, too.
pub fn heads_missing(tx: &mut Tx<'_>, kept: &[Named]) -> Result<Vec<Missing>, StoreError> {
    let mut missing = Vec::new();
    for own in kept {
        let chain = if own.organization == SERVER { "" } else { &own.organization };
        let entry = page(tx, chain, own.seq - 1, 1)?.into_iter().find(|entry| entry.seq == own.seq);
        let problem = match entry {
            None => Some("the log was cut off before it"),
            Some(entry) if Some(entry.digest) == unhex(&own.digest) => None,
            Some(_) => Some("the log was written anew"),
        };
        missing.extend(problem.map(|problem| Missing { head: own.clone(), problem }));
    }
    Ok(missing)
}

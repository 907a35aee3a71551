//! The ends of the chains. A copy of an end that is stored elsewhere shows whether a log was rewritten or cut off.

use serde::{Deserialize, Serialize};

use super::{Head, bulk::unhex, chains, head, page};
use crate::hex::hex;
use crate::{StoreError, Tx};

/// The public name of the server's own chain.
const SERVER: &str = "server";

/// The end of a chain, with the name of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The chain; `server` is the server's own.
    pub organization: String,
    /// The position of its last entry.
    pub seq: i64,
    /// The digest of that entry, as hexadecimal.
    pub digest: String,
}

/// A head that is no longer in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The stored head.
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

/// Returns the heads that are no longer in the chains. All heads are newer than the edition that rebuilt the
/// chains, so none is skipped: an entry saying that a chain was rebuilt is no excuse, because an attacker who
/// rewrites a log can write that too.
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

//! The ends of the chains. Whoever has one from elsewhere sees that a log was written anew or cut off.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Head, Kept, REMADE, bulk::unhex, chains, head, hex, page};
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

/// Which of these heads the chains do not have. A chain that was made anew by a newer edition names its last head from before; what is older than
/// that cannot be compared and is passed over.
pub fn heads_missing(tx: &mut Tx<'_>, kept: &[Named]) -> Result<Vec<Missing>, StoreError> {
    let mut missing = Vec::new();
    for own in kept {
        let chain = if own.organization == SERVER { "" } else { &own.organization };
        let entry = page(tx, chain, own.seq - 1, 1)?.into_iter().find(|entry| entry.seq == own.seq);
        let problem = match entry {
            None => Some("the log was cut off before it"),
            Some(entry) if Some(entry.digest) == unhex(&own.digest) => None,
            Some(_) => before_the_remaking(tx, chain, own)?,
        };
        missing.extend(problem.map(|problem| Missing { head: own.clone(), problem }));
    }
    Ok(missing)
}

fn before_the_remaking(tx: &mut Tx<'_>, chain: &str, own: &Named) -> Result<Option<&'static str>, StoreError> {
    let remade = tx.one(
        "SELECT seq FROM audit WHERE organization = ?1 AND subject = 'audit' AND action = ?2 ORDER BY seq LIMIT 1",
        crate::params![chain, REMADE],
        |row| row.get::<i64>(0),
    )?;
    let Some(remade) = remade else { return Ok(Some("the log was written anew")) };
    let entry: Option<Kept> = page(tx, chain, remade - 1, 1)?.into_iter().next();
    let detail: Value = entry.and_then(|entry| serde_json::from_str(&entry.detail).ok()).unwrap_or_default();
    let said = detail.get("head").and_then(Value::as_str).unwrap_or_default();
    Ok(match own.seq {
        seq if seq > remade => Some("the log was written anew"),
        seq if seq == remade - 1 && said != own.digest => Some("the log was written anew"),
        _ => None,
    })
}

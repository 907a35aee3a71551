//! Rebuilds the chains of older editions, once: their entries covered the detail itself, so it could not be
//! removed.
//!
//! After rebuilding, each chain ends with one entry that contains its former head, and entries with the digests of
//! everything that exists.

use serde_json::{Value, json};

use super::{Entry, Head, Item, Kept, REMADE, STOCK, Verified, append, bulk, chains, joined, kinds, link, salt, seal};
use crate::hex::hex;
use crate::{StoreError, Tx, params};

/// The number of entries rebuilt at once.
const PAGE: i64 = 500;

/// Rebuilds all chains.
pub(crate) fn run(tx: &mut Tx<'_>, now: i64) -> Result<(), StoreError> {
    let mut chains = chains(tx)?;
    if chains.is_empty() {
        return Ok(());
    }
    if chains.first().is_some_and(|first| !first.is_empty()) {
        chains.insert(0, String::new());
    }
    for organization in chains {
        let remade = entries(tx, &organization)?;
        tx.note_head(&organization, remade.last);
        let mut detail = json!({ "entries": remade.entries, "head": hex(&remade.former) });
        if let Some(seq) = remade.broken {
            detail["broken"] = json!(seq);
        }
        let detail = detail.to_string();
        append(tx, &entry(&organization, now, REMADE, &detail))?;
        stock(tx, &organization, now)?;
    }
    Ok(())
}

/// Takes stock again, because other columns are covered from now on.
pub(crate) fn restock(tx: &mut Tx<'_>, now: i64) -> Result<(), StoreError> {
    for organization in chains(tx)? {
        let last = super::head(tx, &organization)?.seq;
        let newest = super::page(tx, &organization, last - 1, 1)?;
        // A chain that was just rebuilt has its stock already.
        if newest.first().is_none_or(|entry| entry.action != STOCK) {
            stock(tx, &organization, now)?;
        }
    }
    Ok(())
}

/// Where a chain was invalid when it was rebuilt, if it was.
pub(super) fn broken_before(detail: &str) -> Option<i64> {
    let detail: Value = serde_json::from_str(detail).unwrap_or_default();
    detail.get("broken")?.as_i64()
}

fn entry<'a>(organization: &'a str, at: i64, action: &'a str, detail: &'a str) -> Entry<'a> {
    Entry { organization, at, actor: "system", action, subject: "audit", before: "", after: "", detail, seals: None }
}

/// The result of rebuilding a chain.
struct Remade {
    entries: i64,
    /// Its former head.
    former: [u8; 32],
    last: Head,
    /// The first invalid link, if there was one.
    broken: Option<i64>,
}

fn entries(tx: &mut Tx<'_>, organization: &str) -> Result<Remade, StoreError> {
    let mut remade = Remade { entries: 0, former: [0; 32], last: Head { seq: 0, digest: [0; 32] }, broken: None };
    loop {
        let page = page(tx, organization, remade.last.seq)?;
        if page.is_empty() {
            return Ok(remade);
        }
        for mut entry in page {
            let holds = entry.seq == remade.last.seq + 1
                && entry.previous == remade.former
                && entry.digest == former_link(organization, &entry);
            if !holds {
                remade.broken = remade.broken.or(Some(entry.seq));
            }
            remade.former = entry.digest;
            made_anew(tx, organization, &mut entry, remade.last.digest)?;
            remade.entries += 1;
            remade.last = Head { seq: entry.seq, digest: entry.digest };
        }
    }
}

/// Whether the chains are still those of an older edition.
pub(super) fn is_former(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let known = "SELECT 1 FROM migrations WHERE name = '0050_audit_details'";
    Ok(tx.one(known, &[], |row| row.get::<i64>(0))?.is_none())
}

/// Checks a chain of an older edition by the rules of that edition.
pub(super) fn verify_former(tx: &mut Tx<'_>, organization: &str) -> Result<Verified, StoreError> {
    let (mut seq, mut previous) = (0, [0; 32]);
    loop {
        let entries = page(tx, organization, seq)?;
        if entries.is_empty() {
            return Ok(Verified::Whole { entries: seq });
        }
        for entry in entries {
            let problem = if entry.seq != seq + 1 {
                "an entry is missing before it"
            } else if entry.previous != previous {
                "it does not follow the entry before it"
            } else if entry.digest != former_link(organization, &entry) {
                "it was changed"
            } else {
                (seq, previous) = (entry.seq, entry.digest);
                continue;
            };
            return Ok(Verified::Broken { seq: entry.seq, problem });
        }
    }
}

fn page(tx: &mut Tx<'_>, organization: &str, after: i64) -> Result<Vec<Kept>, StoreError> {
    tx.query(
        "SELECT seq, at, actor, action, subject, before, after, detail, previous, digest FROM audit
         WHERE organization = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        params![organization, after, PAGE],
        |row| {
            Ok(Kept {
                seq: row.get(0)?,
                at: row.get(1)?,
                actor: row.get(2)?,
                action: row.get(3)?,
                subject: row.get(4)?,
                before: row.get(5)?,
                after: row.get(6)?,
                detail: row.get(7)?,
                salt: None,
                detail_digest: [0; 32],
                items: 0,
                previous: row.get(8)?,
                digest: row.get(9)?,
            })
        },
    )
}

/// The digest of an entry in older editions, which covered the detail itself.
fn former_link(organization: &str, entry: &Kept) -> [u8; 32] {
    let (seq, at) = (entry.seq.to_be_bytes(), entry.at.to_be_bytes());
    joined(&[
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
    ])
}

fn made_anew(tx: &mut Tx<'_>, organization: &str, entry: &mut Kept, previous: [u8; 32]) -> Result<(), StoreError> {
    let salt = salt()?;
    // The digests of states were made from texts with names, which an attacker could guess.
    let salted = |digest: Option<Vec<u8>>| digest.map(|digest| seal::salted(&salt, &digest).to_vec());
    entry.before = salted(entry.before.take());
    entry.after = salted(entry.after.take());
    entry.detail_digest = seal::salted(&salt, entry.detail.as_bytes());
    entry.previous = previous;
    entry.digest = link(organization, entry);
    tx.execute(
        "UPDATE audit SET before = ?3, after = ?4, salt = ?5, detail_digest = ?6, previous = ?7, digest = ?8
         WHERE organization = ?1 AND seq = ?2",
        params![
            organization,
            entry.seq,
            entry.before.as_ref(),
            entry.after.as_ref(),
            &salt[..],
            &entry.detail_digest,
            &entry.previous,
            &entry.digest
        ],
    )?;
    Ok(())
}

/// Takes stock: logs the digests of all rows, so that changes behind the log are found from then on. People are in
/// the server's own chain.
fn stock(tx: &mut Tx<'_>, organization: &str, now: i64) -> Result<(), StoreError> {
    let of = if organization.is_empty() { kinds::Of::Person } else { kinds::Of::Organization };
    let mut things = Vec::new();
    for kind in seal::kinds(of) {
        let mut all: Vec<_> = seal::all(tx, kind, organization)?.into_iter().collect();
        all.sort();
        things.extend(all.into_iter().map(|(subject, rows)| (kind, subject, rows)));
    }
    for some in things.chunks(super::MOST_ITEMS) {
        let salt = salt()?;
        let items: Vec<Item> = some
            .iter()
            .map(|(kind, subject, rows)| Item {
                action: kind.noun.to_owned(),
                subject: subject.clone(),
                before: None,
                after: Some(hex(&seal::committed(kind, &salt, *rows))),
                detail: Value::Null,
            })
            .collect();
        bulk::write_stock(tx, &entry(organization, now, STOCK, "{}"), salt, &items)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn an_older_chain_is_told_from_a_newer_one() {
        let kept = Kept {
            seq: 1,
            at: 2,
            actor: "a".to_owned(),
            action: "b".to_owned(),
            subject: "c".to_owned(),
            before: None,
            after: Some(Sha256::digest("{}").to_vec()),
            detail: "{}".to_owned(),
            salt: None,
            detail_digest: [0; 32],
            items: 0,
            previous: [0; 32],
            digest: [0; 32],
        };
        assert_ne!(former_link("o", &kept), link("o", &kept));
        assert_eq!(broken_before("{\"broken\":7}"), Some(7));
        assert_eq!(broken_before("{\"entries\":7}"), None);
    }
}

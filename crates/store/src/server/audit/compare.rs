//! Compares the rows with the log, to find changes that were made behind the log.
//!
//! For each thing, the newest entry that changed it contains the digest of its rows. For answers, an entry also
//! contains the digest that it found before the change, so that a change between two entries is found too. Entries
//! about a person are in the chain where the change was made, and each is sealed in the server's own chain: that
//! chain shows which state is the last.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use serde_json::Value;

use super::bulk::{Item, items, unhex};
use super::derived::{Derived, Entrances, Found};
use super::kinds::{Kind, Of, changed_by, named};
use super::verify::walk;
use super::{BLANKED, Kept, REMADE, STOCK, Verified, chains, seal};
use crate::{StoreError, Tx};

/// The maximum number of differences that are returned.
const TOLD: usize = 100;

/// The result of comparing the rows with the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Compared {
    /// The number of things that were compared.
    pub compared: usize,
    /// The number of things that differ, or about which the log is wrong.
    pub different: usize,
    /// The first hundred differences.
    pub differences: Vec<Difference>,
    /// The number of removed details, each named by an entry.
    pub blanked: usize,
}

/// Something that differs from the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The chain; the server's own is the empty text.
    pub organization: String,
    /// Its kind.
    pub kind: &'static str,
    /// The subject.
    pub subject: String,
    /// The entry about it, if there is one.
    pub seq: Option<i64>,
    /// What is wrong.
    pub problem: &'static str,
}

/// The newest entry about a thing.
struct Newest {
    organization: String,
    seq: i64,
    salt: Option<Vec<u8>>,
    after: [u8; 32],
}

type Said = HashMap<(&'static str, String), Newest>;

/// Compares the rows of all things with the log. An invalid chain is read only up to its first invalid link.
pub fn compare(tx: &mut Tx<'_>) -> Result<Compared, StoreError> {
    let mut found = Compared::default();
    let (mut of_people, mut entrances) = (Said::new(), Entrances::new(tx)?);
    let mut all_whole = true;
    let mut chains = chains(tx)?;
    let known = tx.query("SELECT id FROM organizations", &[], |row| row.get::<String>(0))?;
    // For an organization without a chain, no entry covers its rows.
    chains.extend(known.into_iter().filter(|id| !chains.contains(id)).collect::<Vec<_>>());
    for organization in chains {
        let mut reader = Reader {
            organization: &organization,
            said: Said::new(),
            blanks: BTreeSet::new(),
            named: BTreeSet::new(),
            found,
            derived: Derived::new(tx, &organization)?,
        };
        // The invalid link itself is reported elsewhere; the entries after it cannot be trusted.
        let walked = walk(tx, &organization, |entry| {
            entrances.entry(entry);
            reader.entry(entry);
        })?;
        let Reader { said, blanks, named, found: own, derived, .. } = reader;
        found = own;
        if matches!(walked, Verified::Whole { .. }) {
            found.tell(&organization, derived.finish(tx, &organization)?);
        } else {
            all_whole = false;
        }
        found.blanked += blanks.intersection(&named).count();
        for seq in blanks.difference(&named) {
            let problem = "its detail was taken out, and no entry says so";
            found.note(&organization, "audit", format!("audit/{seq}"), Some(*seq), problem);
        }
        let (people, own): (Vec<_>, Vec<_>) = said
            .into_iter()
            .partition(|((noun, _), _)| super::kinds::named(noun).is_some_and(|kind| kind.of == Of::Person));
        for (thing, newest) in people {
            // The server's own chain is read first, and contains everything about people.
            of_people.entry(thing).or_insert(newest);
        }
        let mut own: Said = own.into_iter().collect();
        if !organization.is_empty() {
            for kind in seal::kinds(Of::Organization) {
                found.rows(tx, kind, &organization, &mut own)?;
            }
        }
        found.gone(own);
    }
    for kind in seal::kinds(Of::Person) {
        found.rows(tx, kind, "", &mut of_people)?;
    }
    found.gone(of_people);
    if all_whole {
        found.tell("", entrances.finish());
    }
    Ok(found)
}

impl Compared {
    fn note(
        &mut self,
        organization: &str,
        kind: &'static str,
        subject: String,
        seq: Option<i64>,
        problem: &'static str,
    ) {
        self.different += 1;
        if self.differences.len() < TOLD {
            let organization = organization.to_owned();
            self.differences.push(Difference { organization, kind, subject, seq, problem });
        }
    }

    fn tell(&mut self, organization: &str, found: Vec<Found>) {
        for (kind, subject, seq, problem) in found {
            self.note(organization, kind, subject, seq, problem);
        }
    }

    /// Compares all rows of a kind, and removes them from `said`.
    fn rows(
        &mut self,
        tx: &mut Tx<'_>,
        kind: &'static Kind,
        organization: &str,
        said: &mut Said,
    ) -> Result<(), StoreError> {
        for (subject, rows) in seal::all(tx, kind, organization)? {
            self.compared += 1;
            let Some(newest) = said.remove(&(kind.noun, subject.clone())) else {
                self.note(organization, kind.noun, subject, None, "no entry speaks of it");
                continue;
            };
            if !newest.names(kind, rows) {
                let problem = "it was changed, and no entry says so";
                self.note(&newest.organization, kind.noun, subject, Some(newest.seq), problem);
            }
        }
        Ok(())
    }

    /// Reports things in `said` that have no row.
    fn gone(&mut self, said: Said) {
        let mut said: Vec<_> = said.into_iter().collect();
        said.sort_by(|one, other| one.0.cmp(&other.0));
        for ((noun, subject), newest) in said {
            let Some(kind) = named(noun) else { continue };
            self.compared += 1;
            if !newest.names(kind, seal::nothing()) {
                self.note(&newest.organization, noun, subject, Some(newest.seq), "it is gone, and no entry says so");
            }
        }
    }
}

impl Newest {
    fn names(&self, kind: &Kind, rows: [u8; 32]) -> bool {
        // Without its salt, an entry no longer says anything about a person; the entry that names the removal
        // contains the current digest.
        match &self.salt {
            None if kind.personal => false,
            salt => seal::committed(kind, salt.as_deref().unwrap_or_default(), rows) == self.after,
        }
    }
}

/// Reads a chain, and keeps the newest entry about each thing.
struct Reader<'a> {
    organization: &'a str,
    said: Said,
    blanks: BTreeSet<i64>,
    named: BTreeSet<i64>,
    found: Compared,
    derived: Derived,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Kept) {
        if entry.salt.is_none() {
            self.blanks.insert(entry.seq);
        }
        match entry.action.as_str() {
            // Older editions computed states differently; the states at that time are logged again after this
            // entry.
            REMADE => self.said.clear(),
            BLANKED => {
                let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
                let seqs = detail.get("seqs").and_then(Value::as_array);
                self.named.extend(seqs.into_iter().flatten().filter_map(Value::as_i64));
            }
            _ => {}
        }
        let digest = |digest: &Option<Vec<u8>>| digest.as_deref().and_then(|digest| digest.try_into().ok());
        if let (Some(kind), Some(after)) = (changed_by(&entry.action), digest(&entry.after))
            && seal::fits(kind, &entry.subject)
        {
            let before = digest(&entry.before);
            self.thing(entry, kind, &entry.subject, before, after);
            if kind.noun == "answer" {
                let detail = serde_json::from_str(&entry.detail).unwrap_or_default();
                self.derived.answer(entry, &entry.subject, [before, Some(after)], &detail);
            }
        }
        let items = items(entry);
        self.derived.entry(entry, &items);
        for item in &items {
            self.item(entry, item);
        }
    }

    fn item(&mut self, entry: &Kept, item: &Item) {
        let kind = if entry.action == STOCK { named(&item.action) } else { changed_by(&item.action) };
        let digest = |digest: &Option<String>| digest.as_deref().and_then(unhex);
        if let (Some(kind), Some(after)) = (kind, digest(&item.after)) {
            let before = digest(&item.before);
            self.thing(entry, kind, &item.subject, before, after);
            if kind.noun == "answer" && entry.action != STOCK {
                self.derived.answer(entry, &item.subject, [before, Some(after)], &item.detail);
            }
        }
    }

    fn thing(&mut self, entry: &Kept, kind: &'static Kind, subject: &str, before: Option<[u8; 32]>, after: [u8; 32]) {
        let organization = self.organization.to_owned();
        let newest = Newest { organization, seq: entry.seq, salt: entry.salt.clone(), after };
        let former = self.said.insert((kind.noun, subject.to_owned()), newest);
        if !kind.continuous {
            return;
        }
        let expected = former.map_or_else(seal::nothing, |former| former.after);
        if before.is_some_and(|before| before != expected) {
            let problem = "it had been changed before this entry, and no entry says so";
            self.found.note(self.organization, kind.noun, subject.to_owned(), Some(entry.seq), problem);
        }
    }
}

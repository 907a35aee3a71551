//! Derived rows, which nobody decided: the index of bulk items, the states of assessments at the end of days, the
//! steps that can be undone, the sessions that began and the links that were created. Pages are built from them,
//! and a session gives access, so changes behind the log must be found here too.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tasuki_assess::Answer as State;

use super::bulk::Item;
use super::{Kept, STOCK, of_answer};
use crate::answer_days::{apply, day_of, packed};
use crate::answers::Answer;
use crate::copy::Seen;
use crate::{StoreError, Tx, ceremonies, params, sessions};

/// The kind, the subject, the entry if there is one, and what is wrong.
pub(super) type Found = (&'static str, String, Option<i64>, &'static str);

/// What can be derived from one chain, as far as it was read.
pub(super) struct Derived {
    places: Places,
    days: HashMap<String, Days>,
    steps: HashMap<String, Vec<Step>>,
    found: Vec<Found>,
}

/// The positions of the items of bulk entries.
struct Places {
    told: Seen,
    /// Entries whose details were removed: the positions of their items are no longer known.
    blanked: HashSet<i64>,
}

/// A step that can be undone, and whether the log has an entry about that change.
struct Step {
    version: i64,
    seals: [[u8; 32]; 2],
    told: bool,
}

/// The states of an assessment at the end of days.
#[derive(Default)]
struct Days {
    /// Each stored day, with the digest of the states.
    kept: BTreeMap<Date, [u8; 32]>,
    states: HashMap<String, State>,
    /// The day of the last change.
    last: Option<Date>,
    /// Whether a clock went back, or a detail was removed: then the stored days cannot be checked.
    unclear: bool,
}

impl Derived {
    /// Reads the derived rows of a chain.
    pub(super) fn new(tx: &mut Tx<'_>, organization: &str) -> Result<Self, StoreError> {
        let mut days: HashMap<String, Days> = HashMap::new();
        let mut found = Vec::new();
        tx.query(
            "SELECT assessment, day, states FROM answer_days WHERE organization = ?1",
            params![organization],
            |row| {
                let (assessment, day, states): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                match day.parse() {
                    Ok(day) => drop(days.entry(assessment).or_default().kept.insert(day, digest(&states))),
                    Err(_) => found.push(("answer_day", format!("{assessment}/{day}"), None, CHANGED)),
                }
                Ok(())
            },
        )?;
        let mut steps: HashMap<String, Vec<Step>> = HashMap::new();
        tx.query(
            "SELECT assessment, criterion, version, before, after FROM answer_steps WHERE organization = ?1",
            params![organization],
            |row| {
                let subject = format!("answer/{}/{}", row.get::<String>(0)?, row.get::<String>(1)?);
                let (before, after): (String, String) = (row.get(3)?, row.get(4)?);
                let seal = |text: &str| serde_json::from_str::<Answer>(text).map(|own| of_answer(&own));
                let seals = [seal(&before).unwrap_or_default(), seal(&after).unwrap_or_default()];
                steps.entry(subject).or_default().push(Step { version: row.get(2)?, seals, told: false });
                Ok(())
            },
        )?;
        let places = Places { told: Seen::nothing(), blanked: HashSet::new() };
        Ok(Self { places, days, steps, found })
    }

    /// Applies an entry and its items.
    pub(super) fn entry(&mut self, entry: &Kept, items: &[Item]) {
        if entry.salt.is_none() {
            self.places.blanked.insert(entry.seq);
        }
        if entry.action != STOCK {
            let subjects: BTreeSet<&str> = items.iter().map(|item| item.subject.as_str()).collect();
            for subject in subjects {
                self.places.told.row([subject.into(), entry.seq.into()].into_iter());
            }
        }
    }

    /// Applies a change of an answer.
    pub(super) fn answer(&mut self, entry: &Kept, subject: &str, seals: [Option<[u8; 32]>; 2], detail: &Value) {
        for step in self.steps.get_mut(subject).into_iter().flatten() {
            step.told |= step.seals.map(Some) == seals;
        }
        let mut parts = subject.split('/').skip(1);
        let (Some(assessment), Some(criterion)) = (parts.next(), parts.next()) else { return };
        let days = self.days.entry(assessment.to_owned()).or_default();
        if let Err(problem) = days.change(day_of(entry.at), criterion, detail.as_object()) {
            self.found.push(("answer_day", assessment.to_owned(), Some(entry.seq), problem));
        }
    }

    /// The derived rows that do not match the chain, after it was read to its end.
    pub(super) fn finish(mut self, tx: &mut Tx<'_>, organization: &str) -> Result<Vec<Found>, StoreError> {
        let mut kept = Seen::nothing();
        tx.query("SELECT subject, seq FROM audit_items WHERE organization = ?1", params![organization], |row| {
            let (subject, seq): (String, i64) = (row.get(0)?, row.get(1)?);
            if !self.places.blanked.contains(&seq) {
                kept.row([subject.as_str().into(), seq.into()].into_iter());
            }
            Ok(())
        })?;
        if kept.seal() != self.places.told.seal() {
            let problem = "it does not say where the items of bulk entries are";
            self.found.push(("audit_items", "audit".to_owned(), None, problem));
        }
        for (assessment, days) in &self.days {
            if let Err(problem) = days.rest() {
                self.found.push(("answer_day", assessment.clone(), None, problem));
            }
        }
        for (subject, steps) in self.steps {
            let strange = steps.into_iter().filter(|step| !step.told);
            self.found
                .extend(strange.map(|step| ("answer_step", format!("{subject}/{}", step.version), None, NOT_TOLD)));
        }
        self.found.sort();
        Ok(self.found)
    }
}

const CHANGED: &str = "it was changed, and no entry says so";
const NOT_TOLD: &str = "no entry speaks of it";
const HAD_ENDED: &str = "it had ended";

impl Days {
    /// A criterion changed on a day: until then, the days that ended before had the current states.
    fn change(&mut self, day: Date, criterion: &str, detail: Option<&Map<String, Value>>) -> Result<(), &'static str> {
        let Some(detail) = detail else {
            self.unclear = true;
            return Ok(());
        };
        self.unclear |= self.last.is_some_and(|last| day < last);
        let held = match self.last {
            Some(last) if day > last => {
                let any = self.kept.range(last..day).next().is_some();
                self.held(Some(last), Some(day)).and(if any || self.unclear { Ok(()) } else { Err("a day is gone") })
            }
            None => self.held(None, Some(day)),
            Some(_) => Ok(()),
        };
        self.last = Some(day);
        apply(self.states.entry(criterion.to_owned()).or_default(), detail);
        held
    }

    /// Whether the stored days from one day until before another have the current states.
    fn held(&self, from: Option<Date>, until: Option<Date>) -> Result<(), &'static str> {
        let (from, until) = (from.unwrap_or(Date::MIN), until.unwrap_or(Date::MAX));
        if self.unclear || self.kept.range(from..until).next().is_none() {
            return Ok(());
        }
        let now = digest(&packed(self.states.iter().map(|(criterion, state)| (criterion.as_str(), state))));
        if self.kept.range(from..until).all(|(_, kept)| *kept == now) { Ok(()) } else { Err(CHANGED) }
    }

    /// The same for the days after the last change.
    fn rest(&self) -> Result<(), &'static str> {
        self.held(self.last, None)
    }
}

/// The digest of states, independent of the order of their lines.
fn digest(states: &str) -> [u8; 32] {
    let mut lines: Vec<&str> = states.lines().collect();
    lines.sort_unstable();
    Sha256::digest(lines.join("\n")).into()
}

/// Existing rows that give direct access to an account: sessions, and links to choose a password or to confirm an
/// address.
pub(super) struct Entrances {
    sessions: HashMap<String, Session>,
    links: HashMap<String, Link>,
}

/// A stored link, and what the log says about it.
struct Link {
    /// Its kind and its owner.
    subject: String,
    made: bool,
    ended: bool,
}

/// A stored session, and what the log says about it.
struct Session {
    id: String,
    subject: String,
    assured: bool,
    began: bool,
    ended: bool,
    may_be_assured: bool,
    /// When its person last authenticated, and whether the log says so.
    proven: i64,
    is_proof_told: bool,
}

impl Entrances {
    /// Reads the stored rows.
    pub(super) fn new(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        let sessions = tx.query("SELECT person, digest, created, id, assured, proven FROM sessions", &[], |row| {
            let (created, proven) = (row.get::<i64>(2)?, row.get(5)?);
            let session = Session {
                id: row.get(3)?,
                subject: format!("person/{}", row.get::<String>(0)?),
                assured: row.get(4)?,
                began: false,
                ended: false,
                may_be_assured: false,
                proven,
                is_proof_told: proven == created,
            };
            Ok((sessions::seal(&row.get(1)?, row.get(3)?, created), session))
        })?;
        let kinds = params![ceremonies::RESET, ceremonies::MAIL];
        let all = "SELECT digest, kind, person, state, ends FROM ceremonies WHERE kind IN (?1, ?2)";
        let links = tx.query(all, kinds, |row| {
            let person: Option<String> = row.get(2)?;
            let subject = format!("{}/{}", row.get::<String>(1)?, person.unwrap_or_default());
            Ok((ceremonies::sealed(row)?, Link { subject, made: false, ended: false }))
        })?;
        Ok(Self { sessions: sessions.into_iter().collect(), links: links.into_iter().collect() })
    }

    /// Applies an entry.
    pub(super) fn entry(&mut self, entry: &Kept) {
        let is_about = entry.action.starts_with("session.")
            || entry.action == ceremonies::LINK_END
            || entry.detail.contains("\"seal\":");
        if !is_about || (self.sessions.is_empty() && self.links.is_empty()) {
            return;
        }
        let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
        let seal = detail.get("seal").and_then(Value::as_str).unwrap_or_default();
        let listed = |name: &str| detail.get(name).and_then(Value::as_array).into_iter().flatten();
        let named = |id: &str| listed("sessions").chain(detail.get("session")).any(|own| own.as_str() == Some(id));
        match entry.action.as_str() {
            sessions::BEGIN => {
                if let Some(session) = self.sessions.get_mut(seal).filter(|own| own.subject == entry.subject) {
                    session.began = true;
                    session.may_be_assured |= detail.get("assured") == Some(&Value::Bool(true));
                }
            }
            sessions::END => {
                for session in self.sessions.values_mut() {
                    session.ended |= named(&session.id);
                }
            }
            sessions::ASSURE => {
                for session in self.sessions.values_mut() {
                    session.may_be_assured |= named(&session.id);
                }
            }
            sessions::PROVE => {
                for session in self.sessions.values_mut() {
                    session.is_proof_told |= session.proven == entry.at && named(&session.id);
                }
            }
            ceremonies::LINK_END => {
                for link in listed("links").filter_map(Value::as_str) {
                    if let Some(link) = self.links.get_mut(link) {
                        link.ended = true;
                    }
                }
            }
            _ => {
                if let Some(link) = self.links.get_mut(seal) {
                    link.made = true;
                }
            }
        }
    }

    /// Rows for which the log has no entry, or a different one.
    pub(super) fn finish(self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for link in self.links.into_values().filter(|link| !link.made || link.ended) {
            found.push(("link", link.subject, None, if link.made { HAD_ENDED } else { NOT_TOLD }));
        }
        for session in self.sessions.into_values() {
            let problem = match &session {
                Session { began: false, .. } => NOT_TOLD,
                Session { ended: true, .. } => HAD_ENDED,
                Session { assured: true, may_be_assured: false, .. } => {
                    "no entry says that a second factor was shown in it"
                }
                Session { is_proof_told: false, .. } => "no entry says that its person proved to be there then",
                _ => continue,
            };
            found.push(("session", session.id, None, problem));
        }
        found.sort();
        found
    }
}

//! The states of assessments, and what the agenda reads of them, kept in memory.
//!
//! The key is the digest of the last entry of the organization's audit log. This digest covers everything that was
//! ever done there, so a cached value is right even after a write that was rolled back, and on every server that
//! shares a database. With any other digest the states are read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use tasuki_assess::Answers;
use tasuki_store::agenda::Sheet;
use tasuki_store::{AssessmentId, OrganizationId};

/// The maximum number of cached assessments; each takes about ten kilobytes.
const MOST: usize = 256;

/// How many answers are kept for agendas in all; about two hundred bytes each.
const MOST_ANSWERS: usize = 20_000;

/// Digests and states.
type Kept = HashMap<AssessmentId, ([u8; 32], Arc<Answers>)>;

/// Of what the sheets of an organization are read: with which digest the log ended, and from which day until which one.
pub(crate) type ReadFor = ([u8; 32], (Date, Date));

/// The sheets of whole organizations.
type Sheets = HashMap<OrganizationId, (ReadFor, Arc<[Sheet]>)>;

/// The states of the assessments that were last looked at.
#[derive(Debug, Default)]
pub(crate) struct Standings {
    kept: Mutex<Kept>,
    sheets: Mutex<Sheets>,
}

impl Standings {
    /// The states of an assessment for which the log ended with this digest.
    pub(crate) fn find(&self, id: AssessmentId, digest: &[u8; 32]) -> Option<Arc<Answers>> {
        self.kept().get(&id).filter(|(own, _)| own == digest).map(|(_, states)| Arc::clone(states))
    }

    /// Stores the states of an assessment for a log that ends with this digest.
    pub(crate) fn keep(&self, id: AssessmentId, digest: [u8; 32], states: Arc<Answers>) {
        let mut kept = self.kept();
        if kept.len() >= MOST && !kept.contains_key(&id) {
            kept.clear();
        }
        kept.insert(id, (digest, states));
    }

    /// The assessments in use of an organization, as they were read for the same.
    pub(crate) fn find_sheets(&self, organization: OrganizationId, read_for: &ReadFor) -> Option<Arc<[Sheet]>> {
        self.sheets().get(&organization).filter(|(own, _)| own == read_for).map(|(_, sheets)| Arc::clone(sheets))
    }

    /// Keeps the assessments in use of an organization, unless they are too many.
    pub(crate) fn keep_sheets(&self, organization: OrganizationId, read_for: ReadFor, gathered: Gathering) {
        let mut kept = self.sheets();
        kept.remove(&organization);
        if gathered.answers + kept.values().map(|(_, sheets)| answers(sheets)).sum::<usize>() > MOST_ANSWERS {
            kept.clear();
        }
        if gathered.answers <= MOST_ANSWERS {
            kept.insert(organization, (read_for, gathered.sheets.into()));
        }
    }

    fn sheets(&self) -> MutexGuard<'_, Sheets> {
        self.sheets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sheets of an organization as they are read, for [`Standings::keep_sheets`]. From where they are too many to be kept, none of them is.
#[derive(Debug, Default)]
pub(crate) struct Gathering {
    sheets: Vec<Sheet>,
    answers: usize,
}

impl Gathering {
    /// Adds some more.
    pub(crate) fn add(&mut self, sheets: Vec<Sheet>) {
        self.answers += answers(&sheets);
        if self.answers <= MOST_ANSWERS {
            self.sheets.extend(sheets);
        } else {
            self.sheets = Vec::new();
        }
    }
}

fn answers(sheets: &[Sheet]) -> usize {
    sheets.iter().map(|sheet| sheet.answers.len()).sum()
}

#[cfg(test)]
mod tests {
    use tasuki_catalog::Library;

    use super::*;

    fn named(number: usize) -> AssessmentId {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&number.to_be_bytes());
        AssessmentId::new(0, random)
    }

    #[test]
    fn only_what_is_named_by_the_digest_is_found() {
        let (standings, states) =
            (Standings::default(), Arc::new(Answers::new(Library::builtin().catalog("scs").unwrap())));
        standings.keep(named(1), [1; 32], Arc::clone(&states));
        assert_eq!(standings.find(named(1), &[1; 32]), Some(Arc::clone(&states)));
        assert_eq!(standings.find(named(1), &[2; 32]), None);
        assert_eq!(standings.find(named(2), &[1; 32]), None);
        standings.keep(named(1), [2; 32], Arc::clone(&states));
        assert_eq!(standings.find(named(1), &[1; 32]), None);
        for number in 2..=MOST + 1 {
            standings.keep(named(number), [1; 32], Arc::clone(&states));
        }
        assert_eq!(standings.kept().len(), 1, "it does not grow");
    }

    fn gathered(answers: usize) -> Gathering {
        let given = tasuki_store::agenda::Given {
            criterion: "1-1-1-1".to_owned(),
            state: tasuki_assess::Answer::default(),
            owner: None,
            due: None,
        };
        let (title, edition) = (String::new(), "scs-2026-03".to_owned());
        let answers = vec![given; answers];
        let mut gathered = Gathering::default();
        gathered.add(vec![Sheet { id: named(1), title, edition, level: None, due: None, answers }]);
        gathered
    }

    #[test]
    fn sheets_are_found_by_the_digest_and_do_not_fill_the_memory() {
        let standings = Standings::default();
        let read_for = |number: u8| ([number; 32], (Date::MIN, Date::MAX));
        let organization = |number: u8| OrganizationId::new(0, [number; 10]);
        standings.keep_sheets(organization(1), read_for(1), gathered(MOST_ANSWERS / 2));
        assert!(standings.find_sheets(organization(1), &read_for(1)).is_some());
        assert!(standings.find_sheets(organization(1), &read_for(2)).is_none());
        standings.keep_sheets(organization(2), read_for(1), gathered(MOST_ANSWERS / 2));
        assert_eq!(standings.sheets().len(), 2, "there is room for both");
        standings.keep_sheets(organization(2), read_for(2), gathered(MOST_ANSWERS / 2));
        assert_eq!(standings.sheets().len(), 2, "one in the place of the other");
        standings.keep_sheets(organization(3), read_for(1), gathered(1));
        assert_eq!(standings.sheets().len(), 1, "it does not grow");
        standings.keep_sheets(organization(3), read_for(2), gathered(MOST_ANSWERS + 1));
        assert_eq!(standings.sheets().len(), 0, "nothing old is left under an organization that has too many");
    }
}

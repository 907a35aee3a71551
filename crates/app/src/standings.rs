//! The states of assessments, kept in memory.
//!
//! They are kept under the digest of the last entry of their organization's audit log. That digest names everything that was ever done there,
//! so what is found under it is right: after a write that was taken back, and on every server that shares a database. What was kept under
//! another digest is read anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tasuki_assess::Answers;
use tasuki_store::AssessmentId;

/// How many assessments are kept; about ten kilobytes each.
const MOST: usize = 256;

/// Digests and states.
type Kept = HashMap<AssessmentId, ([u8; 32], Arc<Answers>)>;

/// The states of the assessments that were last looked at.
#[derive(Debug, Default)]
pub(crate) struct Standings {
    kept: Mutex<Kept>,
}

impl Standings {
    /// The states of an assessment when the log ended with this digest.
    pub(crate) fn find(&self, id: AssessmentId, digest: &[u8; 32]) -> Option<Arc<Answers>> {
        self.kept().get(&id).filter(|(own, _)| own == digest).map(|(_, states)| Arc::clone(states))
    }

    /// Keeps the states of an assessment as they are when the log ends with this digest.
    pub(crate) fn keep(&self, id: AssessmentId, digest: [u8; 32], states: Arc<Answers>) {
        let mut kept = self.kept();
        if kept.len() >= MOST && !kept.contains_key(&id) {
            kept.clear();
        }
        kept.insert(id, (digest, states));
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
}

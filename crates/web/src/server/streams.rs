//! Event streams: limited per person, so that nobody uses up all connections with open pages.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tasuki_app::Error;
use tasuki_store::PersonId;

/// The number of streams that one person may have open at the same time: one for each open page of an assessment.
const MOST: usize = 24;
/// The number of seconds after which to retry: a page may have been closed by then.
const AGAIN: u64 = 10;

/// The number of open streams by person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Streams {
    open: Arc<Mutex<HashMap<PersonId, usize>>>,
}

/// One stream, until it is dropped.
#[derive(Debug)]
pub(crate) struct Stream {
    streams: Streams,
    person: PersonId,
}

impl Streams {
    /// Another stream for somebody.
    pub(crate) fn open(&self, person: PersonId) -> Result<Stream, Error> {
        let mut open = self.kept();
        let own = open.entry(person).or_default();
        if *own >= MOST {
            let error = Error::too_many(
                AGAIN,
                "too_many_streams",
                "開いている画面が多すぎるため、この画面は自動では更新されません。",
                "Too many pages are open: this one is not kept up to date.",
            );
            return Err(error.hint("使っていない画面を閉じてください。", "Close pages that you do not use."));
        }
        *own += 1;
        Ok(Stream { streams: self.clone(), person })
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<PersonId, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let mut open = self.streams.kept();
        if let Some(own) = open.get_mut(&self.person) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_so_many() {
        let streams = Streams::default();
        let [one, other] = [1, 2].map(|last| PersonId::new(0, [last; 10]));
        let mut all: Vec<_> = (0..MOST).map(|_| streams.open(one).expect("a stream")).collect();
        assert_eq!(streams.open(one).expect_err("too many").code, "too_many_streams");
        drop(streams.open(other).expect("somebody else's"));
        all.pop();
        all.push(streams.open(one).expect("a stream"));
        drop(all);
        assert!(streams.kept().is_empty(), "nobody is remembered who has none");
    }
}

//! The rules of the domain, on the built-in catalogues.

#![expect(clippy::expect_used, reason = "a test that cannot set itself up has failed")]

mod agenda;
mod carrying;
mod dates;
mod joining;
mod lateness;
mod packed;
mod planning;
mod scans;
mod small;
mod suggestions;
mod verdicts;
mod words;

use jiff::civil::{Date, date};
use tasuki_assess::{Answers, Status};
use tasuki_catalog::{Catalog, Library};

/// The evaluation day of these tests.
const TODAY: Date = date(2026, 11, 21);

fn catalog(id: &str) -> &'static Catalog {
    Library::builtin().catalog(id).expect("a built-in edition")
}

/// Every criterion in the same state, with a note.
fn all(catalog: &Catalog, status: Status) -> Answers {
    let mut answers = Answers::new(catalog);
    for position in 0..catalog.criteria().len() {
        answers.at_mut(position).status = status;
        "because".clone_into(&mut answers.at_mut(position).note);
    }
    answers
}

/// Puts one criterion into a state.
fn put(catalog: &Catalog, answers: &mut Answers, id: &str, status: Status) {
    answers.at_mut(catalog.position(id).expect(id)).status = status;
}

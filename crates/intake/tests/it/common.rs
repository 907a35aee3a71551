//! Helpers shared by the tests of unfamiliar files.

use jiff::civil::{Date, date};
use tasuki_assess::{Answer, Status};
use tasuki_catalog::{Catalog, Library};
use tasuki_intake::{IntakeError, Problem, ProblemCode, Reading, Wanted, read_answers};

/// The day on which the tests read.
pub(crate) const TODAY: Date = date(2026, 11, 29);

pub(crate) fn catalog(name: &str) -> &'static Catalog {
    Library::builtin().catalog(name).unwrap()
}

pub(crate) fn ids(edition: &str) -> Vec<String> {
    catalog(edition).criteria().iter().map(|criterion| criterion.id.clone()).collect()
}

pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Reading<'static>, IntakeError> {
    read_answers(Library::builtin(), name, bytes, &Wanted::on(TODAY))
}

pub(crate) fn read_as(framework: &str, name: &str, bytes: &[u8]) -> Reading<'static> {
    read_answers(Library::builtin(), name, bytes, &Wanted::on(TODAY).framework(Some(catalog(framework)))).unwrap()
}

pub(crate) fn answer<'r>(reading: &'r Reading<'_>, id: &str) -> &'r Answer {
    reading.answers.at(reading.catalog.position(id).unwrap())
}

pub(crate) fn statuses(reading: &Reading<'_>) -> Vec<Status> {
    reading.answers.as_slice().iter().map(|answer| answer.status).collect()
}

/// The problems of one kind.
pub(crate) fn of<'r>(reading: &'r Reading<'_>, code: ProblemCode) -> Vec<&'r Problem> {
    reading.problems.iter().filter(|problem| problem.code == code).collect()
}

/// Problems other than missing criteria, as `code cell`.
pub(crate) fn listed(reading: &Reading<'_>) -> Vec<String> {
    let told = reading.problems.iter().filter(|problem| problem.code != ProblemCode::MissingCriteria);
    told.map(|problem| format!("{} {}", serde_json::to_value(problem.code).unwrap().as_str().unwrap(), problem.cell))
        .collect()
}

/// ○ △ × in turn, for row `at`.
pub(crate) fn mark(at: usize) -> (&'static str, Status) {
    [("○", Status::Met), ("△", Status::Partial), ("×", Status::Unmet)][at % 3]
}

pub(crate) fn marks_in_turn(count: usize) -> Vec<Status> {
    (0..count).map(|at| mark(at).1).collect()
}

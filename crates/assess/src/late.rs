//! What is late: the one rule that documents and pages share.

use jiff::civil::Date;

use crate::{Evaluation, Open};

/// An open criterion of which the day is past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Position in [`tasuki_catalog::Catalog::criteria`].
    pub position: usize,
    /// The day that is past.
    pub due: Date,
    /// Whether it had to be shown again; otherwise it was to be met by then.
    pub lapsed: bool,
}

/// Open criteria of which the day is past on the day of the evaluation, the oldest first. A day is past when a criterion had to be shown again by
/// then, or when somebody set it (`set`) and the criterion is open still; of two days the earlier counts.
pub fn late(evaluation: &Evaluation, set: impl Fn(usize) -> Option<Date>) -> Vec<Late> {
    let is_past = |due: &Date| *due < evaluation.as_of;
    let one = |position: usize, open: Option<Open>| {
        let past = set(position).filter(is_past);
        let (due, lapsed) = match open {
            Some(Open::Lapsed { due, .. }) => (past.map_or(due, |past| past.min(due)), true),
            _ => (past?, false),
        };
        Some(Late { position, due, lapsed })
    };
    let mut late: Vec<Late> = evaluation.open().filter_map(|verdict| one(verdict.position, verdict.open)).collect();
    late.sort_by_key(|late| (late.due, late.position));
    late
}

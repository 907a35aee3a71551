//! What is late: the one rule shared by documents and pages.

use jiff::civil::Date;

use crate::agenda::{Cause, open_day};
use crate::{Evaluation, Open};

/// An open criterion whose due day is past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Position in [`tasuki_catalog::Catalog::criteria`].
    pub position: usize,
    /// The due day.
    pub due: Date,
    /// Whether it lapsed and had to be shown again; otherwise it was to be met by then.
    pub lapsed: bool,
}

/// Open criteria whose day is before the day of the evaluation, the oldest first. Their days are those of the
/// [`agenda`](crate::agenda()): the day by which a lapsed criterion had to be shown again, or the day that somebody
/// set for it (`set`); if there are two, the earlier counts.
pub fn late(evaluation: &Evaluation, set: impl Fn(usize) -> Option<Date>) -> Vec<Late> {
    let one = |position: usize, open: Open| {
        let (due, cause) = open_day(open, set(position)).filter(|(day, _)| *day < evaluation.as_of)?;
        Some(Late { position, due, lapsed: cause != Cause::Set })
    };
    let open = evaluation.open().filter_map(|verdict| one(verdict.position, verdict.open?));
    let mut late: Vec<Late> = open.collect();
    late.sort_by_key(|late| (late.due, late.position));
    late
}

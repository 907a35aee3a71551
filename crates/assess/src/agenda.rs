//! Which days an assessment brings to people's agendas: the one rule shared by pages, documents, reminders and feeds.
//!
//! A criterion brings at most one day on which somebody waits for it. If it is open, this is the day that somebody
//! set for it; if it is met and has an interval, the end of the interval. A criterion that lapsed is both: it has one
//! day, the earlier of the two. What is satisfied and has no interval brings nothing, nor does a criterion above the
//! level of the evaluation.

use jiff::{ToSpan, civil::Date};
use tasuki_catalog::{Catalog, Criterion};

use crate::{Answer, Answers, Evaluation, Open, Status, Verdict, period_months};

/// Why a criterion has a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It is open, and somebody set the day by which it is to be met.
    Set,
    /// It is met and must be shown again.
    Show {
        /// The end of its interval. Its day is earlier if it has lapsed and somebody had set an earlier day.
        by: Date,
    },
    /// It comes round once more after it was shown again: a day for plans, on which nobody waits for it yet.
    Planned,
}

/// A day of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CriterionDay {
    /// Position in [`Catalog::criteria`].
    pub position: usize,
    /// The day.
    pub day: Date,
    /// Why it is this day.
    pub cause: Cause,
}

/// The days of all criteria up to twelve months after the day of the evaluation, the earliest first. `set` gives the
/// day that somebody set for the criterion at a position. Intervals shorter than a month bring a day only once they
/// have lapsed: before, there would be one every day.
pub fn agenda(
    catalog: &Catalog,
    answers: &Answers,
    evaluation: &Evaluation,
    set: impl Fn(usize) -> Option<Date>,
) -> Vec<CriterionDay> {
    let mut all = Vec::new();
    for verdict in &evaluation.criteria {
        let position = verdict.position;
        if let Some((day, cause)) = verdict.open.and_then(|open| open_day(open, set(position))) {
            all.push(CriterionDay { position, day, cause });
        }
        if verdict.status != Status::Met {
            continue;
        }
        let shows = shows(&catalog.criteria()[position], answers.at(position), evaluation.as_of);
        all.extend(shows.enumerate().map(|(time, day)| {
            let is_next = time == 0 && verdict.is_satisfied();
            CriterionDay { position, day, cause: if is_next { Cause::Show { by: day } } else { Cause::Planned } }
        }));
    }
    all.sort_by_key(|one| (one.day, one.position));
    all
}

/// The day by which an assessment as a whole is due, if somebody set one: until nothing is open any more.
pub fn assessment_day(set: Option<Date>, verdict: Verdict) -> Option<Date> {
    set.filter(|_| verdict == Verdict::Open)
}

/// The day of an open criterion for which somebody may have set a day.
pub(crate) fn open_day(open: Open, set: Option<Date>) -> Option<(Date, Cause)> {
    match open {
        Open::Lapsed { due, .. } => Some((set.map_or(due, |set| set.min(due)), Cause::Show { by: due })),
        Open::Unanswered | Open::Unmet | Open::Partial | Open::NoReason | Open::NotAccepted => Some((set?, Cause::Set)),
    }
}

/// The days on which a met criterion is to be shown again, from `as_of` until twelve months later; none if its
/// interval is shorter than a month. Without a confirmation date it counts as shown on the day of the evaluation.
pub(crate) fn shows(criterion: &Criterion, answer: &Answer, as_of: Date) -> impl Iterator<Item = Date> {
    let months = criterion.cadence.and_then(period_months);
    let shown = answer.confirmed.unwrap_or(as_of).min(as_of);
    let end = as_of.checked_add(12.months()).ok();
    // Counted from the day of the first showing, so that the 31st becomes the last day only in shorter months.
    let dates = months
        .into_iter()
        .flat_map(move |months| (1..).map_while(move |time| shown.checked_add((months * time).months()).ok()));
    dates.skip_while(move |&date| date < as_of).take_while(move |&date| end.is_some_and(|end| date <= end))
}

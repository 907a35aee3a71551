//! When compliance with criteria must be shown again.

use jiff::civil::Date;
use tasuki_catalog::{Cadence, Catalog, Criterion};

use crate::agenda::shows;
use crate::{Answers, Evaluation, Open, Status, period_months};

/// What falls due in the twelve months after an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Occasions with a date, in order.
    pub occasions: Vec<Occasion>,
    /// Positions of criteria that have an interval and are not met: their dates start once they are met.
    pub waiting: Vec<usize>,
    /// Positions of criteria that are shown more often than monthly: too often for a calendar of months.
    pub ongoing: Vec<usize>,
    /// Positions of criteria that are due after an event, not on a date.
    pub on_event: Vec<usize>,
}

/// One criterion due on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// The due date.
    pub date: Date,
    /// Position in [`Catalog::criteria`].
    pub position: usize,
    /// Whether the day is already past.
    pub overdue: bool,
}

/// Positions of the criteria that summarize others: they have an interval, and refer to two or more criteria that
/// each have an interval too.
pub fn rollups(catalog: &Catalog) -> Vec<usize> {
    let has_interval = |criterion: &Criterion| criterion.cadence.and_then(period_months).is_some();
    let gathers = |criterion: &Criterion| {
        let named = criterion.refers_to.iter().filter_map(|id| catalog.criterion(id));
        criterion.refers_to.len() > 1 && has_interval(criterion) && named.into_iter().all(has_interval)
    };
    let all = catalog.criteria().iter().enumerate();
    all.filter(|(_, criterion)| gathers(criterion)).map(|(position, _)| position).collect()
}

/// What falls due from the day of the evaluation until twelve months later. Only met criteria have a date, because
/// an open criterion must be closed first. A met criterion without a confirmation date counts as shown on that day.
/// An overdue criterion is listed on the day it lapsed, and then at its usual interval.
pub fn calendar(catalog: &Catalog, answers: &Answers, evaluation: &Evaluation) -> Calendar {
    let mut calendar = Calendar::default();
    for verdict in &evaluation.criteria {
        let position = verdict.position;
        let criterion = &catalog.criteria()[position];
        let Some(cadence) = criterion.cadence else { continue };
        match (period_months(cadence), cadence) {
            (Some(_), _) if verdict.status == Status::NotApplicable => {}
            (Some(_), _) if verdict.status != Status::Met => calendar.waiting.push(position),
            (Some(_), _) => {
                if let Some(Open::Lapsed { due: date, .. }) = verdict.open {
                    calendar.occasions.push(Occasion { date, position, overdue: true });
                }
                let shows = shows(criterion, answers.at(position), evaluation.as_of);
                calendar.occasions.extend(shows.map(|date| Occasion { date, position, overdue: false }));
            }
            (None, Cadence::Continuous | Cadence::Daily | Cadence::Weekly) => calendar.ongoing.push(position),
            (None, _) => calendar.on_event.push(position),
        }
    }
    calendar.occasions.sort_by_key(|occasion| (occasion.date, occasion.position));
    calendar
}

//! When criteria must be shown again.

use jiff::{ToSpan, civil::Date};
use tasuki_catalog::{Cadence, Catalog, Criterion};

use crate::{Answers, Evaluation, Status};

/// What falls due in the twelve months after an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Dated, in order of their dates.
    pub occasions: Vec<Occasion>,
    /// Positions of criteria with an interval that are not met: their dates begin when they are.
    pub waiting: Vec<usize>,
    /// Positions of criteria that are shown more often than monthly: too often for a calendar of months.
    pub ongoing: Vec<usize>,
    /// Positions of criteria that an event asks for, not a date.
    pub on_event: Vec<usize>,
}

/// One criterion due on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// By when.
    pub date: Date,
    /// Position in [`Catalog::criteria`].
    pub position: usize,
    /// Whether the day is already past.
    pub overdue: bool,
}

/// Months between two showings; `None` for shorter intervals and for events.
pub fn period_months(cadence: Cadence) -> Option<i32> {
    match cadence {
        Cadence::Monthly => Some(1),
        Cadence::Quarterly => Some(3),
        Cadence::HalfYearly => Some(6),
        Cadence::Yearly => Some(12),
        _ => None,
    }
}

/// By when a criterion that was shown on `confirmed` must be shown again; `None` when no interval asks for it.
pub fn due(criterion: &Criterion, confirmed: Date) -> Option<Date> {
    let span = match criterion.cadence? {
        Cadence::Daily => 1.day(),
        Cadence::Weekly => 7.days(),
        cadence => period_months(cadence)?.months(),
    };
    confirmed.checked_add(span).ok()
}

/// Positions of the criteria that gather others: at an interval they report on two or more criteria that each have an interval too.
pub fn rollups(catalog: &Catalog) -> Vec<usize> {
    let has_interval = |criterion: &Criterion| criterion.cadence.and_then(period_months).is_some();
    let gathers = |criterion: &Criterion| {
        let named = criterion.refers_to.iter().filter_map(|id| catalog.criterion(id));
        criterion.refers_to.len() > 1 && has_interval(criterion) && named.into_iter().all(has_interval)
    };
    let all = catalog.criteria().iter().enumerate();
    all.filter(|(_, criterion)| gathers(criterion)).map(|(position, _)| position).collect()
}

/// What falls due from the day of the evaluation until twelve months later. Only what is met has a date: what is open is to be closed first. A
/// met criterion without a confirmation date counts as shown on that day; one that is overdue is due on the day it lapsed and
/// from there on at its interval.
pub fn calendar(catalog: &Catalog, answers: &Answers, evaluation: &Evaluation) -> Calendar {
    let mut calendar = Calendar::default();
    let as_of = evaluation.as_of;
    let Ok(end) = as_of.checked_add(12.months()) else { return calendar };
    for verdict in &evaluation.criteria {
        let position = verdict.position;
        let Some(cadence) = catalog.criteria()[position].cadence else { continue };
        match (period_months(cadence), cadence) {
            (Some(_), _) if verdict.status == Status::NotApplicable => {}
            (Some(_), _) if verdict.status != Status::Met => calendar.waiting.push(position),
            (Some(months), _) => {
                let shown = answers.at(position).confirmed.unwrap_or(as_of).min(as_of);
                calendar.occasions.extend(occasions(position, shown, months, as_of, end));
            }
            (None, Cadence::Continuous | Cadence::Daily | Cadence::Weekly) => calendar.ongoing.push(position),
            (None, _) => calendar.on_event.push(position),
        }
    }
    calendar.occasions.sort_by_key(|occasion| (occasion.date, occasion.position));
    calendar
}

fn occasions(position: usize, shown: Date, months: i32, as_of: Date, end: Date) -> Vec<Occasion> {
    let mut found = Vec::new();
    let first = shown.checked_add(months.months()).ok();
    if let Some(date) = first.filter(|&date| date < as_of) {
        found.push(Occasion { date, position, overdue: true });
    }
    // Counted from the first showing, so that the 31st stays the last day of short months only.
    let dates = (1..).map_while(|time| shown.checked_add((months * time).months()).ok());
    let upcoming = dates.skip_while(|&date| date < as_of).take_while(|&date| date <= end);
    found.extend(upcoming.map(|date| Occasion { date, position, overdue: false }));
    found
}

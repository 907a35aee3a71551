//! How long it stays valid that a criterion was shown.

use jiff::{ToSpan, civil::Date};
use tasuki_catalog::{Cadence, Criterion};

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

/// The day by which a criterion shown on `confirmed` must be shown again; `None` if it has no such interval.
pub fn due(criterion: &Criterion, confirmed: Date) -> Option<Date> {
    let span = match criterion.cadence? {
        Cadence::Daily => 1.day(),
        Cadence::Weekly => 7.days(),
        cadence => period_months(cadence)?.months(),
    };
    confirmed.checked_add(span).ok()
}

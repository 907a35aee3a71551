//! Whether an update is later than its deadline.

use jiff::{Span, civil::Date};
use tasuki_catalog::Text;

use super::{
    found::ScanFinding,
    knowledge::Knowledge,
    told::{self, Since},
    unknown::Unknown,
};

/// How late an update is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Lateness {
    /// There is no update.
    NoUpdate,
    /// The deadline has not passed.
    NotDue { until: Date, why: Text },
    /// It has passed.
    Late { why: Text },
    /// That depends on what is not known.
    Unknown(Unknown),
}

/// What days there are to compare.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days<'a> {
    pub(super) as_of: Date,
    /// The day of the scan.
    pub(super) seen: Option<Date>,
    pub(super) at_most: f64,
    pub(super) knowledge: &'a Knowledge,
}

/// Whether the update that mends a finding is late. Days are counted from the release of the update where the scanner tells it; if not, from
/// when the vulnerability became known, or was listed as exploited.
pub(super) fn lateness(finding: &ScanFinding, days: Days<'_>) -> Lateness {
    if finding.fixed_in.is_none() && finding.fixed_since.is_none() {
        return Lateness::NoUpdate;
    }
    let listed = || days.knowledge.listed_since(&finding.cve).map(Since::Listed);
    let since = finding.fixed_since.map(Since::Update);
    let since = since.or_else(|| finding.published.map(Since::Known)).or_else(listed);
    let Some(since) = since else { return Lateness::Unknown(Unknown::update_day()) };
    let Ok(until) = since.day().checked_add(Span::new().days(whole(days.at_most))) else {
        return Lateness::Unknown(Unknown::update_day());
    };
    let why = told::update(finding.fixed_in.as_deref().unwrap_or_default(), since, days.as_of, until);
    match days.seen {
        _ if days.as_of <= until => Lateness::NotDue { until, why },
        // When it was seen, nobody was late; what happened afterwards, the scan does not show.
        Some(seen) if seen <= until && seen <= days.as_of => Lateness::Unknown(Unknown::since_scan(seen)),
        _ => Lateness::Late { why },
    }
}

/// The days of a criterion as a whole number; its check allows none above 1000.
fn whole(days: f64) -> i32 {
    (0..=1000).rev().find(|whole| f64::from(*whole) <= days).unwrap_or(0)
}

//! The calendar: what falls due, month by month.

use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use tasuki_assess::{Assessment, Occasion};
use tasuki_catalog::{Cadence, Lang};

use super::days;

/// Twelve months, and what has no date.
#[derive(Serialize)]
pub(super) struct Agenda<'a> {
    pub(super) overdue: Vec<Due<'a>>,
    /// From the month of the evaluation to the same month of the next year.
    months: Vec<Month<'a>>,
    /// What every month asks for; counted in the months but listed once.
    monthly: Vec<Entry<'a>>,
    ongoing: Vec<Entry<'a>>,
    on_event: Vec<Entry<'a>>,
    /// Criteria with an interval whose answers carry no confirmation date.
    undated: usize,
}

/// One month.
#[derive(Serialize)]
struct Month<'a> {
    title: String,
    short: String,
    count: usize,
    dues: Vec<Due<'a>>,
}

/// One criterion due on one day.
#[derive(Clone, Serialize)]
pub(super) struct Due<'a> {
    date: String,
    /// Days since, where it is overdue.
    days: i64,
    #[serde(flatten)]
    entry: Entry<'a>,
}

/// One criterion and how often it is asked for.
#[derive(Clone, Serialize)]
struct Entry<'a> {
    id: &'a str,
    title: &'a str,
    cadence: &'static str,
}

pub(super) fn agenda<'a>(assessment: &Assessment<'a>, lang: Lang) -> Agenda<'a> {
    let calendar = &assessment.calendar;
    let as_of = assessment.evaluation.as_of;
    let list = |positions: &[usize]| positions.iter().map(|&at| entry(assessment, at, lang)).collect();
    let due = |occasion: &Occasion| Due {
        date: occasion.date.to_string(),
        days: i64::from(occasion.date.until(as_of).map_or(0, |span| span.get_days())),
        entry: entry(assessment, occasion.position, lang),
    };
    let is_monthly = |at: usize| assessment.catalog.criteria()[at].cadence == Some(Cadence::Monthly);
    let (overdue, upcoming): (Vec<_>, Vec<_>) = calendar.occasions.iter().partition(|occasion| occasion.overdue);
    let month = |first: Date| {
        let within = |occasion: &&&Occasion| occasion.date.first_of_month() == first;
        let here: Vec<_> = upcoming.iter().filter(within).collect();
        let seldom = here.iter().filter(|occasion| !is_monthly(occasion.position));
        Month {
            title: days::month(first, lang),
            short: days::short_month(first, lang),
            count: here.len(),
            dues: seldom.map(|occasion| due(occasion)).collect(),
        }
    };
    let asked = assessment.evaluation.criteria.iter().map(|verdict| verdict.position);
    let monthly: Vec<usize> = asked.filter(|&at| is_monthly(at)).collect();
    Agenda {
        overdue: overdue.iter().map(|occasion| due(occasion)).collect(),
        months: months(as_of).map(month).collect(),
        monthly: list(&monthly),
        ongoing: list(&calendar.ongoing),
        on_event: list(&calendar.on_event),
        undated: undated(assessment),
    }
}

/// The first days of thirteen months: the twelfth month after the evaluation ends within the last.
fn months(as_of: Date) -> impl Iterator<Item = Date> {
    let first = as_of.first_of_month();
    (0..=12).filter_map(move |later: i64| first.checked_add(later.months()).ok())
}

fn entry<'a>(assessment: &Assessment<'a>, position: usize, lang: Lang) -> Entry<'a> {
    let criterion = &assessment.catalog.criteria()[position];
    let cadence = criterion.cadence.map_or("", |cadence| cadence.name(lang));
    Entry { id: &criterion.id, title: criterion.title.get(lang), cadence }
}

fn undated(assessment: &Assessment<'_>) -> usize {
    let mut dated: Vec<usize> = assessment.calendar.occasions.iter().map(|occasion| occasion.position).collect();
    dated.sort_unstable();
    dated.dedup();
    dated.into_iter().filter(|&position| assessment.answers.at(position).confirmed.is_none()).count()
}

impl<'a> Agenda<'a> {
    /// The first of what falls due, of what is not due every month.
    pub(super) fn next(&self) -> Option<&Due<'a>> {
        self.months.iter().flat_map(|month| &month.dues).next()
    }
}

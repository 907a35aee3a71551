//! The calendar: what is overdue, twelve months, and what has no date.

use jiff::{ToSpan, civil::Date};
use tasuki_assess::{Assessment, Occasion};
use tasuki_catalog::{Cadence, Lang};

use crate::words::{day, month, overdue, undated};

/// The calendar.
#[derive(Debug)]
pub(super) struct Agenda<'a> {
    pub(super) overdue: Vec<Due<'a>>,
    pub(super) months: Vec<Month<'a>>,
    /// What every month asks for, listed once.
    pub(super) monthly: Vec<Entry<'a>>,
    pub(super) ongoing: Vec<Entry<'a>>,
    pub(super) on_event: Vec<Entry<'a>>,
    /// How many answers carry no date, where any.
    pub(super) undated: Option<String>,
    /// The first of what falls due.
    pub(super) next: Option<(Date, &'a str)>,
}

/// One month.
#[derive(Debug)]
pub(super) struct Month<'a> {
    pub(super) title: String,
    pub(super) dues: Vec<Due<'a>>,
}

/// One criterion due on one day.
#[derive(Debug, Clone)]
pub(super) struct Due<'a> {
    /// As machines read it.
    pub(super) date: Date,
    /// As people read it; since when, where it is overdue.
    pub(super) words: String,
    pub(super) entry: Entry<'a>,
}

/// One criterion and how often it is asked for.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) cadence: &'static str,
    pub(super) evidence: Option<&'a str>,
}

pub(super) fn agenda<'a>(assessment: &Assessment<'a>, lang: Lang) -> Agenda<'a> {
    let calendar = &assessment.calendar;
    let as_of = assessment.evaluation.as_of;
    let list = |positions: &[usize]| positions.iter().map(|&at| entry(assessment, at, lang)).collect();
    let is_monthly = |at: usize| assessment.catalog.criteria()[at].cadence == Some(Cadence::Monthly);
    let due = |occasion: &Occasion| Due {
        date: occasion.date,
        words: if occasion.overdue { overdue(lang, occasion.date, as_of) } else { day(lang, occasion.date) },
        entry: entry(assessment, occasion.position, lang),
    };
    let (late, upcoming): (Vec<&Occasion>, Vec<&Occasion>) =
        calendar.occasions.iter().partition(|occasion| occasion.overdue);
    let seldom: Vec<&Occasion> = upcoming.into_iter().filter(|occasion| !is_monthly(occasion.position)).collect();
    let in_month = |first: Date| Month {
        title: month(lang, first),
        dues: seldom.iter().filter(|one| one.date.first_of_month() == first).map(|one| due(one)).collect(),
    };
    let asked = assessment.evaluation.criteria.iter().map(|verdict| verdict.position);
    let monthly: Vec<usize> = asked.filter(|&at| is_monthly(at)).collect();
    let next = seldom.first().map(|one| (one.date, assessment.catalog.criteria()[one.position].title.get(lang)));
    Agenda {
        overdue: late.into_iter().map(due).collect(),
        months: months(as_of).map(in_month).collect(),
        monthly: list(&monthly),
        ongoing: list(&calendar.ongoing),
        on_event: list(&calendar.on_event),
        undated: Some(without_date(assessment)).filter(|&count| count > 0).map(|count| undated(lang, count)),
        next,
    }
}

/// The first days of thirteen months: the twelfth month after the evaluation ends within the last.
fn months(as_of: Date) -> impl Iterator<Item = Date> {
    let first = as_of.first_of_month();
    (0..=12).filter_map(move |later: i64| first.checked_add(later.months()).ok())
}

fn entry<'a>(assessment: &Assessment<'a>, position: usize, lang: Lang) -> Entry<'a> {
    let criterion = &assessment.catalog.criteria()[position];
    Entry {
        id: &criterion.id,
        title: criterion.title.get(lang),
        cadence: criterion.cadence.map_or("", |cadence| cadence.name(lang)),
        evidence: criterion.evidence.as_ref().map(|evidence| evidence.get(lang)),
    }
}

fn without_date(assessment: &Assessment<'_>) -> usize {
    let mut dated: Vec<usize> = assessment.calendar.occasions.iter().map(|occasion| occasion.position).collect();
    dated.sort_unstable();
    dated.dedup();
    dated.into_iter().filter(|&position| assessment.answers.at(position).confirmed.is_none()).count()
}

impl Agenda<'_> {
    /// Whether anything carries a date.
    pub(super) fn is_dated(&self) -> bool {
        !self.overdue.is_empty() || !self.monthly.is_empty() || self.months.iter().any(|month| !month.dues.is_empty())
    }
}

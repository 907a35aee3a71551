//! The calendar: what is overdue, the next twelve months, and what has no date.

use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use tasuki_assess::{Assessment, Late, Occasion};
use tasuki_catalog::Lang;

use crate::{
    ReportOptions,
    options::Overdue,
    words::{Words, day, days_late, month, next_due, overdue, short_month, undated},
};

/// The calendar.
#[derive(Debug, Serialize)]
pub(super) struct Agenda<'a> {
    /// Whether anything has a date.
    pub(super) is_dated: bool,
    pub(super) overdue: Vec<Due<'a>>,
    /// From the month of the evaluation to the same month of the next year.
    pub(super) months: Vec<Month<'a>>,
    /// What is not met yet: its dates start once it is met.
    pub(super) waiting: Vec<Entry<'a>>,
    pub(super) ongoing: Vec<Entry<'a>>,
    pub(super) on_event: Vec<Entry<'a>>,
    /// How many answers have no date, if there are any.
    pub(super) undated: Option<String>,
    /// What falls due next.
    #[serde(skip)]
    pub(super) next: Option<String>,
}

/// One month.
#[derive(Debug, Serialize)]
pub(super) struct Month<'a> {
    pub(super) title: String,
    short: String,
    /// Number of all items that fall due in it.
    count: usize,
    pub(super) dues: Vec<Due<'a>>,
}

/// Something due on one day: usually a criterion.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Due<'a> {
    /// The date for machines.
    pub(super) date: String,
    /// The date for people; if it is overdue, since when.
    pub(super) words: String,
    /// How long ago it was due, if it is overdue.
    late: Option<String>,
    pub(super) entry: Entry<'a>,
}

/// One criterion and its cadence; or another item that is due, and its kind.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) cadence: &'static str,
    pub(super) evidence: Option<&'a str>,
}

pub(super) fn agenda<'a>(assessment: &Assessment<'a>, options: &ReportOptions<'a>) -> Agenda<'a> {
    let (calendar, lang) = (&assessment.calendar, options.lang);
    let list = |positions: &[usize]| positions.iter().map(|&at| entry(assessment, at, lang)).collect();
    let upcoming: Vec<&Occasion> = calendar.occasions.iter().filter(|occasion| !occasion.overdue).collect();
    let late = assessment.late.iter().map(|late| late_criterion(assessment, late, lang));
    let others = options.overdue.iter().map(|other| late_other(other, assessment.evaluation.as_of, lang));
    let mut late: Vec<Due<'a>> = late.chain(others).collect();
    late.sort_by(|one, two| one.date.cmp(&two.date));
    let within = |occasion: &Occasion, first: Date| occasion.date.first_of_month() == first;
    let in_month = |first: Date| Month {
        title: month(lang, first),
        short: short_month(lang, first),
        count: upcoming.iter().filter(|one| within(one, first)).count(),
        dues: upcoming.iter().filter(|one| within(one, first)).map(|one| due(assessment, one, lang)).collect(),
    };
    let title = |one: &Occasion| assessment.catalog.criteria()[one.position].title.get(lang);
    Agenda {
        is_dated: !calendar.occasions.is_empty() || !late.is_empty(),
        overdue: late,
        months: months(assessment.evaluation.as_of).map(in_month).collect(),
        waiting: list(&calendar.waiting),
        ongoing: list(&calendar.ongoing),
        on_event: list(&calendar.on_event),
        undated: Some(without_date(assessment)).filter(|&count| count > 0).map(|count| undated(lang, count)),
        next: upcoming.first().map(|one| next_due(lang, one.date, title(one))),
    }
}

/// The first days of thirteen months, because the twelve months after the evaluation end within the thirteenth.
fn months(as_of: Date) -> impl Iterator<Item = Date> {
    let first = as_of.first_of_month();
    (0..=12).filter_map(move |later: i64| first.checked_add(later.months()).ok())
}

fn due<'a>(assessment: &Assessment<'a>, occasion: &Occasion, lang: Lang) -> Due<'a> {
    let entry = entry(assessment, occasion.position, lang);
    Due { date: occasion.date.to_string(), words: day(lang, occasion.date), late: None, entry }
}

/// A late criterion: it had to be shown again, or somebody set a day for it.
fn late_criterion<'a>(assessment: &Assessment<'a>, late: &Late, lang: Lang) -> Due<'a> {
    let mut entry = entry(assessment, late.position, lang);
    if !late.lapsed {
        entry.cadence = Words::of(lang).day_set;
    }
    is_late(late.due, assessment.evaluation.as_of, entry, lang)
}

fn late_other(other: &Overdue, as_of: Date, lang: Lang) -> Due<'_> {
    let cadence = Words::of(lang).of_overdue(other.kind);
    let entry = Entry { id: &other.criterion, title: &other.title, cadence, evidence: None };
    is_late(other.due, as_of, entry, lang)
}

fn is_late(due: Date, as_of: Date, entry: Entry<'_>, lang: Lang) -> Due<'_> {
    Due { date: due.to_string(), words: overdue(lang, due, as_of), late: Some(days_late(lang, due, as_of)), entry }
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

//! An assessment over time: how it stood at the end of any day, and how many criteria were open then.
//!
//! Nobody reads the log for it. The states of an assessment are kept at the end of each day on which it changed, when something changes on a
//! later one ([`end_day`]); since the last change it stands as its answers do. It is judged at the level that is aimed at today.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use tasuki_assess::{Answers, Counts, Evaluation, evaluate};
use tasuki_catalog::Catalog;
use tasuki_store::AssessmentId;
use tasuki_store::answer_days::{self, packed, unpacked};
use tasuki_store::assessments::{self as store, Assessment};

use crate::assessments::{catalog_of, find, states};
use crate::{Context, Error, Moment};

/// The longest line that is drawn day by day; a longer one has a point a week.
const DAYS: i32 = 800;

/// How an assessment stood at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub day: Date,
    /// Criteria of the level.
    pub total: usize,
    /// Criteria of which nothing was left to do.
    pub satisfied: usize,
    /// By state.
    pub counts: Counts,
}

impl Point {
    /// Criteria of which something was left to do.
    pub fn open(&self) -> usize {
        self.total - self.satisfied
    }

    fn of(evaluation: &Evaluation, day: Date) -> Self {
        let (total, satisfied) = (evaluation.criteria.len(), evaluation.satisfied());
        Self { day, total, satisfied, counts: evaluation.counts }
    }
}

fn day(milliseconds: i64) -> Date {
    Moment::new(Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)).today
}

/// The day on which an assessment was made.
pub fn begun(assessment: &Assessment) -> Date {
    day(assessment.created)
}

/// Keeps how an assessment stood at the end of the day on which it last changed, if that day is over. To be called before anything changes
/// about its answers, and before the instant of its last change does.
pub(crate) fn end_day(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<(), Error> {
    let now = cx.now.milliseconds();
    if assessment.changed >= now || store::is_same_day(assessment.changed, now) {
        return Ok(());
    }
    let (catalog, states) = (catalog_of(cx, assessment)?, states(cx, assessment)?);
    let named = catalog.criteria().iter().enumerate().map(|(position, own)| (own.id.as_str(), states.at(position)));
    let text = packed(named);
    Ok(answer_days::put(cx.tx, assessment.organization, assessment.id, day(assessment.changed), &text)?)
}

/// How an assessment came to stand where it is: a point for its first and its last day and for each at whose end it stood differently.
pub fn timeline(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Vec<Point>, Error> {
    let assessment = find(cx, id)?;
    line(cx, &assessment)
}

/// The same of an assessment that is at hand.
pub(crate) fn line(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Vec<Point>, Error> {
    let (catalog, current) = (catalog_of(cx, assessment)?, states(cx, assessment)?);
    let last = day(assessment.changed);
    let kept = answer_days::before(cx.tx, assessment.organization, assessment.id, last)?;
    let mut stood: Vec<(Date, Arc<Answers>)> =
        kept.iter().map(|(day, states)| (*day, Arc::new(given(catalog, states)))).collect();
    stood.push((last, current));
    Ok(drawn(catalog, assessment, &stood, cx.now.today))
}

/// A point for the first and the last day and for each at whose end something was different.
fn drawn(catalog: &Catalog, assessment: &Assessment, stood: &[(Date, Arc<Answers>)], today: Date) -> Vec<Point> {
    let begun = begun(assessment);
    let length = begun.until(today).map_or(0, |span| span.get_days());
    let step = if length > DAYS { 7 } else { 1 };
    let blank = Answers::new(catalog);
    let mut points = Vec::<Point>::new();
    let mut at = begun;
    loop {
        let place = stood.partition_point(|(day, _)| *day <= at);
        let given = place.checked_sub(1).map_or(&blank, |place| stood[place].1.as_ref());
        let point = Point::of(&evaluate(catalog, assessment.level, given, at), at);
        let is_last = at >= today;
        let is_news = points.last().is_none_or(|last| (last.satisfied, last.counts) != (point.satisfied, point.counts));
        if is_news || is_last {
            points.push(point);
        }
        if is_last {
            return points;
        }
        at = at.saturating_add(step.days()).min(today);
    }
}

/// What followed from an assessment at the end of a day.
pub fn evaluation(cx: &mut Context<'_, '_>, assessment: &Assessment, at: Date) -> Result<Evaluation, Error> {
    let catalog = catalog_of(cx, assessment)?;
    let given = if at >= day(assessment.changed) {
        states(cx, assessment)?
    } else {
        let kept = answer_days::until(cx.tx, assessment.organization, assessment.id, at)?;
        Arc::new(given(catalog, kept.as_deref().unwrap_or_default()))
    };
    Ok(evaluate(catalog, assessment.level, &given, at))
}

fn given(catalog: &Catalog, states: &str) -> Answers {
    let mut given = Answers::new(catalog);
    for (criterion, state) in unpacked(states) {
        if let Some(position) = catalog.position(criterion) {
            *given.at_mut(position) = state;
        }
    }
    given
}

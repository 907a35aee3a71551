//! The progress of an assessment over time: its state at the end of any day, and the number of open criteria.
//!
//! It does not read the log. The states of an assessment at the end of a day are stored when something changes on a
//! later day ([`end_day`]); since the last change, the answers are the state. All days are evaluated at the present
//! target level.

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

/// The longest period that is drawn with a point per day; longer ones have a point per week.
const DAYS: i32 = 800;

/// The state of an assessment at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub day: Date,
    /// Criteria of the level.
    pub total: usize,
    /// The number of criteria for which nothing remained to be done.
    pub satisfied: usize,
    /// By state.
    pub counts: Counts,
}

impl Point {
    /// The number of criteria for which something remained to be done.
    pub fn open(&self) -> usize {
        self.total - self.satisfied
    }

    fn of(evaluation: &Evaluation, day: Date) -> Self {
        let (total, satisfied) = (evaluation.criteria.len(), evaluation.satisfied());
        Self { day, total, satisfied, counts: evaluation.counts }
    }
}

/// The day on which something happened, from milliseconds since 1970.
pub(crate) fn day(milliseconds: i64) -> Date {
    Moment::new(Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)).today
}

/// The day on which an assessment was created.
pub fn begun(assessment: &Assessment) -> Date {
    day(assessment.created)
}

/// Stores the state of an assessment at the end of the day of its last change, if that day is over. Must be called
/// before its answers or the time of its last change are changed.
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

/// The progress of an assessment: a point for its first and its last day, and for each day on which something
/// changed.
pub fn timeline(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Vec<Point>, Error> {
    let assessment = find(cx, id)?;
    line(cx, &assessment)
}

/// The same for an assessment that is already loaded.
pub(crate) fn line(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Vec<Point>, Error> {
    let (catalog, current) = (catalog_of(cx, assessment)?, states(cx, assessment)?);
    let last = day(assessment.changed);
    let kept = answer_days::before(cx.tx, assessment.organization, assessment.id, last)?;
    let mut stood: Vec<(Date, Arc<Answers>)> =
        kept.iter().map(|(day, states)| (*day, Arc::new(kept_states(&catalog, states)))).collect();
    stood.push((last, current));
    Ok(drawn(&catalog, assessment, &stood, cx.now.today))
}

/// A point for the first and the last day, and for each day on which something changed.
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

/// The evaluation of an assessment at the end of a day.
pub fn evaluation(cx: &mut Context<'_, '_>, assessment: &Assessment, at: Date) -> Result<Evaluation, Error> {
    let catalog = catalog_of(cx, assessment)?;
    let given = if at >= day(assessment.changed) {
        states(cx, assessment)?
    } else {
        let kept = answer_days::until(cx.tx, assessment.organization, assessment.id, at)?;
        Arc::new(kept_states(&catalog, kept.as_deref().unwrap_or_default()))
    };
    Ok(evaluate(&catalog, assessment.level, &given, at))
}

fn kept_states(catalog: &Catalog, packed: &str) -> Answers {
    Answers::of(catalog, unpacked(packed))
}

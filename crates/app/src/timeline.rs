//! An assessment over time, replayed from the audit log: what was answered on any day, and how many criteria were open then.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value};
use tasuki_assess::{Answers, Counts, Evaluation, evaluate};
use tasuki_catalog::Catalog;
use tasuki_store::AssessmentId;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::Assessment;
use tasuki_store::audit;

use crate::assessments::{catalog_of, find, given_one};
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
}

/// Every change of every answer of an assessment, in order, ready to be looked at as of any day.
#[derive(Debug, Clone)]
pub struct Replay {
    catalog: &'static Catalog,
    level: Option<u8>,
    /// When it was made.
    begun: Date,
    today: Date,
    changes: Vec<(Date, usize, Map<String, Value>)>,
}

/// Reads the changes of an assessment. It is judged at the level that is aimed at today.
pub fn replay(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Replay, Error> {
    let catalog = catalog_of(cx, assessment)?;
    let mut changes = Vec::new();
    for change in audit::of_answers(cx.tx, assessment.organization, assessment.id)? {
        let (Some(position), Ok(Value::Object(detail))) =
            (catalog.position(&change.criterion), serde_json::from_str(&change.detail))
        else {
            continue;
        };
        changes.push((day(change.at), position, detail));
    }
    Ok(Replay { catalog, level: assessment.level, begun: day(assessment.created), today: cx.now.today, changes })
}

fn day(milliseconds: i64) -> Date {
    Moment::new(Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)).today
}

/// How an assessment came to stand where it is: a point for its first and its last day and for each at whose end it stood differently.
pub fn timeline(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Vec<Point>, Error> {
    let assessment = find(cx, id)?;
    Ok(replay(cx, &assessment)?.timeline())
}

impl Replay {
    /// The day on which it was made.
    pub fn begun(&self) -> Date {
        self.begun
    }

    /// A point for the first and the last day and for each at whose end something was different.
    pub fn timeline(&self) -> Vec<Point> {
        let length = self.begun.until(self.today).map_or(0, |span| span.get_days());
        let step = if length > DAYS { 7 } else { 1 };
        let mut answers: HashMap<usize, Answer> = HashMap::new();
        let mut given = Answers::new(self.catalog);
        let mut changes = self.changes.iter().peekable();
        let mut points = Vec::<Point>::new();
        let mut at = self.begun;
        loop {
            while let Some((_, position, detail)) = changes.next_if(|(day, ..)| *day <= at) {
                let answer = answers.entry(*position).or_insert_with(|| Answer::blank(""));
                apply(answer, detail);
                *given.at_mut(*position) = given_one(answer);
            }
            let point = self.point(&given, at);
            let is_last = at >= self.today;
            let is_news =
                points.last().is_none_or(|last| (last.satisfied, last.counts) != (point.satisfied, point.counts));
            if is_news || is_last {
                points.push(point);
            }
            if is_last {
                return points;
            }
            at = at.saturating_add(step.days()).min(self.today);
        }
    }

    fn point(&self, given: &Answers, day: Date) -> Point {
        let evaluation = evaluate(self.catalog, self.level, given, day);
        Point { day, total: evaluation.criteria.len(), satisfied: evaluation.satisfied(), counts: evaluation.counts }
    }

    /// The answers as they were at the end of a day.
    pub fn answers(&self, day: Date) -> Vec<Answer> {
        let mut all: Vec<Answer> =
            self.catalog.criteria().iter().map(|criterion| Answer::blank(&criterion.id)).collect();
        for (_, position, detail) in self.changes.iter().take_while(|(changed, ..)| *changed <= day) {
            apply(&mut all[*position], detail);
        }
        all
    }

    /// What followed at the end of a day.
    pub fn evaluation(&self, day: Date) -> Evaluation {
        let given = crate::assessments::given(self.catalog, &self.answers(day));
        evaluate(self.catalog, self.level, &given, day)
    }
}

/// Takes over a value that fits.
fn set<T: serde::de::DeserializeOwned>(place: &mut T, value: Option<&Value>) {
    if let Some(value) = value.and_then(|value| serde_json::from_value(value.clone()).ok()) {
        *place = value;
    }
}

/// Follows one entry of the log: the new value of every field that it names. Entries about something else name none.
fn apply(answer: &mut Answer, detail: &Map<String, Value>) {
    let new =
        |name: &str| detail.get(name).and_then(Value::as_array).filter(|pair| pair.len() == 2).map(|pair| &pair[1]);
    set(&mut answer.status, new("status"));
    set(&mut answer.note, new("note"));
    set(&mut answer.substitute, new("substitute"));
    set(&mut answer.reason, new("reason"));
    set(&mut answer.owner, new("owner"));
    set(&mut answer.due, new("due"));
    set(&mut answer.confirmed, new("confirmed"));
    set(&mut answer.accepted, new("accepted"));
    set(&mut answer.maturity, new("maturity"));
}

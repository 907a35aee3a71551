//! The plan of an audit, and notes of interviews.

use jiff::civil::Date;
use serde_json::json;
use tasuki_store::site_audits::{self as store, Interview, Plan};
use tasuki_store::{RoadId, Subject};

use super::examiner::{self, About};
use crate::changes::{Changes, Noted, differences};
use crate::{Context, Error, happened};

/// The longest line and the longest text, in characters.
const LONGEST_LINE: usize = 500;
const LONGEST: usize = 5_000;
/// The longest note of an interview, in characters.
const LONGEST_NOTE: usize = 20_000;

/// When, where and by whom an audit is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan {
    /// The first day.
    pub starts: Date,
    /// The last day.
    pub ends: Date,
    /// Where.
    pub place: String,
    /// Who examines, and who is there.
    pub people: String,
    /// What is looked at.
    pub areas: String,
}

/// What was said in an interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInterview {
    /// The day.
    pub day: Date,
    /// With whom.
    pub who: String,
    /// What was said.
    pub text: String,
}

/// Plans the audit of a road, or changes its plan. `version` is that of the plan that the person saw, 0 before there is one; `None` overwrites.
pub fn plan(cx: &mut Context<'_, '_>, road: RoadId, version: Option<i64>, new: &NewPlan) -> Result<Plan, Error> {
    let (organization, standing) = examiner::permitted(cx, road, About::Preparing)?;
    let before = store::plan(cx.tx, organization, road)?;
    let last = before.as_ref().map_or(0, |own| own.version);
    if version.is_some_and(|version| version != last) {
        return Err(overtaken());
    }
    happened::possible(new.starts, "starts")?;
    if new.ends < new.starts {
        return Err(Error::invalid(
            "site_audit.days",
            "終わりの日が、始まりの日より前です。",
            "The last day is before the first one.",
        )
        .hint("日付を入れ直してください。", "Enter the days again.")
        .field("ends"));
    }
    let after = Plan {
        road,
        starts: new.starts,
        ends: new.ends,
        place: examiner::text(&new.place, LONGEST_LINE, true, "place")?,
        people: examiner::text(&new.people, LONGEST, true, "people")?,
        areas: examiner::text(&new.areas, LONGEST, true, "areas")?,
        changed: cx.now.milliseconds(),
        changed_by: cx.person()?.id,
        name: cx.person()?.name.clone(),
        version: last + 1,
    };
    if !store::put_plan(cx.tx, organization, &after)? {
        return Err(overtaken());
    }
    let mut detail = before.as_ref().map_or_else(|| first(&after), |before| differences(before, &after));
    detail.insert("title".to_owned(), standing.title.clone().into());
    cx.record("site_audit.plan", &Subject::SiteAudit(road), before.as_ref(), Some(&after), &detail.into())?;
    examiner::tell(cx, &standing, "site_audit.plan")?;
    Ok(after)
}

/// The fields of the first plan, as changes from nothing.
fn first(own: &Plan) -> serde_json::Map<String, serde_json::Value> {
    let fields = [
        ("starts", own.starts.to_string()),
        ("ends", own.ends.to_string()),
        ("place", own.place.clone()),
        ("people", own.people.clone()),
        ("areas", own.areas.clone()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), json!([null, value]))).collect()
}

impl Noted for Plan {
    fn note(&self, before: &Self, changes: &mut Changes) {
        #[rustfmt::skip]
        let Self { road: _, changed: _, changed_by: _, name: _, version: _, starts, ends, place, people, areas } = self;
        changes.field("starts", &before.starts, starts);
        changes.field("ends", &before.ends, ends);
        changes.field("place", &before.place, place);
        changes.field("people", &before.people, people);
        changes.field("areas", &before.areas, areas);
    }
}

/// Notes what was said in an interview. Notes are added and never changed: what was wrong is put right in another one.
pub fn interview(cx: &mut Context<'_, '_>, road: RoadId, new: &NewInterview) -> Result<Interview, Error> {
    let (organization, standing) = examiner::permitted(cx, road, About::Preparing)?;
    happened::check(cx, new.day, "site_audit.interview_day", "day")?;
    let earlier = store::interviews(cx.tx, organization, road)?;
    let own = Interview {
        number: earlier.last().map_or(1, |last| last.number + 1),
        day: new.day,
        who: examiner::text(&new.who, LONGEST_LINE, true, "who")?,
        text: examiner::text(&new.text, LONGEST_NOTE, true, "text")?,
        person: cx.person()?.id,
        name: cx.person()?.name.clone(),
        at: cx.now.milliseconds(),
    };
    store::add_interview(cx.tx, organization, road, &own)?;
    let detail = json!({
        "title": standing.title, "who": [null, own.who], "day": [null, own.day], "text": [null, own.text],
    });
    cx.record("site_audit.interview", &Subject::SiteAudit(road), None, Some(&own), &detail)?;
    examiner::tell(cx, &standing, "site_audit.interview")?;
    Ok(own)
}

fn overtaken() -> Error {
    Error::overtaken("site_audit.conflict")
}

//! What was found on an item of a sample: a result, its retests, and who reviewed them.

use jiff::civil::Date;
use serde_json::json;
use tasuki_scheme::road::{ItemResult, Means};
use tasuki_store::site_audits::samples::{self as store, Found, Sample};
use tasuki_store::{OrganizationId, SampleId, Subject};

use super::examiner::{self, About};
use super::samples;
use crate::{Context, Error, Kind, happened};

/// The longest text, in characters.
const LONGEST: usize = 5_000;
/// The most results of an item.
const MOST: u32 = 100;

/// What somebody found on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The result.
    pub result: ItemResult,
    /// What it rests on.
    pub means: Means,
    /// What was found; may be empty where it is in order.
    pub text: String,
    /// The day on which it was looked at.
    pub day: Date,
}

/// Says what was found on an item. `seen` is how many results of the item the person saw; `None` adds to whatever there is. After the first,
/// each is a retest.
pub fn examine(
    cx: &mut Context<'_, '_>,
    sample: SampleId,
    number: u32,
    seen: Option<i64>,
    said: &Examined,
) -> Result<Found, Error> {
    let (population, own) = samples::find(cx, sample)?;
    let (organization, standing) = examiner::permitted(cx, own.road, About::Examining)?;
    if !own.aside.is_empty() || !population.aside.is_empty() {
        return Err(samples::is_aside());
    }
    let item = samples::of_sample(cx, organization, &own)?.into_iter().find(|item| item.number == number);
    let item = item.ok_or_else(Error::not_found)?;
    let last = of_item(cx, organization, &own, number)?.last().map_or(0, |own| own.number);
    if seen.is_some_and(|seen| seen != i64::from(last)) || last >= MOST {
        return Err(overtaken());
    }
    happened::check(cx, said.day, "sample.day", "day")?;
    let found = Found {
        sample,
        item: number,
        number: last + 1,
        result: said.result,
        means: said.means,
        text: examiner::text(&said.text, LONGEST, said.result.needs_text(), "text")?,
        day: said.day,
        person: cx.person()?.id,
        name: cx.person()?.name.clone(),
        at: cx.now.milliseconds(),
        submission: standing.road.submissions,
        reviewed_by: None,
        reviewed_name: None,
        reviewed_at: None,
    };
    store::add_found(cx.tx, organization, &found)?;
    let action = if last == 0 { "sample.examine" } else { "sample.retest" };
    let detail = json!({
        "title": standing.title, "population": population.title, "item": item.item, "result": [null, found.result.word()],
        "means": [null, found.means.word()], "text": [null, found.text], "day": [null, found.day],
    });
    cx.record(action, &Subject::Sample(sample), None, Some(&found), &detail)?;
    examiner::tell(cx, &standing, action)?;
    Ok(found)
}

/// Marks that whoever asks reviewed a result that somebody else wrote.
pub fn review(cx: &mut Context<'_, '_>, sample: SampleId, item: u32, number: u32) -> Result<Found, Error> {
    let (population, own) = samples::find(cx, sample)?;
    let (organization, standing) = examiner::permitted(cx, own.road, About::Examining)?;
    let before = of_item(cx, organization, &own, item)?.into_iter().find(|found| found.number == number);
    let before = before.ok_or_else(Error::not_found)?;
    let person = cx.person()?;
    if before.person == person.id {
        return Err(own_result());
    }
    let (reviewed_by, reviewed_name) = (Some(person.id), Some(person.name.clone()));
    let after = Found { reviewed_by, reviewed_name, reviewed_at: Some(cx.now.milliseconds()), ..before.clone() };
    if !store::review(cx.tx, organization, &after)? {
        return Err(overtaken());
    }
    let detail = json!({ "title": standing.title, "population": population.title, "item": item.to_string() });
    cx.record("sample.review", &Subject::Sample(sample), Some(&before), Some(&after), &detail)?;
    examiner::tell(cx, &standing, "sample.review")?;
    Ok(after)
}

fn of_item(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    own: &Sample,
    item: u32,
) -> Result<Vec<Found>, Error> {
    let mut all = store::found(cx.tx, organization, own.road)?;
    all.retain(|found| found.sample == own.id && found.item == item);
    Ok(all)
}

fn overtaken() -> Error {
    Error::overtaken("sample.overtaken")
}

fn own_result() -> Error {
    Error::new(
        Kind::State,
        "sample.own_result",
        "自分で書いた結果は、自分では見直せません。",
        "Nobody reviews the result that they wrote.",
    )
    .hint("評価機関のほかの確認者に頼んでください。", "Ask another reviewer of the evaluation body.")
}

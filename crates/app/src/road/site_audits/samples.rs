//! Samples (抽出): which items of a population are looked at, drawn by a seed or chosen with a reason.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::site_audits::populations::Population;
use tasuki_store::site_audits::samples::{self as store, Item, Sample};
use tasuki_store::{OrganizationId, PopulationId, SampleId, Subject, hex};
use tasuki_trust::sample::{self, LONGEST_SEED};

use super::examiner::{self, About};
use super::populations;
use crate::{Context, Error, Kind};

/// The largest sample, with what is chosen besides: its items are worked through on one page.
pub const LARGEST_SAMPLE: u32 = 300;
/// The longest text, in characters.
const LONGEST: usize = 2_000;
/// The most samples of a population.
const MOST: u32 = 50;

/// How a sample is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draw {
    /// The seed; without one, the server makes it.
    pub seed: Option<String>,
    /// How many items; all of them if there are fewer.
    pub size: u32,
    /// What is done with each item.
    pub how: String,
    /// Why, if the population has a sample already.
    pub reason: String,
}

/// Draws a sample from a population. What was drawn before stays beside it.
pub fn draw(cx: &mut Context<'_, '_>, population: PopulationId, new: &Draw) -> Result<Sample, Error> {
    let (own, list) = populations::list(cx, population)?;
    let (organization, standing) = examiner::permitted(cx, own.road, About::Preparing)?;
    if !own.aside.is_empty() {
        return Err(is_aside());
    }
    let earlier = store::of_road(cx.tx, organization, own.road)?;
    let number = earlier.iter().filter(|sample| sample.population == population).map(|sample| sample.number).max();
    if !(1..=LARGEST_SAMPLE).contains(&new.size) || number == Some(MOST) {
        return Err(size());
    }
    let seed = seed(cx, new.seed.as_deref())?;
    let at = cx.now.milliseconds();
    // A list that was frozen reads as it was written.
    let items: Vec<String> = list.lines().map(str::to_owned).collect();
    let drawn = sample::draw(&items, &seed, new.size as usize);
    let made = Sample {
        id: SampleId::new(at, cx.random()),
        road: own.road,
        population,
        number: number.unwrap_or(0) + 1,
        made_seed: new.seed.is_none(),
        seed,
        size: count(drawn.len()),
        how: examiner::text(&new.how, LONGEST, true, "how")?,
        reason: examiner::text(&new.reason, LONGEST, number.is_some(), "reason")?,
        person: cx.person()?.id,
        name: cx.person()?.name.clone(),
        at,
        aside: String::new(),
        aside_by: None,
        aside_at: None,
        version: 1,
    };
    store::add(cx.tx, organization, &made)?;
    for (place, at) in drawn.into_iter().enumerate() {
        let (number, place) = (count(at) + 1, count(place) + 1);
        let item =
            Item { sample: made.id, number, place, item: items[at].clone(), chosen: String::new(), chosen_by: None };
        store::add_item(cx.tx, organization, &item)?;
    }
    let detail = json!({
        "title": standing.title, "population": own.title, "number": made.number.to_string(), "seed": [null, made.seed],
        "size": [null, made.size.to_string()], "how": [null, made.how], "reason": [null, made.reason],
    });
    cx.record("sample.draw", &Subject::Sample(made.id), None, Some(&made), &detail)?;
    examiner::tell(cx, &standing, "sample.draw")?;
    Ok(made)
}

fn seed(cx: &Context<'_, '_>, typed: Option<&str>) -> Result<String, Error> {
    let Some(typed) = typed else { return Ok(hex(&cx.random_bytes::<16>())) };
    let typed = typed.trim();
    if sample::is_seed(typed) {
        return Ok(typed.to_owned());
    }
    Err(Error::invalid(
        "sample.seed",
        format!("種は1行、{LONGEST_SEED}文字までです。"),
        format!("A seed is one line of at most {LONGEST_SEED} characters."),
    )
    .hint(
        "さいころの目などを「4-2-6-1」のように入れるか、空にしてサーバーに作らせてください。",
        "Enter what the dice showed, such as 4-2-6-1, or leave it empty: the server makes one.",
    )
    .field("seed"))
}

/// Adds an item to a sample that was not drawn, marked as chosen with the reason. `number` is its number in the population, from 1.
pub fn choose(
    cx: &mut Context<'_, '_>,
    sample: SampleId,
    version: Option<i64>,
    number: u32,
    why: &str,
) -> Result<Sample, Error> {
    let (population, before) = find(cx, sample)?;
    let (organization, standing) = examiner::permitted(cx, before.road, About::Preparing)?;
    check(&before, version)?;
    let (_, list) = populations::list(cx, population.id)?;
    let line = number.checked_sub(1).and_then(|at| list.lines().nth(at as usize)).ok_or_else(no_item)?;
    let earlier = of_sample(cx, organization, &before)?;
    if earlier.iter().any(|own| own.number == number) || earlier.len() >= LARGEST_SAMPLE as usize {
        return Err(no_item());
    }
    let item = Item {
        sample,
        number,
        place: count(earlier.len()) + 1,
        item: line.to_owned(),
        chosen: examiner::text(why, LONGEST, true, "why")?,
        chosen_by: Some(cx.person()?.id),
    };
    let after = Sample { version: before.version + 1, ..before.clone() };
    if !store::put(cx.tx, organization, &after)? {
        return Err(overtaken());
    }
    store::add_item(cx.tx, organization, &item)?;
    let detail = json!({
        "title": standing.title, "population": population.title, "number": before.number.to_string(), "item": [null, item.item],
        "chosen": [null, item.chosen],
    });
    cx.record("sample.choose", &Subject::Sample(sample), Some(&before), Some(&after), &detail)?;
    examiner::tell(cx, &standing, "sample.choose")?;
    Ok(after)
}

/// Sets a sample aside, with a reason that stays visible: it does not count any more.
pub fn set_sample_aside(
    cx: &mut Context<'_, '_>,
    sample: SampleId,
    version: Option<i64>,
    reason: &str,
) -> Result<Sample, Error> {
    let (population, before) = find(cx, sample)?;
    let (organization, standing) = examiner::permitted(cx, before.road, About::Preparing)?;
    check(&before, version)?;
    let after = Sample {
        aside: examiner::text(reason, LONGEST, true, "reason")?,
        aside_by: Some(cx.person()?.id),
        aside_at: Some(cx.now.milliseconds()),
        version: before.version + 1,
        ..before.clone()
    };
    if !store::put(cx.tx, organization, &after)? {
        return Err(overtaken());
    }
    let detail = json!({
        "title": standing.title, "population": population.title, "number": after.number.to_string(), "aside": [null, after.aside],
    });
    cx.record("sample.set_aside", &Subject::Sample(sample), Some(&before), Some(&after), &detail)?;
    examiner::tell(cx, &standing, "sample.set_aside")?;
    Ok(after)
}

/// A sample of a road that whoever asks may read, with its population.
pub(super) fn find(cx: &mut Context<'_, '_>, id: SampleId) -> Result<(Population, Sample), Error> {
    let organization = cx.organization()?;
    let own = store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    cx.require_in(Permission::ReadRoads, own.road)?;
    Ok((populations::find(cx, own.population)?, own))
}

/// The items of a sample.
pub(super) fn of_sample(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    own: &Sample,
) -> Result<Vec<Item>, Error> {
    let mut all = store::items(cx.tx, organization, own.road)?;
    all.retain(|item| item.sample == own.id);
    Ok(all)
}

/// What was set aside does not change any more.
fn check(own: &Sample, version: Option<i64>) -> Result<(), Error> {
    if version.is_some_and(|version| version != own.version) {
        return Err(overtaken());
    }
    if own.aside.is_empty() { Ok(()) } else { Err(is_aside()) }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn overtaken() -> Error {
    Error::overtaken("sample.conflict")
}

pub(super) fn is_aside() -> Error {
    Error::new(Kind::State, "sample.is_aside", "これはもう数えません。", "This does not count any more.")
        .hint("数えている母集団と抽出で続けてください。", "Go on with a population and a sample that count.")
}

fn size() -> Error {
    Error::invalid(
        "sample.size",
        format!("抽出は1件から{LARGEST_SAMPLE}件まで、母集団ごとに{MOST}回までです。"),
        format!("A sample has 1 to {LARGEST_SAMPLE} items, and a population at most {MOST} samples."),
    )
    .hint("件数を入れ直してください。", "Enter another size.")
    .field("size")
}

fn no_item() -> Error {
    Error::invalid("sample.number", "この番号の件は、加えられません。", "The item with this number cannot be added.")
        .hint(
            "母集団の一覧の番号（1から）で、まだ抽出にないものを選んでください。",
            "Give a number of the list, from 1, that is not in the sample yet.",
        )
        .field("number")
}

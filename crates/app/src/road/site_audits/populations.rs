//! Populations (母集団): what could be looked at, frozen under the SHA-256 of its list.

use serde_json::json;
use tasuki_catalog::is_hidden;
use tasuki_intake::plain_text;
use tasuki_scheme::Permission;
use tasuki_store::site_audits::populations::{self as store, Population};
use tasuki_store::{PopulationId, RoadId, StoreError, Subject};
use tasuki_trust::Digest;
use tasuki_trust::sample::{self, LONGEST_ITEM, MOST_ITEMS, Unfit};

use super::examiner::{self, About};
use crate::{Context, Error, Kind, downloads, submissions};

/// The largest list, in bytes: 1 MiB.
pub const LARGEST: usize = 1 << 20;
/// The longest title and the longest text, in characters.
const LONGEST_TITLE: usize = 200;
const LONGEST: usize = 2_000;
/// The most criteria that a population is about, and the most populations of a road.
const MOST_CRITERIA: usize = 50;
const MOST: usize = 200;

/// What could be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewPopulation {
    /// What it is: the people who left in a year.
    pub title: String,
    /// Where the list comes from.
    pub source: String,
    /// The criteria that it is about.
    pub criteria: Vec<String>,
    /// An item in each line.
    pub list: String,
    /// Whether the first line of the list is a heading, and no item.
    pub heading: bool,
}

/// The text of a list that was sent as a file: in UTF-8, in UTF-16 with its mark, or in the encoding of Japanese Windows.
pub fn read_list(bytes: &[u8]) -> Result<String, Error> {
    if bytes.len() > LARGEST {
        return Err(too_large());
    }
    plain_text(bytes).map_err(|error| {
        let (ja, en) = (error.message(tasuki_catalog::Lang::Ja), error.message(tasuki_catalog::Lang::En));
        Error::invalid(
            "population.no_text",
            format!("一覧を読めません: {ja}"),
            format!("The list cannot be read: {en}"),
        )
        .hint(
            "1行に1件のテキスト（.txt、.csv）で保存して、送り直してください。",
            "Save it as a text with an item in each line (.txt, .csv), and send it again.",
        )
        .field("list")
    })
}

/// Freezes a population.
pub fn freeze(cx: &mut Context<'_, '_>, road: RoadId, new: &NewPopulation) -> Result<Population, Error> {
    let (organization, standing) = examiner::permitted(cx, road, About::Preparing)?;
    if new.list.len() > LARGEST {
        return Err(too_large());
    }
    let criteria = criteria(cx, &standing, &new.criteria)?;
    let items = items(new)?;
    let earlier = store::of_road(cx.tx, organization, road)?;
    if earlier.len() >= MOST {
        return Err(too_many());
    }
    let at = cx.now.milliseconds();
    let own = Population {
        id: PopulationId::new(at, cx.random()),
        road,
        number: earlier.last().map_or(1, |last| last.number + 1),
        title: examiner::text(&new.title, LONGEST_TITLE, true, "title")?,
        source: examiner::text(&new.source, LONGEST, true, "source")?,
        criteria,
        digest: sample::digest(&items),
        items: u32::try_from(items.len()).unwrap_or(u32::MAX),
        duplicates: u32::try_from(sample::duplicates(&items).len()).unwrap_or(u32::MAX),
        person: cx.person()?.id,
        name: cx.person()?.name.clone(),
        at,
        submission: standing.road.submissions,
        aside: String::new(),
        aside_by: None,
        aside_at: None,
        version: 1,
    };
    store::add(cx.tx, organization, &own, sample::list(&items).as_bytes())?;
    let detail = json!({
        "title": standing.title, "population": own.title, "items": [null, own.items.to_string()], "digest": [null, own.digest],
        "source": [null, own.source], "criteria": [null, own.criteria.join(" ")],
    });
    cx.record("site_audit.freeze", &Subject::SiteAudit(road), None, Some(&own), &detail)?;
    examiner::tell(cx, &standing, "site_audit.freeze")?;
    Ok(own)
}

/// Sets a population aside, with a reason that stays visible: it does not count any more, and neither do its samples.
pub fn set_population_aside(
    cx: &mut Context<'_, '_>,
    id: PopulationId,
    version: Option<i64>,
    reason: &str,
) -> Result<Population, Error> {
    let before = find(cx, id)?;
    let (organization, standing) = examiner::permitted(cx, before.road, About::Preparing)?;
    if version.is_some_and(|version| version != before.version) || !before.aside.is_empty() {
        return Err(overtaken());
    }
    let after = Population {
        aside: examiner::text(reason, LONGEST, true, "reason")?,
        aside_by: Some(cx.person()?.id),
        aside_at: Some(cx.now.milliseconds()),
        version: before.version + 1,
        ..before.clone()
    };
    if !store::put_aside(cx.tx, organization, &after)? {
        return Err(overtaken());
    }
    let detail = json!({ "title": standing.title, "population": after.title, "aside": [null, after.aside] });
    let subject = Subject::SiteAudit(after.road);
    cx.record("site_audit.set_aside", &subject, Some(&before), Some(&after), &detail)?;
    examiner::tell(cx, &standing, "site_audit.set_aside")?;
    Ok(after)
}

/// A population of a road that whoever asks may read.
pub(super) fn find(cx: &mut Context<'_, '_>, id: PopulationId) -> Result<Population, Error> {
    let organization = cx.organization()?;
    let own = store::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    cx.require_in(Permission::ReadRoads, own.road)?;
    Ok(own)
}

/// The frozen list of a population, as the file whose SHA-256 names it.
pub fn list(cx: &mut Context<'_, '_>, id: PopulationId) -> Result<(Population, String), Error> {
    let own = find(cx, id)?;
    let organization = cx.organization()?;
    let bytes = store::content(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    let read = String::from_utf8(bytes).ok().filter(|text| Digest::of(text.as_bytes()) == own.digest);
    let text = read.ok_or_else(|| StoreError::Stored { what: "a population", text: id.to_string() })?;
    Ok((own, text))
}

/// Records that somebody took the list of a population along.
pub fn note_list(cx: &mut Context<'_, '_>, id: PopulationId) -> Result<(), Error> {
    let own = find(cx, id)?;
    let detail = json!({ "population": own.title });
    downloads::note(cx, "site_audit.download", &Subject::SiteAudit(own.road), &detail)
}

fn items(new: &NewPopulation) -> Result<Vec<String>, Error> {
    let text = if new.heading { new.list.split_once('\n').map_or("", |(_, rest)| rest) } else { &new.list };
    let shift = usize::from(new.heading);
    fit_items(text).map_err(|why| {
        let (ja, en) = match why {
            Unfit::Empty => ("一覧に行がありません。".to_owned(), "The list has no lines.".to_owned()),
            Unfit::TooMany(found) => (
                format!("一覧は{MOST_ITEMS}行までです（{found}行あります）。"),
                format!("At most {MOST_ITEMS} lines; there are {found}."),
            ),
            Unfit::TooLong(line) => (
                format!("{}行目が{LONGEST_ITEM}文字を超えています。", line + shift),
                format!("Line {} has more than {LONGEST_ITEM} characters.", line + shift),
            ),
            Unfit::Unprintable(line) => (
                format!("{}行目に、表示できない文字があります。", line + shift),
                format!("Line {} has a character that cannot be shown.", line + shift),
            ),
        };
        Error::invalid("population.list", ja, en)
            .hint(
                "1行に1件ずつ、あとで何か分かるように入れてください。",
                "Give an item in each line, so that it can be told later what it is.",
            )
            .field("list")
    })
}

/// The items of a list in which everything can be seen: a hidden character would make two of one, and what is drawn would not be what is read.
/// Lists that were frozen before stay as they are.
fn fit_items(text: &str) -> Result<Vec<String>, Unfit> {
    let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines();
    match lines.enumerate().find(|(_, line)| line.trim().chars().any(is_hidden)) {
        Some((at, _)) => Err(Unfit::Unprintable(at + 1)),
        None => sample::items(text),
    }
}

/// Criteria that the last submission answers.
fn criteria(
    cx: &mut Context<'_, '_>,
    standing: &crate::roads::Standing,
    named: &[String],
) -> Result<Vec<String>, Error> {
    let (_, last) = submissions::last(cx, standing)?.ok_or_else(Error::not_found)?;
    let mut known: Vec<String> = Vec::new();
    for criterion in named.iter().map(|own| own.trim()).filter(|own| !own.is_empty()) {
        if last.answer(criterion).is_none() || known.len() == MOST_CRITERIA {
            return Err(unknown_criterion(criterion));
        }
        if !known.iter().any(|own| own == criterion) {
            known.push(criterion.to_owned());
        }
    }
    if known.is_empty() { Err(unknown_criterion("")) } else { Ok(known) }
}

fn unknown_criterion(found: &str) -> Error {
    Error::invalid(
        "population.criteria",
        format!("評価基準の番号を確かめてください（{found}）。"),
        format!("Check the numbers of the criteria ({found})."),
    )
    .hint(
        "提出版にある評価基準の番号を1つ以上、50個まで、空白で区切って入れてください。",
        "Enter one to fifty numbers of criteria in the submission, with blanks between them.",
    )
    .field("criteria")
}

fn too_large() -> Error {
    Error::new(Kind::TooLarge, "population.too_large", "一覧は1 MiBまでです。", "A list has at most 1 MiB.")
        .hint("母集団を分けて、それぞれ固定してください。", "Split the population, and freeze each part.")
        .field("list")
}

fn too_many() -> Error {
    Error::new(
        Kind::Full,
        "population.too_many",
        "一つの道の母集団は200までです。",
        "A road has at most 200 populations.",
    )
    .hint("まとめられる母集団がないか、確かめてください。", "See whether some can be one.")
}

fn overtaken() -> Error {
    Error::overtaken("population.conflict")
}

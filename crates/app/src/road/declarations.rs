//! Declarations (自己適合宣誓): the management gives its word for one submission.
//!
//! It is bound to the digest that the management has seen. Whatever changes makes another submission, for which it does not hold.

pub(crate) mod description;

use serde_json::json;
use tasuki_catalog::{Lang, legible};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Event, Need, StepKind};
use tasuki_store::declarations::{self as store, Declaration};
use tasuki_store::submissions::Submission;
use tasuki_store::{Digest, RoadId, Subject, organizations};

use crate::roads::advance::{self, Brought};
use crate::roads::{self, Standing};
use crate::{Context, Error, Kind, proof, submissions};

/// The longest line and the longest text, in characters.
const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 5_000;

/// What is declared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct New {
    /// The digest of the submission that the management has seen.
    pub digest: String,
    /// Who gives the word.
    pub name: String,
    /// Their office.
    pub office: String,
    /// What is declared.
    pub text: String,
}

/// The declarations on a road, the last first.
pub fn of_road(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Vec<Declaration>, Error> {
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    Ok(store::of_road(cx.tx, organization, road)?)
}

/// The words that the scheme proposes for a submission; empty if it proposes none.
pub fn proposed(cx: &mut Context<'_, '_>, standing: &Standing, submission: &Submission) -> Result<String, Error> {
    let lang: Lang = cx.lang();
    let organization = organizations::name(cx.tx, standing.road.organization)?;
    let step = standing.route().step(StepKind::Declaration);
    let words = step.and_then(|step| step.wording.as_ref()).map(|words| words.get(lang)).unwrap_or_default();
    Ok(words
        .replace("{organization}", &organization)
        .replace("{star}", standing.star().title.get(lang))
        .replace("{day}", &submission.day.to_string())
        .replace("{digest}", &submission.digest.to_string()))
}

/// Gives the word of the management for the last submission of a road. It is given anew after signing in anew. `version` is that of the road
/// that the person saw.
pub fn declare(cx: &mut Context<'_, '_>, road: RoadId, version: Option<i64>, new: &New) -> Result<Declaration, Error> {
    let organization = cx.require(Permission::Declare)?;
    proof::require(cx)?;
    let standing = roads::find(cx, road)?;
    advance::check_version(&standing.road, version)?;
    let last = submissions::of_road(cx, road)?.into_iter().next().ok_or_else(another)?;
    if new.digest.parse() != Ok::<Digest, _>(last.digest) {
        return Err(another());
    }
    let line = |text: &str, field| entered(text, LONGEST_LINE, field);
    let own = Declaration {
        digest: last.digest,
        road,
        submission: last.number,
        name: line(&new.name, "name")?,
        office: line(&new.office, "office")?,
        text: entered(&new.text, LONGEST_TEXT, "text")?,
        day: cx.now.today,
        person: cx.person()?.id,
        at: cx.now.milliseconds(),
    };
    let detail = json!({ "digest": own.digest, "name": own.name, "office": own.office });
    let brought = Brought { met: [Need::Declaration, Need::SignedInAnew].into(), reason: String::new(), detail };
    let party = advance::party(cx, road);
    advance::advance(cx, &standing, Event::Declare, &party, brought)?;
    store::add(cx.tx, organization, &own)?;
    let detail = json!({
        "title": standing.title, "number": own.submission.to_string(), "name": [null, own.name], "office": [null, own.office],
        "text": [null, own.text],
    });
    cx.record("declaration.give", &Subject::Declaration(own.digest), None, Some(&own), &detail)?;
    Ok(own)
}

fn entered(text: &str, longest: usize, field: &str) -> Result<String, Error> {
    let text = legible(text);
    if text.is_empty() || text.chars().count() > longest {
        return Err(Error::invalid(
            "declaration.entry",
            "氏名、役職、宣誓の文を入れてください。",
            "Enter the name, the office and the words of the declaration.",
        )
        .hint(
            "氏名と役職は200文字、文は5,000文字までです。",
            "At most 200 characters for name and office, 5,000 for the words.",
        )
        .field(field));
    }
    Ok(text)
}

fn another() -> Error {
    Error::new(
        Kind::State,
        "declaration.another",
        "見ていた提出版は、いまの提出版ではありません。",
        "The submission that you saw is not the current one.",
    )
    .hint("いまの提出版を読み直してから、宣誓してください。", "Read the current submission, then declare.")
}

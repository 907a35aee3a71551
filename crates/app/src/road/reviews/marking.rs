//! Setting marks, and taking them away.

use serde_json::json;
use tasuki_catalog::legible;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Aspect, Means, State};
use tasuki_store::marks::{self as store, Mark};
use tasuki_store::{OrganizationId, RoadId, Subject};

use crate::roads::{self, Standing};
use crate::{Context, Error, Kind, reviewers, submissions};

/// The longest note, in characters.
const LONGEST: usize = 2_000;

/// What is said of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The criterion.
    pub criterion: String,
    /// What is said of it; several at once.
    pub aspects: Vec<Aspect>,
    /// What it rests on.
    pub means: Means,
    /// What else there is to say.
    pub note: String,
}

/// Marks a criterion of the last submission.
pub fn mark(cx: &mut Context<'_, '_>, road: RoadId, said: &Said) -> Result<(), Error> {
    let (organization, standing) = permitted(cx, road, &said.criterion)?;
    let note = legible(&said.note);
    if note.chars().count() > LONGEST {
        return Err(Error::invalid("mark.note", "2,000文字以内にしてください。", "At most 2,000 characters.")
            .hint("長い内容は、質問か指摘として書いてください。", "Write it as a question or a finding.")
            .field("note"));
    }
    if said.aspects.is_empty() {
        return Err(Error::invalid("mark.aspect", "確かめたことを選んでください。", "Choose what was found.")
            .hint("三つの印から一つ以上を選びます。", "Choose one or more of the three marks.")
            .field("aspects"));
    }
    for aspect in &said.aspects {
        let mark = Mark {
            criterion: said.criterion.clone(),
            aspect: *aspect,
            means: said.means,
            note: note.clone(),
            person: cx.person()?.id,
            name: String::new(),
            at: cx.now.milliseconds(),
            submission: standing.road.submissions,
        };
        store::set(cx.tx, organization, road, &mark)?;
    }
    let aspects: Vec<_> = said.aspects.iter().map(|own| own.word()).collect();
    let detail = json!({
        "title": standing.title, "criterion": said.criterion, "aspects": [null, aspects.join(" ")], "means": [null, said.means.word()],
        "note": [null, note],
    });
    let subject = Subject::Mark(road, said.criterion.clone());
    cx.record("mark.set", &subject, None::<&()>, None, &detail)
}

/// Takes a mark away.
pub fn unmark(cx: &mut Context<'_, '_>, road: RoadId, criterion: &str, aspect: Aspect) -> Result<(), Error> {
    let (organization, standing) = permitted(cx, road, criterion)?;
    if !store::remove(cx.tx, organization, road, criterion, aspect)? {
        return Ok(());
    }
    let detail = json!({ "title": standing.title, "criterion": criterion, "aspects": [aspect.word(), null] });
    let subject = Subject::Mark(road, criterion.to_owned());
    cx.record("mark.remove", &subject, None::<&()>, None, &detail)
}

/// Whoever reviews marks what somebody else prepared, while the road is at a step at which it is looked at.
fn permitted(cx: &mut Context<'_, '_>, road: RoadId, criterion: &str) -> Result<(OrganizationId, Standing), Error> {
    let organization = cx.require_in(Permission::Review, road)?;
    let standing = roads::find(cx, road)?;
    let (_, last) = submissions::last(cx, &standing)?.ok_or_else(Error::not_found)?;
    last.answer(criterion).ok_or_else(Error::not_found)?;
    if !matches!(standing.road.state, State::Doing(step) if step.is_looked_at()) {
        return Err(Error::new(
            Kind::State,
            "mark.not_now",
            "いまは確認の段階ではありません。",
            "Nobody reviews the road at this step.",
        )
        .hint("提出版が確認に出されてから、印を付けてください。", "Mark criteria once a submission is under review."));
    }
    if reviewers::has_prepared(cx, &standing)? {
        return Err(roads::own_work());
    }
    Ok((organization, standing))
}

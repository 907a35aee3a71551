//! Going on: what happens on a road, if the table of its route permits it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tasuki_catalog::{Lang, legible};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Actor, Event, Need, Party, Refusal};
use tasuki_store::roads::{self, Move, Road};
use tasuki_store::{Noun, RoadId, Subject};

use super::Standing;
use super::telling::tell_next;
use crate::{Context, Error, Event as Told, Kind};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 2_000;

/// As whom somebody may act on a road: by their roles, and as a reviewer by a grant. The operator does not use Tasuki: who looks after the road
/// records what it did.
pub(crate) fn party(cx: &Context<'_, '_>, road: RoadId) -> Party {
    let mut acts_as = BTreeSet::new();
    if cx.may(Permission::ManageRoads) {
        acts_as.extend([Actor::Supplier, Actor::Operator]);
    }
    if cx.may(Permission::Declare) {
        acts_as.insert(Actor::Management);
    }
    if cx.may_in(Permission::Review, road) {
        let own = cx.grants().iter().filter(|grant| grant.road() == Some(road));
        acts_as.extend(own.filter_map(|grant| Actor::in_capacity(grant.opening.capacity)));
    }
    Party { acts_as, prepared: false }
}

/// What somebody brings along for something to happen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Brought {
    /// What of its needs is there.
    pub(crate) met: BTreeSet<Need>,
    /// Why, where a reason is asked for.
    pub(crate) reason: String,
    /// What belongs to it: with which qualifications somebody confirms.
    pub(crate) detail: Value,
}

/// Lets something happen on a road.
pub(crate) fn advance(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    event: Event,
    party: &Party,
    brought: Brought,
) -> Result<Road, Error> {
    let (before, route) = (&standing.road, standing.route());
    let state = route.next(before.state, event, party, &brought.met).map_err(refused)?;
    let acted_as = route.find(before.state, event).and_then(|own| own.by.iter().find(|by| party.acts_as.contains(by)));
    let submissions = before.submissions + u32::from(event == Event::Submit);
    let changed = cx.now.milliseconds();
    let after = Road { state, submissions, changed, version: before.version + 1, ..before.clone() };
    if !roads::put(cx.tx, &after)? {
        return Err(overtaken());
    }
    let own = Move {
        // Each move makes a version, and the first version is the opening.
        number: u32::try_from(before.version).unwrap_or(u32::MAX),
        event,
        acted_as: acted_as.copied().unwrap_or(Actor::Supplier),
        person: cx.person()?.id,
        name: String::new(),
        at: changed,
        submission: submissions,
        state,
        reason: brought.reason,
        detail: brought.detail,
    };
    roads::add_move(cx.tx, &after, &own)?;
    record(cx, standing, &after, &own)?;
    if before.state != state {
        tell_next(cx, &standing.clone().after(after.clone()), event)?;
    }
    Ok(after)
}

fn record(cx: &mut Context<'_, '_>, standing: &Standing, after: &Road, own: &Move) -> Result<(), Error> {
    let before = &standing.road;
    let mut detail = json!({ "title": standing.title, "number": own.submission.to_string() });
    detail["acted_as"] = json!([null, own.acted_as.word()]);
    if before.state != after.state {
        detail["state"] = json!([before.state.word(), after.state.word()]);
    }
    if !own.reason.is_empty() {
        detail["reason"] = json!([null, own.reason]);
    }
    let action = format!("road.{}", own.event.word());
    cx.record(&action, &Subject::Road(after.id), Some(before), Some(after), &detail)?;
    tell(cx, after, json!({ "event": own.event.word(), "state": after.state.word() }))
}

/// Tells everybody who listens.
pub(super) fn tell(cx: &mut Context<'_, '_>, road: &Road, data: Value) -> Result<(), Error> {
    let by = cx.person()?.id;
    let (organization, assessment) = (road.organization, Some(road.assessment));
    cx.emit(Told { organization, assessment, kind: Noun::Road, by, data });
    Ok(())
}

/// Refuses what rests on an earlier version of a road. `None` overwrites.
pub(crate) fn check_version(road: &Road, version: Option<i64>) -> Result<(), Error> {
    if version.is_some_and(|version| version != road.version) { Err(overtaken()) } else { Ok(()) }
}

/// A reason in words.
pub(crate) fn reason(text: &str) -> Result<String, Error> {
    let text = legible(text);
    if text.is_empty() || text.chars().count() > LONGEST_REASON {
        return Err(Error::invalid("road.reason", "理由を書いてください。", "Give a reason.")
            .hint(
                "2,000文字以内で、あとから読んで分かるように書いてください。",
                "At most 2,000 characters, so that others understand it later.",
            )
            .field("reason"));
    }
    Ok(text)
}

fn overtaken() -> Error {
    Error::overtaken("road.conflict")
}

/// Why something cannot happen, as people read it.
fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Over => Error::new(Kind::State, "road.over", "この道は終わっています。", "This road has ended.")
            .hint("続けるには、新しい道を始めてください。", "Open a new road to go on."),
        Refusal::NotNow(_) => {
            Error::new(Kind::State, "road.not_now", "いまの段階では、できません。", "This cannot be done at this step.")
                .hint(
                    "道のページを開き直して、いまできることを確かめてください。",
                    "Open the road again to see what can be done now.",
                )
        }
        Refusal::NotYours(actors) => {
            let names = |lang: Lang| lang.joined(actors.iter().map(|own| own.name(lang)));
            Error::new(
                Kind::State,
                "road.not_yours",
                format!("これは{}が行います。", names(Lang::Ja)),
                format!("This is done by {}.", names(Lang::En)),
            )
            .hint("その立場の人に頼んでください。", "Ask somebody in that capacity.")
        }
        Refusal::OwnWork => own_work(),
        Refusal::Missing(needs) => {
            let names = |lang: Lang| lang.joined(needs.iter().map(|own| own.name(lang)));
            Error::new(
                Kind::State,
                "road.missing",
                format!("まだ足りません: {}。", names(Lang::Ja)),
                format!("Still missing: {}.", names(Lang::En)),
            )
            .hint("足りないものを揃えてから、もう一度行ってください。", "Bring what is missing, then try again.")
        }
    }
}

/// Whoever prepared something, or advised on it, does not judge it.
pub(crate) fn own_work() -> Error {
    Error::new(
        Kind::State,
        "road.own_work",
        "自分で用意したものや助言したものは、自分では確認できません。",
        "Nobody judges what they prepared or advised on themselves.",
    )
    .hint("ほかの人に確認を頼んでください。", "Have somebody else look at it.")
}

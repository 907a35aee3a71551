//! Reviewers (確認する人): who is appointed to look at the submissions of a road, as whom, and whether they have shown what the scheme asks.
//!
//! A reviewer holds a grant of the road. What they lack is told; the organization may accept them nevertheless, with a reason that stays
//! visible.

pub(crate) mod description;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::json;
use tasuki_catalog::{legible, visible};
use tasuki_scheme::road::{Actor, Lack, Shown};
use tasuki_scheme::{Capacity, Classification, Permission};
use tasuki_store::grants::{self as grant_store, Grant, Holder, Opening};
use tasuki_store::reviewers::{self as store, Reviewer};
use tasuki_store::{PersonId, RoadId, Subject, members};

use crate::changes::{Changes, Noted, differences};
use crate::notifications::{self, About};
use crate::roads::{self, Standing};
use crate::{Context, Error, grants, proof, submissions};

/// The longest text, in characters, and the most qualifications that somebody shows.
const LONGEST: usize = 2_000;
const MOST: usize = 20;

/// Whom to appoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// A member of the organization; somebody from outside is invited as a guest first.
    pub person: PersonId,
    /// As whom.
    pub actor: Actor,
    /// The most confidential evidence of submissions that they see; nothing: none.
    pub evidence: Option<Classification>,
    /// The last day.
    pub ends: Date,
    /// What they have shown.
    pub shown: Vec<Shown>,
    /// On what they advised; empty: on nothing.
    pub advised: String,
}

/// What is entered about a reviewer later.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// What they have shown.
    pub shown: Option<Vec<Shown>>,
    /// Why they are accepted without everything that the scheme asks; empty takes it back.
    pub accepted: Option<String>,
    /// On what they advised.
    pub advised: Option<String>,
}

/// A reviewer with what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The reviewer.
    pub reviewer: Reviewer,
    /// What they lack today of what the scheme asks.
    pub lacks: Vec<Lack>,
    /// Until when the road is open to them; `None` if it is not any more.
    pub ends: Option<Date>,
    /// The most confidential evidence that they see.
    pub evidence: Option<Classification>,
}

impl Listed {
    /// Whether they may confirm as far as their qualification goes.
    pub fn is_accepted(&self) -> bool {
        self.lacks.is_empty() || !self.reviewer.accepted.is_empty()
    }
}

/// Whether what somebody found still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// It does.
    Holds,
    /// What it is about has changed since.
    Changed,
    /// Whoever found it prepared what is submitted, or advised on it.
    Prepared,
}

impl Holding {
    /// Whether it does.
    pub fn holds(self) -> bool {
        self == Self::Holds
    }

    /// Of something that somebody found, where `is_changed` says whether what it is about has changed since.
    pub(crate) fn of(person: PersonId, preparers: &BTreeSet<PersonId>, is_changed: bool) -> Self {
        if preparers.contains(&person) {
            Self::Prepared
        } else if is_changed {
            Self::Changed
        } else {
            Self::Holds
        }
    }
}

/// The reviewers of a road.
pub fn list(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Vec<Listed>, Error> {
    let organization = cx.require_in(Permission::ReadRoads, standing.road.id)?;
    let all = store::of_road(cx.tx, organization, standing.road.id)?;
    all.into_iter().map(|own| listed(cx, standing, own)).collect()
}

fn listed(cx: &mut Context<'_, '_>, standing: &Standing, reviewer: Reviewer) -> Result<Listed, Error> {
    let today = cx.now.today;
    let lacks = standing.scheme().lacks(reviewer.actor, &reviewer.shown, today);
    let held = grants_of(cx, standing.road.id, reviewer.person)?;
    let open = held.iter().filter(|grant| !grant.is_over(today)).max_by_key(|grant| grant.ends);
    let (ends, evidence) = (open.map(|own| own.ends), open.and_then(|own| own.opening.evidence));
    Ok(Listed { reviewer, lacks, ends, evidence })
}

/// What whoever asks is on a road, if they review it.
pub(crate) fn own(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Option<Listed>, Error> {
    let (organization, person) = (cx.organization()?, cx.person()?.id);
    let found = store::find(cx.tx, organization, standing.road.id, person)?;
    found.map(|own| listed(cx, standing, own)).transpose()
}

fn grants_of(cx: &mut Context<'_, '_>, road: RoadId, person: PersonId) -> Result<Vec<Grant>, Error> {
    let organization = cx.organization()?;
    let mut all = grant_store::of_holder(cx.tx, organization, Holder::Person(person))?;
    all.retain(|grant| grant.road() == Some(road));
    Ok(all)
}

/// Whether whoever asks prepared what is submitted ([`preparers`]).
pub(crate) fn has_prepared(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<bool, Error> {
    let person = cx.person()?.id;
    Ok(preparers(cx, standing)?.contains(&person))
}

/// Everybody who prepared what is submitted on a road: who made a submission, had a hand in one, or was responsible for something in one (all
/// of whom it names as its people), and which reviewers advised. An earlier submission counts as much as the last: somebody else's last touch
/// does not make it another's work.
pub(crate) fn preparers(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<BTreeSet<PersonId>, Error> {
    let organization = cx.require_in(Permission::ReadRoads, standing.road.id)?;
    let reviewers = store::of_road(cx.tx, organization, standing.road.id)?;
    let advised = reviewers.into_iter().filter(|own| !own.advised.is_empty());
    let mut all: BTreeSet<PersonId> = advised.map(|own| own.person).collect();
    for row in submissions::of_road(cx, standing.road.id)? {
        let said = submissions::said(cx, row.digest)?;
        all.extend(said.people.iter().filter_map(|own| own.id.parse::<PersonId>().ok()));
        all.insert(row.made_by);
    }
    Ok(all)
}

/// Appoints a reviewer, and tells them.
pub fn appoint(cx: &mut Context<'_, '_>, road: RoadId, new: New) -> Result<Listed, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    // What was opened stays open when a stolen session or token has long ended.
    proof::require(cx)?;
    let standing = roads::find(cx, road)?;
    let capacity = check(cx, &standing, &new)?;
    if standing.road.state.is_final() {
        return Err(over());
    }
    let before = store::find(cx.tx, organization, road, new.person)?;
    let today = cx.now.today;
    if before.is_some() && grants_of(cx, road, new.person)?.iter().any(|grant| !grant.is_over(today)) {
        return Err(known());
    }
    let (appointed, appointed_by) = (cx.now.milliseconds(), cx.person()?.id);
    let mut reviewer = Reviewer {
        road,
        person: new.person,
        name: String::new(),
        actor: new.actor,
        shown: checked(&standing, new.shown)?,
        accepted: String::new(),
        accepted_by: None,
        advised: text(&new.advised, "advised")?,
        appointed,
        appointed_by,
        version: before.as_ref().map_or(1, |own| own.version + 1),
    };
    // Somebody who was dismissed, or whose grant has ended, is appointed anew. What they advised on stays.
    match &before {
        None => store::add(cx.tx, organization, &reviewer)?,
        Some(own) => {
            if !own.advised.is_empty() && !reviewer.advised.contains(&own.advised) {
                let all = [own.advised.as_str(), &reviewer.advised];
                reviewer.advised = all.into_iter().filter(|own| !own.is_empty()).collect::<Vec<_>>().join("\n");
            }
            if !store::put(cx.tx, organization, &reviewer)? {
                return Err(overtaken());
            }
        }
    }
    let opening = Opening {
        subject: Subject::Road(road),
        capacity,
        permissions: Permission::ON_ROADS.to_vec(),
        evidence: new.evidence,
    };
    grants::make(cx, organization, Holder::Person(new.person), opening, (today, new.ends))?;
    let subject = Subject::Reviewer(road, new.person);
    let detail = json!({ "title": standing.title, "person": new.person, "actor": [null, new.actor.word()], "shown": [null, told(&reviewer)] });
    cx.record("reviewer.appoint", &subject, before.as_ref(), Some(&reviewer), &detail)?;
    tell(cx, &standing, new.person, new.ends)?;
    find(cx, &standing, new.person)
}

fn tell(cx: &mut Context<'_, '_>, standing: &Standing, person: PersonId, ends: Date) -> Result<(), Error> {
    let about = About {
        title: standing.title.clone(),
        subject: Some(Subject::Road(standing.road.id)),
        day: Some(ends),
        by: cx.person()?.name.clone(),
        ..About::default()
    };
    notifications::notify(cx, person, notifications::Kind::Granted, &about)
}

fn find(cx: &mut Context<'_, '_>, standing: &Standing, person: PersonId) -> Result<Listed, Error> {
    let organization = cx.organization()?;
    let own = store::find(cx.tx, organization, standing.road.id, person)?.ok_or_else(Error::not_found)?;
    listed(cx, standing, own)
}

/// Changes what is entered about a reviewer. Whoever reviews enters what they have shown, and on what they advised; that they are accepted
/// without everything is for the organization to say.
pub fn change(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    person: PersonId,
    version: Option<i64>,
    change: Change,
) -> Result<Listed, Error> {
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    let standing = roads::find(cx, road)?;
    let manages = cx.may(Permission::ManageRoads);
    let is_own = cx.person()?.id == person && cx.may_in(Permission::Review, road);
    if !manages && (!is_own || change.accepted.is_some()) {
        return Err(Error::not_found());
    }
    let before = store::find(cx.tx, organization, road, person)?.ok_or_else(Error::not_found)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(overtaken());
    }
    let mut after = before.clone();
    if let Some(shown) = change.shown {
        after.shown = checked(&standing, shown)?;
    }
    if let Some(accepted) = change.accepted {
        if cx.person()?.id == person {
            return Err(roads::own_work());
        }
        // Like an appointment, it lets somebody confirm who could not.
        proof::require(cx)?;
        after.accepted = text(&accepted, "accepted")?;
        after.accepted_by = if after.accepted.is_empty() { None } else { Some(cx.person()?.id) };
    }
    if let Some(advised) = change.advised {
        after.advised = text(&advised, "advised")?;
        // Whoever advised says so themselves; that they did not is for the organization to say.
        if !manages && !after.advised.contains(&before.advised) {
            return Err(only_more());
        }
    }
    write(cx, &standing, &before, after)
}

fn write(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    before: &Reviewer,
    mut after: Reviewer,
) -> Result<Listed, Error> {
    let mut detail = differences(before, &after);
    if !detail.is_empty() {
        let organization = cx.organization()?;
        after.version = before.version + 1;
        if !store::put(cx.tx, organization, &after)? {
            return Err(overtaken());
        }
        detail.insert("title".to_owned(), standing.title.clone().into());
        let subject = Subject::Reviewer(after.road, after.person);
        cx.record("reviewer.change", &subject, Some(before), Some(&after), &detail.into())?;
    }
    listed(cx, standing, after)
}

/// Closes the road to a reviewer. What they said stays.
pub fn dismiss(cx: &mut Context<'_, '_>, road: RoadId, person: PersonId) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let standing = roads::find(cx, road)?;
    let reviewer = store::find(cx.tx, organization, road, person)?.ok_or_else(Error::not_found)?;
    let today = cx.now.today;
    for grant in grants_of(cx, road, person)?.iter().filter(|grant| !grant.is_over(today)) {
        grants::ending::take_back(cx, grant)?;
    }
    let detail = json!({ "title": standing.title, "person": person });
    cx.record("reviewer.dismiss", &Subject::Reviewer(road, person), Some(&reviewer), Some(&reviewer), &detail)
}

impl Noted for Reviewer {
    fn note(&self, before: &Self, changes: &mut Changes) {
        #[rustfmt::skip]
        let Self {
            road: _, person: _, name: _, actor: _, accepted_by: _, appointed: _, appointed_by: _, version: _,
            shown: _, accepted, advised,
        } = self;
        changes.field("shown", &told(before), &told(self));
        changes.field("accepted", &before.accepted, accepted);
        changes.field("advised", &before.advised, advised);
    }
}

/// What somebody has shown, in a line for the log.
fn told(reviewer: &Reviewer) -> String {
    let line = |own: &Shown| match own.until {
        Some(until) => format!("{} {} (–{until})", own.qualification, own.number),
        None => format!("{} {}", own.qualification, own.number),
    };
    reviewer.shown.iter().map(line).collect::<Vec<_>>().join(", ")
}

/// In which capacity somebody is appointed: a member whose last day is not before it, as whom some step of the route asks for.
fn check(cx: &mut Context<'_, '_>, standing: &Standing, new: &New) -> Result<Capacity, Error> {
    let (organization, today) = (cx.organization()?, cx.now.today);
    let asked = standing.route().steps.iter().any(|step| step.step.is_looked_at() && step.by.contains(&new.actor));
    let capacity = new.actor.capacity().filter(|_| asked).ok_or_else(|| {
        Error::invalid(
            "reviewer.actor",
            "この道では、この立場の人は確認しません。",
            "Nobody reviews in this capacity on this road.",
        )
        .hint("道の段階に出てくる立場を選んでください。", "Choose a capacity that a step of the road names.")
        .field("actor")
    })?;
    grants::check_days(today, today, new.ends)?;
    let member = members::find(cx.tx, organization, new.person, &today.to_string())?;
    let member = member.ok_or_else(|| {
        Error::invalid("reviewer.person", "この人はメンバーではありません。", "This person is no member.")
            .hint("社外の人は、先に「外部」として招待してください。", "Invite somebody from outside as a guest first.")
            .field("person")
    })?;
    if member.ends.is_some_and(|last| last < new.ends) {
        return Err(grants::beyond_member());
    }
    Ok(capacity)
}

/// Qualifications that the scheme knows, each with its number.
fn checked(standing: &Standing, shown: Vec<Shown>) -> Result<Vec<Shown>, Error> {
    let mut kept = Vec::new();
    for own in shown.into_iter().filter(|own| !visible(&own.number).is_empty() || own.until.is_some()) {
        let number = visible(&own.number);
        let is_known = standing.scheme().qualification(&own.qualification).is_some();
        if !is_known || number.is_empty() || number.chars().count() > 100 || kept.len() == MOST {
            return Err(Error::invalid(
                "reviewer.shown",
                "資格と番号を確かめてください。",
                "Check the qualifications and their numbers.",
            )
            .hint(
                "一覧の資格ごとに、番号（100文字以内）と有効期限を入れてください。",
                "Enter a number (at most 100 characters) and the last day for each.",
            )
            .field("shown"));
        }
        kept.push(Shown { number, ..own });
    }
    Ok(kept)
}

fn text(text: &str, field: &str) -> Result<String, Error> {
    let text = legible(text);
    if text.chars().count() > LONGEST {
        return Err(Error::invalid("reviewer.long", "2,000文字以内にしてください。", "At most 2,000 characters.")
            .hint("要点だけを書いてください。", "Keep to the point.")
            .field(field));
    }
    Ok(text)
}

fn overtaken() -> Error {
    Error::overtaken("reviewer.conflict")
}

fn only_more() -> Error {
    Error::invalid(
        "reviewer.advised",
        "助言の記録は、書き足すことだけができます。",
        "What somebody advised on can only be added to.",
    )
    .hint(
        "取り消すときは、組織のセキュリティ責任者に頼んでください。",
        "To take it back, ask the organization's security lead.",
    )
    .field("advised")
}

fn over() -> Error {
    Error::new(crate::Kind::State, "reviewer.over", "この道は終わっています。", "This road has ended.")
        .hint("新しい道で、確認する人を選んでください。", "Appoint reviewers on a new road.")
}

fn known() -> Error {
    Error::new(
        crate::Kind::State,
        "reviewer.known",
        "この人は、もう選ばれています。",
        "This person is appointed already.",
    )
    .hint("一覧から、その人の記録を変えてください。", "Change their record in the list.")
    .field("person")
}

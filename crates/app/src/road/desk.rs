//! The reviewer's desk (確認の机): everything that was opened to somebody for review, from any organization of the server.
//!
//! It looks at one organization after the other as the member of it that the person is there, so that nothing is seen that the road itself would
//! not show.

use jiff::civil::Date;
use tasuki_catalog::Lang;
use tasuki_scheme::road::{IssueState, State, StepKind};
use tasuki_store::grants::{self, Holder};
use tasuki_store::organizations::Organization;
use tasuki_store::site_audits::samples::Found;
use tasuki_store::{OrganizationId, RoadId, members};

use crate::context::Actor;
use crate::reviews::Room;
use crate::roads::Standing;
use crate::site_audits::Item;
use crate::technical_checks::Stage;
use crate::{Context, Error, organizations, reviews, roads, site_audits, technical_checks};

/// What lies on the desk.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// The roads under review, what waits first.
    pub entries: Vec<Entry>,
    /// The organizations that ask for a second factor first.
    pub closed: Vec<String>,
}

/// A road on the desk.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The organization.
    pub organization: OrganizationId,
    /// Its name.
    pub name: String,
    /// The road.
    pub standing: Standing,
    /// The last day on which it is open.
    pub ends: Date,
    /// What waits for the reviewer, and how much of it; nothing while the organization corrects, or does what comes before or after.
    pub waiting: Vec<(Waiting, usize)>,
    /// Whether whoever looks prepared or advised on it, and so does not confirm it.
    pub prepared: bool,
}

/// What may wait for a reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Waiting {
    /// Answers to what they raised.
    Answers,
    /// Criteria that are not marked.
    Marks,
    /// The plan of the audit, which is not written.
    Plan,
    /// A population, of which there is none, or of which no sample was drawn.
    Populations,
    /// Items of samples without a result that holds.
    Items,
    /// Results of somebody else that nobody has reviewed.
    Results,
    /// Scans: of targets at the internet that none has looked at, or any at all.
    Scans,
    /// Findings of scans about which the organization has decided.
    Verdicts,
}

impl Waiting {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::Answers,
        Self::Marks,
        Self::Plan,
        Self::Populations,
        Self::Items,
        Self::Results,
        Self::Scans,
        Self::Verdicts,
    ];

    /// The word that is sent for it.
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// What it is called on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (_, ja, en) = self.words();
        if lang == Lang::Ja { ja } else { en }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Answers => ("answers", "回答の確認", "Answers to look at"),
            Self::Marks => ("marks", "印のない評価基準", "Criteria without marks"),
            Self::Plan => ("plan", "審査の計画", "Plan of the audit"),
            Self::Populations => ("populations", "母集団と抽出", "Populations and samples"),
            Self::Items => ("items", "結果のない件", "Items without a result"),
            Self::Results => ("results", "見直していない結果", "Results to review"),
            Self::Scans => ("scans", "検査結果の取り込み", "Scans to import"),
            Self::Verdicts => ("verdicts", "処置への同意", "Dispositions to agree to"),
        }
    }
}

impl Entry {
    /// Whether something waits for the reviewer.
    pub fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The road.
    pub fn road(&self) -> RoadId {
        self.standing.road.id
    }
}

/// The desk of whoever asks.
pub fn show(cx: &mut Context<'_, '_>) -> Result<Desk, Error> {
    let me = cx.actor()?.clone();
    let mut desk = Desk::default();
    for organization in organizations::own(cx)? {
        look(cx, &me, &organization, &mut desk)?;
    }
    cx.enter(me)?;
    desk.entries.sort_by_key(|own| (!own.waits(), own.ends, own.road()));
    Ok(desk)
}

/// What is open in one organization.
fn look(cx: &mut Context<'_, '_>, me: &Actor, organization: &Organization, desk: &mut Desk) -> Result<(), Error> {
    let (person, today) = (me.person.id, cx.now.today);
    let held = grants::valid(cx.tx, organization.id, Holder::Person(person), today)?;
    let roads: Vec<(RoadId, Date)> = held.iter().filter_map(|own| Some((own.road()?, own.ends))).collect();
    if roads.is_empty() {
        return Ok(());
    }
    if organization.second_factor && me.needs_factor() {
        desk.closed.push(organization.name.clone());
        return Ok(());
    }
    let member = members::find(cx.tx, organization.id, person, &today.to_string())?;
    cx.enter(Actor { member, grants: held, lacks_factor: false, ..me.clone() })?;
    for (road, ends) in roads {
        desk.entries.extend(entry(cx, organization, road, ends)?);
    }
    Ok(())
}

/// A road, unless it has ended or there is nothing to look at yet.
fn entry(
    cx: &mut Context<'_, '_>,
    organization: &Organization,
    road: RoadId,
    ends: Date,
) -> Result<Option<Entry>, Error> {
    let standing = roads::find(cx, road)?;
    let state = standing.road.state;
    if state.is_final() || standing.road.submissions == 0 {
        return Ok(None);
    }
    let room = reviews::room(cx, road)?;
    let waiting = if room.prepared { Vec::new() } else { waiting(cx, &standing, &room)? };
    Ok(Some(Entry {
        organization: organization.id,
        name: organization.name.clone(),
        ends,
        waiting,
        prepared: room.prepared,
        standing,
    }))
}

/// What waits for whoever looks, at the step where the road is.
fn waiting(cx: &mut Context<'_, '_>, standing: &Standing, room: &Room) -> Result<Vec<(Waiting, usize)>, Error> {
    let road = standing.road.id;
    let actor = room.own.as_ref().map(|own| own.reviewer.actor);
    let is_theirs = |kind| {
        let step = standing.route().step(kind);
        step.is_some_and(|own| actor.is_some_and(|actor| own.by.contains(&actor)))
    };
    let threads = room.criteria.iter().flat_map(|own| &own.threads);
    let answered = threads.filter(|own| own.issue.state == IssueState::Answered);
    let mut all = vec![(Waiting::Answers, answered.filter(|own| is_theirs(own.issue.step)).count())];
    match standing.road.state {
        State::Doing(StepKind::Review) if is_theirs(StepKind::Review) => {
            all.push((Waiting::Marks, room.criteria.iter().filter(|own| !own.is_marked()).count()));
        }
        State::Doing(StepKind::Audit) if is_theirs(StepKind::Audit) => {
            let audit = site_audits::room(cx, road)?;
            let me = cx.person()?.id;
            let counted: Vec<_> = audit.populations.iter().filter(|own| own.counts()).collect();
            let undrawn = counted.iter().filter(|own| !own.samples.iter().any(site_audits::Sample::counts)).count();
            let items = || audit.samples().flat_map(|own| &own.items);
            let unreviewed = |own: &Found| own.reviewed_by.is_none() && own.person != me;
            all.push((Waiting::Plan, usize::from(audit.plan.is_none())));
            all.push((Waiting::Populations, if counted.is_empty() { 1 } else { undrawn }));
            all.push((Waiting::Items, items().filter(|own| own.last().is_none()).count()));
            all.push((Waiting::Results, items().filter_map(Item::last).filter(|own| unreviewed(own)).count()));
        }
        State::Doing(StepKind::TechnicalCheck) if is_theirs(StepKind::TechnicalCheck) => {
            let check = technical_checks::check(cx, road)?;
            let to_agree = check.findings.iter().filter(|own| own.stage() == Stage::ToAgree).count();
            all.push((Waiting::Scans, if check.scans.is_empty() { 1 } else { check.unseen.len() }));
            all.push((Waiting::Verdicts, to_agree));
        }
        _ => {}
    }
    all.retain(|(_, count)| *count > 0);
    Ok(all)
}

//! The page of an audit: its plan, its populations, its findings, its interviews, and how it ends.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::site_audits::{self, Room};
use tasuki_app::{Context, Error, issues};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Severity, StepKind};
use tasuki_store::RoadId;
use tasuki_store::site_audits::Plan;

use super::Place;
use super::sent::{FindingSent, InterviewSent, PlanSent, PopulationSent};
use super::view::{InterviewView, PlanView, PopulationView};
use crate::issues::{Refused, ThreadView};
use crate::page::{Page, Section};
use crate::reviews::{self, End, EndView};
use crate::roads::Crumb;
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/site_audits/page.html")]
struct AuditPage {
    page: Page,
    road: Crumb,
    version: i64,
    state: String,
    /// Whose words the device keeps, and of which page.
    keeps: String,
    here: String,
    plan: Option<PlanView>,
    populations: Vec<PopulationView>,
    interviews: Vec<InterviewView>,
    threads: Vec<ThreadView>,
    ends: Vec<EndView>,
    examined: usize,
    total: usize,
    not_in_order: usize,
    unreviewed: usize,
    may_examine: bool,
    /// Whether whoever looks reviews, but prepared what is submitted.
    prepared: bool,
    judges: bool,
    may_answer: bool,
    /// How many days the scheme gives for a correction; 0: nothing is said.
    within: u16,
    severities: Vec<(&'static str, &'static str)>,
    typed: Typed,
    /// The plan in its form.
    planned: PlanSent,
    today: String,
    trouble: Trouble,
}

/// What somebody typed in a form that was refused.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    /// Which form it was.
    pub(super) about: &'static str,
    pub(super) plan: Option<PlanSent>,
    pub(super) population: PopulationSent,
    pub(super) interview: InterviewSent,
    pub(super) finding: FindingSent,
    /// A reply to what was raised.
    pub(super) reply: Refused,
}

impl Typed {
    /// A reply that was refused.
    pub(crate) fn replied(reply: Refused) -> Self {
        Self { about: "reply", reply, ..Self::default() }
    }
}

impl AuditPage {
    /// What was wrong with a field of a form.
    fn error(&self, form: &str, field: &str) -> String {
        if self.typed.about == form { self.trouble.of(field) } else { String::new() }
    }
}

/// `GET /o/{organization}/roads/{road}/audit`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, road)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, road, Typed::default(), Trouble::default()))
        .await
}

/// `POST /o/{organization}/roads/{road}/audit`: confirms, sends back, or finishes corrections.
pub(super) async fn finish(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<End>,
) -> Response {
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| {
        show(cx, who, road, Typed::default(), trouble.without_fields())
    };
    reviews::finish(&web, &who, (organization, road), sent, again).await
}

/// The page, with what was wrong with a form on it.
pub(crate) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    typed: Typed,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let room = site_audits::room(cx, road)?;
    let page = Page::load(cx, who, Section::Roads, "実地審査", "On-site audit")?;
    let (lang, today) = (page.language(), cx.now.today.to_string());
    let here = format!("{}/roads/{road}/audit", page.base());
    let planned = typed.plan.clone().unwrap_or_else(|| planned(room.plan.as_ref(), &today));
    let sum = |count: fn(&site_audits::Sample) -> usize| room.samples().map(count).sum();
    // While another step is looked at, its own room ends it.
    let is_audit = room.standing.road.state.step() == Some(StepKind::Audit);
    let view = AuditPage {
        road: Crumb::new(&room.standing, lang),
        version: room.standing.road.version,
        state: room.standing.road.state.name(room.standing.route(), lang),
        keeps: format!("{} {here}", cx.person()?.id),
        plan: room.plan.as_ref().map(|own| plan_view(own, &page)),
        populations: room.populations.iter().map(|own| PopulationView::new(own, &page)).collect(),
        interviews: room.interviews.iter().map(|own| InterviewView::new(own, &page)).collect(),
        threads: room
            .threads
            .iter()
            .rev()
            .map(|own| ThreadView::new(own, &page).with(&typed.reply, &trouble))
            .collect(),
        ends: if is_audit { EndView::all(cx, &room.standing, &room.met, "", lang)? } else { Vec::new() },
        examined: sum(site_audits::Sample::examined),
        total: sum(|own| own.items.len()),
        not_in_order: sum(|own| own.with(tasuki_scheme::road::ItemResult::NotInOrder)),
        unreviewed: sum(site_audits::Sample::unreviewed),
        may_examine: may_prepare(cx, &room),
        prepared: room.prepared && cx.may_in(Permission::Review, road),
        judges: cx.may_in(Permission::Review, road) && !room.prepared,
        may_answer: issues::may_answer(cx),
        within: within(&room),
        severities: Severity::ALL.iter().map(|own| (own.word(), own.name(lang))).collect(),
        here,
        typed,
        planned,
        today,
        page,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}

/// Whether whoever looks can prepare something now: a form that would be refused is not shown.
pub(super) fn may_prepare(cx: &mut Context<'_, '_>, room: &Room) -> bool {
    room.may_examine && site_audits::permit(cx, room.standing.road.id).is_ok()
}

/// How many days the scheme gives for a correction; 0 if it says nothing.
pub(super) fn within(room: &Room) -> u16 {
    let step = room.standing.route().step(StepKind::Audit);
    step.and_then(|step| step.corrected_within.as_ref()).map_or(0, |own| own.days)
}

fn plan_view(own: &Plan, page: &Page) -> PlanView {
    PlanView {
        days: if own.starts == own.ends {
            page.day(own.starts)
        } else {
            format!("{}–{}", page.day(own.starts), page.day(own.ends))
        },
        place: own.place.clone(),
        people: own.people.clone(),
        areas: own.areas.clone(),
        by: own.name.clone(),
        at: page.time(own.changed),
    }
}

/// The plan as its form shows it.
fn planned(plan: Option<&Plan>, today: &str) -> PlanSent {
    match plan {
        Some(own) => PlanSent {
            starts: own.starts.to_string(),
            ends: own.ends.to_string(),
            place: own.place.clone(),
            people: own.people.clone(),
            areas: own.areas.clone(),
            version: own.version.to_string(),
        },
        None => PlanSent {
            starts: today.to_owned(),
            ends: today.to_owned(),
            version: "0".to_owned(),
            ..PlanSent::default()
        },
    }
}

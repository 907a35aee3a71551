//! A road to a ★: its steps, what can happen next, what was submitted, and what happened.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::roads::{self, Next, Standing};
use tasuki_app::{Context, Error, declarations, history, packages, submissions, turns};
use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Event, Route, State as RoadState, StepKind};
use tasuki_store::Subject;
use tasuki_store::submissions::Submission;

use super::Place;
use super::new::unsure;
use super::picture::PictureView;
use super::turn::TurnView;
use crate::history::LineView;
use crate::page::{Page, Section};
use crate::take::{Form, Path, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who, time};

#[derive(Template)]
#[template(path = "road/roads/show.html")]
struct Show {
    page: Page,
    road: Crumb,
    state: String,
    assessment: String,
    version: i64,
    /// What whoever looks is to do, or for whom the road waits.
    turn: Option<TurnView>,
    steps: Vec<StepView>,
    next: Vec<NextView>,
    may_submit: bool,
    /// Whether it is the step at which whoever looks declares.
    may_declare: bool,
    /// Whether something was declared.
    declared: bool,
    /// Whether packages can be made, or were made.
    packaged: bool,
    /// Whether the operator may have registered it.
    registrable: bool,
    /// The page of the registration that this road renews; empty if it renews none.
    renews: String,
    may_read_assessment: bool,
    may_withdraw: bool,
    submissions: Vec<SubmissionView>,
    lines: Vec<LineView>,
    /// The days of decisions, each as the address has it and as people read it.
    days: Vec<(String, String)>,
    table: Vec<RowView>,
    picture: PictureView,
    reason: String,
    trouble: Trouble,
}

/// The road in the breadcrumb of a page.
pub(crate) struct Crumb {
    /// Its identifier.
    pub(crate) id: String,
    /// What it is called: the ★ and the assessment.
    pub(crate) title: String,
}

impl Crumb {
    pub(crate) fn new(standing: &Standing, lang: Lang) -> Self {
        let star = standing.star().title.get(lang);
        // Most assessments are named after the ★ at which they aim.
        let is_told = standing.title.contains(star);
        let title = if is_told { standing.title.clone() } else { format!("{star} {}", standing.title) };
        Self { id: standing.road.id.to_string(), title }
    }
}

/// A step in the picture of the way.
struct StepView {
    /// Its word.
    kind: &'static str,
    title: String,
    /// Who brings it to its end.
    by: String,
    output: String,
    /// `done`, `now`, `correcting` or empty for what comes later.
    mark: &'static str,
    certainty: String,
}

/// A submission, in a line.
struct SubmissionView {
    number: u32,
    digest: String,
    made: i64,
    by: String,
    /// The digest of the one before it; empty for the first.
    before: String,
}

/// Something that can happen next.
struct NextView {
    name: &'static str,
    by: String,
    needs: String,
    is_mine: bool,
}

/// A row of the table of the route.
struct RowView {
    from: String,
    event: &'static str,
    by: String,
    needs: String,
    next: String,
}

/// What is sent to withdraw.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Withdrawal {
    reason: String,
    /// The version that the person saw.
    version: String,
}

/// `GET /o/{organization}/roads/{road}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, road)): Path<Place>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let standing = roads::find(cx, road)?;
        show(cx, who, &standing, String::new(), Trouble::default())
    })
    .await
}

/// `POST /o/{organization}/roads/{road}/withdraw`.
pub(super) async fn withdraw(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Form(sent): Form<Withdrawal>,
) -> Response {
    let typed = sent.reason.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        roads::withdraw(cx, road, Some(seen(&sent.version)), &sent.reason)?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}?told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| {
        let standing = roads::find(cx, road)?;
        show(cx, who, &standing, typed, trouble)
    })
    .await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    standing: &Standing,
    reason: String,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Roads, "★への道", "Road to a ★")?;
    let lang = page.language();
    let next = roads::next(cx, standing);
    let lines = history::of_subject(cx, &Subject::Road(standing.road.id))?;
    let submissions = submissions::of_road(cx, standing.road.id)?;
    let renewed = submissions::renewed(cx, standing)?;
    // A reviewer from outside sees this road alone.
    let renews = standing.road.renews.filter(|id| cx.may_in(Permission::ReadRoads, *id));
    let mine = |event| next.iter().any(|own| own.event == event && own.is_mine);
    let (route, road) = (standing.route(), Crumb::new(standing, lang));
    let view = Show {
        state: standing.road.state.name(route, lang),
        assessment: format!("{}/assessments/{}", page.base(), standing.road.assessment),
        version: standing.road.version,
        turn: turns::of(cx, standing)?.map(|own| TurnView::new(&own, lang)),
        steps: steps(standing, lang),
        may_submit: mine(Event::Submit),
        may_declare: mine(Event::Declare),
        declared: !declarations::of_road(cx, standing.road.id)?.is_empty(),
        packaged: packages::may_be_made(standing) || !packages::of_road(cx, standing.road.id)?.is_empty(),
        registrable: is_registrable(standing.road.state),
        renews: renews.map(|id| format!("{}/roads/{id}/registration", page.base())).unwrap_or_default(),
        may_read_assessment: cx.may_in(Permission::ReadAssessments, standing.road.assessment),
        may_withdraw: mine(Event::Withdraw),
        next: next
            .iter()
            .filter(|own| own.event != Event::Withdraw)
            .map(|own| NextView::new(own, route, standing.road.state, lang))
            .collect(),
        submissions: submission_views(&submissions, renewed.filter(|_| renews.is_some()).as_ref()),
        days: days(cx, standing, &page)?,
        lines: lines.iter().map(|line| LineView::new(line, cx.now.today, lang)).collect(),
        table: table(route, lang),
        picture: PictureView::new(route, standing.road.state, lang),
        page: page.titled(&road.title),
        road,
        reason,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}

impl NextView {
    fn new(own: &Next, route: &Route, state: RoadState, lang: Lang) -> Self {
        let by = route.find(state, own.event).map(|row| lang.joined(row.by.iter().map(|actor| actor.name(lang))));
        Self {
            name: own.event.name(lang),
            by: by.unwrap_or_default(),
            needs: lang.joined(own.needs.iter().map(|need| need.name(lang))),
            is_mine: own.is_mine,
        }
    }
}

/// The days on which something was decided, the last first.
fn days(cx: &mut Context<'_, '_>, standing: &Standing, page: &Page) -> Result<Vec<(String, String)>, Error> {
    let moves = roads::moves(cx, standing)?;
    let mut days: Vec<_> = moves.iter().rev().map(|own| time::day_of(own.at)).collect();
    days.dedup();
    Ok(days.into_iter().map(|day| (day.to_string(), page.day(day))).collect())
}

fn steps(standing: &Standing, lang: Lang) -> Vec<StepView> {
    let (route, state) = (standing.route(), standing.road.state);
    let at = standing.step();
    let mark = |place: usize| match (at, state) {
        (_, RoadState::Registered) => "done",
        (Some(at), _) if place < at => "done",
        (Some(at), RoadState::Correcting(_)) if place == at => "correcting",
        (Some(at), _) if place == at => "now",
        _ => "",
    };
    let view = |(place, step): (usize, &tasuki_scheme::road::Step)| StepView {
        kind: step.step.word(),
        title: step.title.get(lang).to_owned(),
        by: lang.joined(step.by.iter().map(|actor| actor.name(lang))),
        output: step.output.get(lang).to_owned(),
        mark: mark(place),
        certainty: unsure(&step.basis, lang),
    };
    route.steps.iter().enumerate().map(view).collect()
}

/// Whether a registration can be looked for: not before the application.
fn is_registrable(state: RoadState) -> bool {
    matches!(state, RoadState::Doing(StepKind::Registration) | RoadState::Registered | RoadState::Revoked)
}

/// `renewed`: what was registered, before the first submission of a renewal.
fn submission_views(all: &[Submission], renewed: Option<&Submission>) -> Vec<SubmissionView> {
    let view = |(place, own): (usize, &Submission)| SubmissionView {
        number: own.number,
        digest: own.digest.to_string(),
        made: own.made,
        by: own.made_by_name.clone(),
        before: all.get(place + 1).or(renewed).map(|before| before.digest.to_string()).unwrap_or_default(),
    };
    all.iter().enumerate().map(view).collect()
}

/// The table of the route: everything that can happen on it.
fn table(route: &Route, lang: Lang) -> Vec<RowView> {
    let view = |own: &tasuki_scheme::road::Move| RowView {
        from: own.from.name(route, lang),
        event: own.event.name(lang),
        by: lang.joined(own.by.iter().map(|actor| actor.name(lang))),
        needs: lang.joined(own.needs.iter().map(|need| need.name(lang))),
        next: own.next.name(route, lang),
    };
    route.moves().iter().map(view).collect()
}

/// What an edition calls a criterion; nothing if the edition or the criterion is not known here.
pub(crate) fn title(catalog: Option<&Catalog>, criterion: &str, lang: Lang) -> String {
    let criterion = catalog.and_then(|catalog| catalog.criterion(criterion));
    criterion.map_or_else(String::new, |own| own.title.get(lang).to_owned())
}

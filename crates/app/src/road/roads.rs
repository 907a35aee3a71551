//! Roads to a ★ (★への道): which there are, where each stands, and what can happen on it.

pub(crate) mod advance;
pub(crate) mod description;
mod telling;

pub(crate) use advance::own_work;

use std::sync::Arc;

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Event, Need, Route, Scheme, Star, State, StepKind};
use tasuki_store::assessments::Assessment;
use tasuki_store::roads::{self, Move, Road};
use tasuki_store::{AssessmentId, OrganizationId, RoadId, Subject};

use crate::{Context, Error, assessments};

/// A road with the scheme by whose rules it goes on.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The road.
    pub road: Road,
    /// The title of its assessment.
    pub title: String,
    scheme: Arc<Scheme>,
    /// The ★ in the scheme, and the route in the ★.
    place: (usize, usize),
}

impl Standing {
    /// The scheme.
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The ★ to which it leads.
    pub fn star(&self) -> &Star {
        &self.scheme.stars[self.place.0]
    }

    /// The route on which it goes.
    pub fn route(&self) -> &Route {
        &self.star().routes[self.place.1]
    }

    /// The same road after something happened on it.
    pub(crate) fn after(self, road: Road) -> Self {
        Self { road, ..self }
    }

    /// The place of the step that is being done or corrected, from 0; `None` when it is registered or has ended.
    pub fn step(&self) -> Option<usize> {
        let kind = self.road.state.step()?;
        self.route().steps.iter().position(|own| own.step == kind)
    }
}

/// Something that can happen next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// What.
    pub event: Event,
    /// Whether whoever asks may do it. What it needs is another question.
    pub is_mine: bool,
    /// What it needs.
    pub needs: Vec<Need>,
}

/// A road that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The assessment.
    pub assessment: Assessment,
    /// The scheme and the route in it.
    pub scheme: Arc<Scheme>,
    /// The route.
    pub route: String,
}

/// What is needed to open a road.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// The assessment that is to be registered.
    pub assessment: AssessmentId,
    /// The scheme.
    pub scheme: String,
    /// The route in it.
    pub route: String,
    /// The road whose registration it renews.
    pub renews: Option<RoadId>,
}

/// The roads of the organization, the last changed first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Standing>, Error> {
    let (organization, reach) = cx.reach_roads(Permission::ReadRoads)?;
    let all = roads::list(cx.tx, organization)?.into_iter().filter(|road| reach.holds(&road.id)).collect::<Vec<_>>();
    all.into_iter().map(|road| standing(cx, road)).collect()
}

/// One road.
pub fn find(cx: &mut Context<'_, '_>, id: RoadId) -> Result<Standing, Error> {
    let organization = cx.require_in(Permission::ReadRoads, id)?;
    let road = roads::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    standing(cx, road)
}

/// What happened on a road, the first first.
pub fn moves(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Vec<Move>, Error> {
    let organization = cx.require_in(Permission::ReadRoads, standing.road.id)?;
    Ok(roads::moves(cx.tx, organization, standing.road.id)?)
}

/// What happened while the road was at a step, its corrections among it, the first first. `moves` are all of the road.
pub fn at_step(moves: &[Move], step: StepKind) -> impl DoubleEndedIterator<Item = &Move> {
    // A move tells where the road stood after it. The first one is made at the self-assessment.
    moves.windows(2).filter(move |pair| pair[0].state.step() == Some(step)).map(|pair| &pair[1])
}

/// The confirmation of a submission at a step, if it was given. `moves` are all of the road.
pub fn confirmation(moves: &[Move], step: StepKind, submission: u32) -> Option<&Move> {
    at_step(moves, step).rfind(|own| own.event == Event::Confirm && own.submission == submission)
}

/// What can happen next on a road, in the order of its table.
pub fn next(cx: &mut Context<'_, '_>, standing: &Standing) -> Vec<Next> {
    let (route, state) = (standing.route(), standing.road.state);
    let party = advance::party(cx, standing.road.id);
    let told = |event| {
        let needs = route.find(state, event).map(|own| own.needs.clone()).unwrap_or_default();
        let met = needs.iter().copied().collect();
        let is_mine = route.next(state, event, &party, &met).is_ok();
        Next { event, is_mine, needs }
    };
    route.possible(state).map(told).collect()
}

/// The roads that can be opened: each assessment in use with each route to a ★ for which it answers enough.
pub fn choices(cx: &mut Context<'_, '_>) -> Result<Vec<Choice>, Error> {
    cx.require(Permission::ManageRoads)?;
    let mut choices = Vec::new();
    for assessment in assessments::readable(cx)?.into_iter().filter(|own| own.archived.is_none()) {
        for scheme in cx.schemes {
            let stars = scheme.stars.iter().filter(|star| fits(scheme, star, &assessment));
            choices.extend(stars.flat_map(|star| &star.routes).map(|route| Choice {
                assessment: assessment.clone(),
                scheme: Arc::clone(scheme),
                route: route.id.clone(),
            }));
        }
    }
    Ok(choices)
}

/// Opens a road.
pub fn open(cx: &mut Context<'_, '_>, new: &New) -> Result<Standing, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let assessment = assessments::find(cx, new.assessment)?;
    assessments::check_open(&assessment)?;
    let (scheme, place) = known(cx.schemes, &new.scheme, &new.route).ok_or_else(no_route)?;
    if !fits(&scheme, &scheme.stars[place.0], &assessment) {
        return Err(unfit());
    }
    let others = roads::list(cx.tx, organization)?;
    if new.renews.is_some_and(|id| !others.iter().any(|own| own.id == id && may_be_renewed(own, &scheme))) {
        return Err(nothing_to_renew());
    }
    if others.iter().any(|own| own.assessment == assessment.id && own.route == new.route && is_under_way(own.state)) {
        return Err(exists());
    }
    let (opened, opened_by) = (cx.now.milliseconds(), cx.person()?.id);
    let road = Road {
        organization,
        id: RoadId::new(opened, cx.random()),
        assessment: assessment.id,
        scheme: scheme.id.clone(),
        route: new.route.clone(),
        state: State::START,
        submissions: 0,
        opened,
        opened_by,
        changed: opened,
        version: 1,
        renews: new.renews,
    };
    roads::add(cx.tx, &road)?;
    let detail = json!({ "title": assessment.title, "route": road.route });
    cx.record("road.open", &Subject::Road(road.id), None, Some(&road), &detail)?;
    advance::tell(cx, &road, detail)?;
    Ok(Standing { road, title: assessment.title, scheme, place })
}

/// Ends a road before there is a registration, or gives the registration back.
pub fn withdraw(cx: &mut Context<'_, '_>, id: RoadId, version: Option<i64>, reason: &str) -> Result<Standing, Error> {
    cx.require(Permission::ManageRoads)?;
    let standing = find(cx, id)?;
    advance::check_version(&standing.road, version)?;
    let reason = advance::reason(reason)?;
    let brought = advance::Brought { met: [Need::Reason].into(), reason, ..advance::Brought::default() };
    let road = advance::advance(cx, &standing, Event::Withdraw, &advance::party(cx, id), brought)?;
    Ok(standing.after(road))
}

/// The road that led to a registration that everybody may see; the caller has made sure of that.
pub(crate) fn of_registration(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    id: RoadId,
) -> Result<Standing, Error> {
    let road = roads::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)?;
    standing(cx, road)
}

fn standing(cx: &mut Context<'_, '_>, road: Road) -> Result<Standing, Error> {
    let (scheme, place) = known(cx.schemes, &road.scheme, &road.route).ok_or_else(no_route)?;
    let title = tasuki_store::assessments::find(cx.tx, road.organization, road.assessment)?.map(|own| own.title);
    Ok(Standing { road, title: title.unwrap_or_default(), scheme, place })
}

/// A route of a scheme, with the places of its ★ and of itself.
fn known(schemes: &[Arc<Scheme>], scheme: &str, route: &str) -> Option<(Arc<Scheme>, (usize, usize))> {
    let scheme = schemes.iter().find(|own| own.id == scheme)?;
    let stars = scheme.stars.iter().enumerate();
    let place = stars.flat_map(|(star, own)| own.routes.iter().enumerate().map(move |(at, own)| ((star, at), own)));
    let (place, _) = place.into_iter().find(|(_, own)| own.id == route)?;
    Some((Arc::clone(scheme), place))
}

/// Whether an assessment answers everything that a ★ asks for.
fn fits(scheme: &Scheme, star: &Star, assessment: &Assessment) -> bool {
    scheme.editions.contains(&assessment.edition) && assessment.level.is_none_or(|level| level >= star.level)
}

/// Whether a road is still on its way: a registration that holds may be followed by the next road.
fn is_under_way(state: State) -> bool {
    !state.is_final() && state != State::Registered
}

/// Whether a registration can be renewed: one that holds or has ended, of the same scheme. It may become another ★.
fn may_be_renewed(road: &Road, scheme: &Scheme) -> bool {
    road.state == State::Registered && road.scheme == scheme.id
}

fn nothing_to_renew() -> Error {
    Error::invalid("road.renews", "更新できる登録がありません。", "There is no such registration to renew.")
        .hint(
            "登録済みの★のページから、更新を始めてください。",
            "Begin the renewal on the page of the ★ that is registered.",
        )
        .field("renews")
}

fn no_route() -> Error {
    Error::invalid("road.route", "この道は、いまの制度にありません。", "The scheme has no such route.")
        .hint(
            "制度の道は tasuki scheme show で見られます。ほかの道を選んでください。",
            "See the routes of the scheme with tasuki scheme show, and choose another one.",
        )
        .field("route")
}

fn unfit() -> Error {
    Error::invalid(
        "road.unfit",
        "この評価では、この★への道を始められません。",
        "This assessment does not lead to this ★.",
    )
    .hint(
        "制度が使う版で、★の水準まで答える評価を選んでください。",
        "Choose an assessment of an edition of the scheme that answers up to the level of the ★.",
    )
    .field("assessment")
}

fn exists() -> Error {
    Error::new(
        crate::Kind::State,
        "road.exists",
        "この評価の道は、もう始まっています。",
        "This assessment is on this road already.",
    )
    .hint("一覧から、その道を開いてください。", "Open that road from the list.")
    .field("assessment")
}

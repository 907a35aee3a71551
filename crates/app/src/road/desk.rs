//! The reviewer's desk (確認の机): everything that was opened to somebody for review, from any organization of the server.
//!
//! It looks at one organization after the other as the member of it that the person is there, so that nothing is seen that the road itself would
//! not show.

use jiff::civil::Date;
use tasuki_scheme::road::{IssueState, State};
use tasuki_store::grants::{self, Holder};
use tasuki_store::organizations::Organization;
use tasuki_store::{OrganizationId, RoadId, members};

use crate::context::Actor;
use crate::roads::Standing;
use crate::{Context, Error, organizations, reviews, roads};

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
    /// Criteria that are not marked; none while the organization corrects, or does what comes before or after.
    pub unmarked: usize,
    /// Answers that wait for the reviewer.
    pub answered: usize,
    /// Whether whoever looks prepared or advised on it, and so does not confirm it.
    pub prepared: bool,
}

impl Entry {
    /// Whether something waits for the reviewer.
    pub fn waits(&self) -> bool {
        self.unmarked + self.answered > 0
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
    let under_review = matches!(state, State::Doing(step) if step.is_looked_at());
    let unmarked = room.criteria.iter().filter(|own| !own.is_marked()).count();
    let threads = room.criteria.iter().flat_map(|own| &own.threads);
    Ok(Some(Entry {
        organization: organization.id,
        name: organization.name.clone(),
        ends,
        unmarked: if under_review && !room.prepared { unmarked } else { 0 },
        answered: threads.filter(|own| own.issue.state == IssueState::Answered).count(),
        prepared: room.prepared,
        standing: room.shown.standing,
    }))
}

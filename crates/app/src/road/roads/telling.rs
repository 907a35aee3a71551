//! Telling those whose turn it is that a road went on.

use std::collections::BTreeSet;

use tasuki_scheme::Permission;
use tasuki_scheme::road::{Actor, Event, State, StepKind};
use tasuki_store::{PersonId, Subject, members, reviewers};

use super::Standing;
use crate::notifications::{self, About};
use crate::{Context, Error};

/// Tells everybody who goes on after an event. `standing` is the road after it.
pub(super) fn tell_next(cx: &mut Context<'_, '_>, standing: &Standing, event: Event) -> Result<(), Error> {
    let (state, lang) = (standing.road.state, cx.lang());
    let about = About {
        title: standing.title.clone(),
        subject: Some(Subject::Road(standing.road.id)),
        by: cx.person()?.name.clone(),
        excerpt: format!("{} → {}", event.name(lang), state.name(standing.route(), lang)),
        ..About::default()
    };
    for person in next(cx, standing)? {
        notifications::notify(cx, person, notifications::Kind::RoadWaits, &about)?;
    }
    Ok(())
}

/// Who goes on.
fn next(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<BTreeSet<PersonId>, Error> {
    let (organization, road) = (standing.road.organization, standing.road.id);
    let permission = match standing.road.state {
        State::Doing(step) if step.is_looked_at() => {
            let by: &[Actor] = standing.route().step(step).map_or(&[], |own| &own.by);
            let all = reviewers::of_road(cx.tx, organization, road)?;
            return Ok(all.into_iter().filter(|own| by.contains(&own.actor)).map(|own| own.person).collect());
        }
        State::Doing(StepKind::Declaration) => Permission::Declare,
        _ => Permission::ManageRoads,
    };
    let all = members::list(cx.tx, organization)?;
    Ok(all.into_iter().filter(|own| own.roles.may(permission)).map(|own| own.person).collect())
}

//! What happens on roads to a ★ in the example.

use jiff::ToSpan;
use tasuki_scheme::Classification;
use tasuki_scheme::road::{Aspect, Shown};
use tasuki_store::{AssessmentId, PersonId, RoadId};

use super::data::RoadAct;
use crate::reviews::{self, Said};
use crate::{Context, Error, Moment, issues, reviewers, roads, submissions};

/// Opens a road; whoever acts now does it.
pub(super) fn open(cx: &mut Context<'_, '_>, assessment: AssessmentId, route: &str) -> Result<RoadId, Error> {
    let new = roads::New { assessment, scheme: "scs".to_owned(), route: route.to_owned(), renews: None };
    Ok(roads::open(cx, &new)?.road.id)
}

/// Does one thing on a road; whoever acts now does it. `now` is today, and `person` finds people by their keys.
pub(super) fn act(
    cx: &mut Context<'_, '_>,
    (road, act): (RoadId, &RoadAct),
    now: Moment,
    person: impl Fn(&str) -> Result<PersonId, Error>,
) -> Result<(), Error> {
    let day = |days: i64| now.today.saturating_add(days.days());
    match act {
        RoadAct::Submit => {
            let seen = submissions::ready(cx, road)?.digest;
            submissions::freeze(cx, road, seen).map(drop)
        }
        RoadAct::Appoint { person: key, actor, ends_in, shown } => {
            let until = Some(day(400));
            let shown = shown.iter().map(|(qualification, number)| Shown {
                qualification: qualification.clone(),
                number: number.clone(),
                until,
            });
            let new = reviewers::New {
                person: person(key)?,
                actor: *actor,
                evidence: Some(Classification::Internal),
                ends: day(*ends_in),
                shown: shown.collect(),
                advised: String::new(),
            };
            reviewers::appoint(cx, road, new).map(drop)
        }
        RoadAct::Mark { criteria, means, note } => criteria.iter().try_for_each(|criterion| {
            let said =
                Said { criterion: criterion.clone(), aspects: Aspect::ALL.to_vec(), means: *means, note: note.clone() };
            reviews::mark(cx, road, &said)
        }),
        RoadAct::Raise { criterion, kind, severity, due_in, text } => {
            let new = issues::New {
                criterion: criterion.clone(),
                kind: *kind,
                severity: *severity,
                text: text.clone(),
                due: due_in.map(day),
                deferrable: true,
                item: None,
            };
            issues::raise(cx, road, new).map(drop)
        }
        RoadAct::Reply { criterion, kind, text } => {
            let all = issues::of_road(cx, road)?;
            let last = all.into_iter().rfind(|own| own.issue.criterion == *criterion);
            issues::reply(cx, last.ok_or_else(Error::not_found)?.issue.id, None, *kind, text).map(drop)
        }
    }
}

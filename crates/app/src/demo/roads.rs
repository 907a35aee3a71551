//! What happens on roads to a ★ in the example.

use jiff::ToSpan;
use tasuki_scheme::Classification;
use tasuki_scheme::road::{Aspect, Event, Shown};
use tasuki_store::site_audits::samples::Sample;
use tasuki_store::{AssessmentId, PersonId, RoadId};

use super::data::RoadAct;
use crate::reviews::{self, Said};
use crate::{Context, Error, Moment, issues, reviewers, roads, site_audits, submissions, technical_checks};

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
        RoadAct::Raise { criterion, kind, severity, due_in, text, item } => {
            let item =
                item.as_ref().map(|(population, number)| Ok::<_, Error>((sample(cx, road, population)?.id, *number)));
            let new = issues::New {
                criterion: criterion.clone(),
                kind: *kind,
                severity: *severity,
                text: text.clone(),
                due: due_in.map(day),
                deferrable: true,
                item: item.transpose()?,
            };
            issues::raise(cx, road, new).map(drop)
        }
        RoadAct::Reply { criterion, kind, text } => {
            let all = issues::of_road(cx, road)?;
            let last = all.into_iter().rfind(|own| own.issue.criterion == *criterion);
            issues::reply(cx, last.ok_or_else(Error::not_found)?.issue.id, None, *kind, text).map(drop)
        }
        RoadAct::MarkRest { means, note } => {
            let all = reviews::room(cx, road)?.criteria;
            all.into_iter().filter(|own| own.marks.is_empty()).try_for_each(|own| {
                let said = Said { criterion: own.id, aspects: own.needed.to_vec(), means: *means, note: note.clone() };
                reviews::mark(cx, road, &said)
            })
        }
        RoadAct::Confirm => reviews::finish(cx, road, None, Event::Confirm).map(drop),
        RoadAct::Target(entry) => technical_checks::add_target(cx, road, entry).map(drop),
        RoadAct::Scan { file, text } => {
            let text = text.replace("{at}", &(cx.now.milliseconds() / 1000).to_string());
            technical_checks::import(cx, road, &technical_checks::read(file, text.as_bytes())?).map(drop)
        }
        _ => audit(cx, (road, act), now),
    }
}

/// Does one thing of an on-site audit.
fn audit(cx: &mut Context<'_, '_>, (road, act): (RoadId, &RoadAct), now: Moment) -> Result<(), Error> {
    let day = |days: i64| now.today.saturating_add(days.days());
    match act {
        RoadAct::Plan { starts_in, ends_in, place, people, areas } => {
            let new = site_audits::NewPlan {
                starts: day(*starts_in),
                ends: day(*ends_in),
                place: place.clone(),
                people: people.clone(),
                areas: areas.clone(),
            };
            site_audits::plan(cx, road, None, &new).map(drop)
        }
        RoadAct::Interview { who, text } => {
            let new = site_audits::NewInterview { day: cx.now.today, who: who.clone(), text: text.clone() };
            site_audits::interview(cx, road, &new).map(drop)
        }
        RoadAct::Freeze { title, source, criteria, list } => {
            let new = site_audits::NewPopulation {
                title: title.clone(),
                source: source.clone(),
                criteria: criteria.clone(),
                list: list.clone(),
                heading: false,
            };
            site_audits::freeze(cx, road, &new).map(drop)
        }
        RoadAct::Draw { population: title, size, seed, how } => {
            let seed = Some(seed.clone());
            let new = site_audits::Draw { seed, size: *size, how: how.clone(), reason: String::new() };
            let population = population(cx, road, title)?;
            site_audits::draw(cx, population.row.id, &new).map(drop)
        }
        RoadAct::Choose { population, item, why } => {
            let sample = sample(cx, road, population)?.id;
            site_audits::choose(cx, sample, None, *item, why).map(drop)
        }
        RoadAct::Examine { population: title, item, result, means, text } => {
            let own = population(cx, road, title)?.samples.pop().ok_or_else(Error::not_found)?;
            let said = site_audits::Examined { result: *result, means: *means, text: text.clone(), day: cx.now.today };
            let open = own.items.iter().filter(|own| own.last().is_none());
            let mut chosen = open.filter(|own| item.is_none_or(|item| own.row.number == item));
            chosen.try_for_each(|item| site_audits::examine(cx, own.row.id, item.row.number, None, &said).map(drop))
        }
        _ => Err(Error::not_found()),
    }
}

fn population(cx: &mut Context<'_, '_>, road: RoadId, title: &str) -> Result<site_audits::Population, Error> {
    let all = site_audits::room(cx, road)?.populations;
    all.into_iter().find(|own| own.row.title == title).ok_or_else(Error::not_found)
}

/// The last sample of a population.
fn sample(cx: &mut Context<'_, '_>, road: RoadId, title: &str) -> Result<Sample, Error> {
    population(cx, road, title)?.samples.pop().map(|own| own.row).ok_or_else(Error::not_found)
}

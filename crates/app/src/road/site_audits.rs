//! On-site audits (実地審査): what an evaluation body plans, looks at by samples, and finds on a road to a ★4.
//!
//! A population is frozen under the digest of its list, and samples are drawn from it by a seed, so that anybody can draw them again. What was
//! found on an item is said of one submission: it holds as long as the criteria of the population are unchanged, and as long as nobody learns
//! that whoever found it prepared the work. Findings are issues, as in the document review.

pub(crate) mod description;
mod examiner;
mod examining;
mod planning;
mod populations;
mod samples;

use std::collections::{BTreeMap, BTreeSet};

use tasuki_scheme::Permission;
use tasuki_scheme::road::{IssueKind, IssueState, ItemResult, Need, StepKind};
use tasuki_store::site_audits::populations::{self as population_store, Population as PopulationRow};
use tasuki_store::site_audits::samples::{self as sample_store, Found, Item as ItemRow, Sample as SampleRow};
use tasuki_store::site_audits::{self as store, Interview, Plan};
use tasuki_store::{PopulationId, RoadId, SampleId};

use crate::issues::{self, Thread};
use crate::reviewers::{self, Holding, Listed};
use crate::roads::{self, Standing};
use crate::{Context, Error, submissions};

pub use examining::{Examined, examine, review};
pub use planning::{NewInterview, NewPlan, interview, plan};
pub use populations::{LARGEST, NewPopulation, freeze, list, note_list, read_list, set_population_aside};
pub use samples::{Draw, LARGEST_SAMPLE, choose, draw, set_sample_aside};

/// The audit of a road.
#[derive(Debug, Clone)]
pub struct Room {
    /// The road.
    pub standing: Standing,
    /// When, where and by whom it is done; `None` before it is planned.
    pub plan: Option<Plan>,
    /// What could be looked at, the first first.
    pub populations: Vec<Population>,
    /// Notes of interviews, the first first.
    pub interviews: Vec<Interview>,
    /// What was raised in the audit, the first first.
    pub threads: Vec<Thread>,
    /// Who reviews on the road.
    pub reviewers: Vec<Listed>,
    /// Whether whoever looks prepares and examines: they review for the step, and prepared nothing of what is submitted.
    pub may_examine: bool,
    /// Whether whoever looks prepared what is submitted, and so examines nothing.
    pub prepared: bool,
    /// What of the needs of the audit is there, for whoever looks.
    pub met: BTreeSet<Need>,
}

/// A population with its samples.
#[derive(Debug, Clone)]
pub struct Population {
    /// The population.
    pub row: PopulationRow,
    /// Its samples, the first first.
    pub samples: Vec<Sample>,
}

/// A sample with its items.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The sample.
    pub row: SampleRow,
    /// Its items, those that were drawn first.
    pub items: Vec<Item>,
}

/// An item of a sample.
#[derive(Debug, Clone)]
pub struct Item {
    /// The item.
    pub row: ItemRow,
    /// What was found on it, the first result first, each with whether it still holds.
    pub found: Vec<(Found, Holding)>,
}

impl Item {
    /// The last result, if it holds.
    pub fn last(&self) -> Option<&Found> {
        self.found.last().filter(|(_, holding)| holding.holds()).map(|(found, _)| found)
    }
}

impl Sample {
    /// How many items have a result that holds.
    pub fn examined(&self) -> usize {
        self.items.iter().filter(|own| own.last().is_some()).count()
    }

    /// How many items have this as their last result.
    pub fn with(&self, result: ItemResult) -> usize {
        self.items.iter().filter_map(Item::last).filter(|own| own.result == result).count()
    }

    /// How many of the results that hold nobody but their writer has reviewed.
    pub fn unreviewed(&self) -> usize {
        self.items.iter().filter_map(Item::last).filter(|own| own.reviewed_by.is_none()).count()
    }

    /// Whether it counts: it was not set aside.
    pub fn counts(&self) -> bool {
        self.row.aside.is_empty()
    }
}

impl Population {
    /// Whether it counts: it was not set aside.
    pub fn counts(&self) -> bool {
        self.row.aside.is_empty()
    }

    /// Whether everything of it has been examined: there is a sample, and every item of each has a result.
    pub fn is_examined(&self) -> bool {
        let mut samples = self.samples.iter().filter(|own| own.counts()).peekable();
        samples.peek().is_some() && samples.all(|own| own.examined() == own.items.len())
    }
}

impl Room {
    /// The samples that count.
    pub fn samples(&self) -> impl Iterator<Item = &Sample> {
        self.populations.iter().filter(|own| own.counts()).flat_map(|own| &own.samples).filter(|own| own.counts())
    }

    /// A population by its identifier.
    pub fn population(&self, id: PopulationId) -> Option<&Population> {
        self.populations.iter().find(|own| own.row.id == id)
    }

    /// A sample by its identifier, with its population.
    pub fn sample(&self, id: SampleId) -> Option<(&Population, &Sample)> {
        let all = self.populations.iter().flat_map(|own| own.samples.iter().map(move |sample| (own, sample)));
        all.into_iter().find(|(_, own)| own.row.id == id)
    }
}

/// The audit of a road; not found where the route of the road has none.
pub fn room(cx: &mut Context<'_, '_>, road: RoadId) -> Result<Room, Error> {
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    let standing = roads::find(cx, road)?;
    standing.route().step(StepKind::Audit).ok_or_else(Error::not_found)?;
    let plan = store::plan(cx.tx, organization, road)?;
    let populations = populations(cx, &standing)?;
    let interviews = store::interviews(cx.tx, organization, road)?;
    let mut threads = issues::of_road(cx, road)?;
    let met = of(cx, &standing, plan.is_some(), &populations, &threads)?;
    threads.retain(|own| own.issue.step == StepKind::Audit);
    let reviewers = reviewers::list(cx, &standing)?;
    let prepared = reviewers::has_prepared(cx, &standing)?;
    let may_examine = examiner::is_one(cx, &standing) && !prepared;
    Ok(Room { standing, plan, populations, interviews, threads, reviewers, may_examine, prepared, met })
}

/// Whether whoever asks may prepare the audit of a road now. Asked before a file is received; what is done asks again.
pub fn permit(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(), Error> {
    examiner::permitted(cx, road, examiner::About::Preparing).map(drop)
}

/// The road on which a population is.
pub fn road_of_population(cx: &mut Context<'_, '_>, id: PopulationId) -> Result<RoadId, Error> {
    Ok(populations::find(cx, id)?.road)
}

/// The road on which a sample is.
pub fn road_of_sample(cx: &mut Context<'_, '_>, id: SampleId) -> Result<RoadId, Error> {
    Ok(samples::find(cx, id)?.1.road)
}

/// What of the needs of the audit is there, for whoever asks.
pub(crate) fn met(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<BTreeSet<Need>, Error> {
    let road = standing.road.id;
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    let has_plan = store::plan(cx.tx, organization, road)?.is_some();
    let (populations, threads) = (populations(cx, standing)?, issues::of_road(cx, road)?);
    of(cx, standing, has_plan, &populations, &threads)
}

fn of(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    has_plan: bool,
    populations: &[Population],
    threads: &[Thread],
) -> Result<BTreeSet<Need>, Error> {
    let own = reviewers::own(cx, standing)?;
    let counted: Vec<_> = populations.iter().filter(|own| own.counts()).collect();
    let is_open = |own: &Thread| own.issue.state != IssueState::Settled;
    let finding = threads.iter().any(|own| is_open(own) && own.issue.kind == IssueKind::Finding);
    let anything = threads.iter().any(is_open);
    let needs = [
        (Need::Qualification, own.is_some_and(|own| own.is_accepted())),
        (Need::Plan, has_plan),
        (Need::Population, !counted.is_empty()),
        (Need::EveryItemExamined, counted.iter().all(|own| own.is_examined() && is_followed(own, threads))),
        (Need::NoOpenQuestion, !threads.iter().any(|own| is_open(own) && own.issue.kind == IssueKind::Question)),
        (Need::NoOpenFinding, !finding),
        (Need::SomethingToCorrect, anything),
        (Need::EveryFindingAnswered, !threads.iter().any(|own| own.issue.state == IssueState::Open)),
    ];
    Ok(needs.into_iter().filter_map(|(need, is_there)| is_there.then_some(need)).collect())
}

/// Whether something was raised on each item that is not in order as it stands, or on a criterion of the population: what was found bad is not
/// passed over in silence.
fn is_followed(population: &Population, threads: &[Thread]) -> bool {
    let samples = population.samples.iter().filter(|own| own.counts());
    let bad = |own: &&Item| own.last().is_some_and(|found| found.result == ItemResult::NotInOrder);
    let mut bad = samples.flat_map(|own| &own.items).filter(bad);
    let is_about = |own: &Thread, item: &Item| {
        let place = (item.row.sample, item.row.number);
        own.issue.step == StepKind::Audit
            && (own.issue.item == Some(place)
                || own.issue.item.is_none() && population.row.criteria.contains(&own.issue.criterion))
    };
    bad.all(|item| threads.iter().any(|own| own.issue.kind == IssueKind::Finding && is_about(own, item)))
}

/// The populations of a road with everything below them.
fn populations(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Vec<Population>, Error> {
    let road = standing.road.id;
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    let rows = population_store::of_road(cx.tx, organization, road)?;
    let samples = sample_store::of_road(cx.tx, organization, road)?;
    let mut items: BTreeMap<SampleId, Vec<ItemRow>> = BTreeMap::new();
    for item in sample_store::items(cx.tx, organization, road)? {
        items.entry(item.sample).or_default().push(item);
    }
    let mut found: BTreeMap<(SampleId, u32), Vec<Found>> = BTreeMap::new();
    let all = sample_store::found(cx.tx, organization, road)?;
    let changes = submissions::changed_since(cx, standing, all.iter().map(|own| own.submission))?;
    let preparers = reviewers::preparers(cx, standing)?;
    for own in all {
        found.entry((own.sample, own.item)).or_default().push(own);
    }
    let population = |row: PopulationRow| {
        let is_changed = |number| {
            let changed = changes.get(&number);
            changed.is_some_and(|changed| row.criteria.iter().any(|criterion| changed.contains(criterion)))
        };
        let mut item = |row: ItemRow| {
            let own = found.remove(&(row.sample, row.number)).unwrap_or_default();
            let holding = |own: &Found| Holding::of(own.person, &preparers, is_changed(own.submission));
            Item { found: own.into_iter().map(|own| (own.clone(), holding(&own))).collect(), row }
        };
        let own = samples.iter().filter(|own| own.population == row.id);
        let samples = own.map(|sample| Sample {
            row: sample.clone(),
            items: items.remove(&sample.id).unwrap_or_default().into_iter().map(&mut item).collect(),
        });
        let samples = samples.collect();
        Population { row, samples }
    };
    Ok(rows.into_iter().map(population).collect())
}

//! Audits as they go over the wire.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::site_audits::{Draw, Examined, Item, NewInterview, NewPlan, NewPopulation, Population, Room, Sample};
use tasuki_scheme::road::{ItemResult, Means, Need};
use tasuki_store::site_audits::samples::Found;
use tasuki_store::site_audits::{Interview, Plan};
use utoipa::ToSchema;

use crate::issues::IssueBody;
use crate::words::{ItemResultWord, MeansWord, NeedWord};

/// The audit of a road.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SiteAuditBody {
    /// Where the road stands.
    state: String,
    /// The version of the road; for `If-Match` where the audit is ended.
    version: i64,
    /// When, where and by whom it is done.
    plan: Option<AuditPlanBody>,
    /// What could be looked at, the first first.
    populations: Vec<PopulationBody>,
    /// Notes of interviews, the first first.
    interviews: Vec<InterviewBody>,
    /// What was raised in the audit, the first first.
    issues: Vec<IssueBody>,
    /// Whether you prepare and examine.
    may_examine: bool,
    /// What of the needs of the audit is there, for you.
    #[schema(value_type = Vec<NeedWord>)]
    met: Vec<&'static str>,
}

impl From<Room> for SiteAuditBody {
    fn from(own: Room) -> Self {
        Self {
            state: own.standing.road.state.word(),
            version: own.standing.road.version,
            plan: own.plan.map(Into::into),
            populations: own.populations.iter().map(Into::into).collect(),
            interviews: own.interviews.into_iter().map(Into::into).collect(),
            issues: own.threads.into_iter().map(Into::into).collect(),
            may_examine: own.may_examine,
            met: own.met.into_iter().map(Need::word).collect(),
        }
    }
}

/// When, where and by whom an audit is done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditPlanBody {
    /// The first day.
    starts: String,
    /// The last day.
    ends: String,
    /// Where.
    place: String,
    /// Who examines, and who is there.
    people: String,
    /// What is looked at.
    areas: String,
    /// When it was last changed, in milliseconds since 1970.
    changed: i64,
    /// By whom.
    person: String,
    /// Their name.
    name: String,
    /// Goes up with every change; for `If-Match`.
    pub(super) version: i64,
}

impl From<Plan> for AuditPlanBody {
    fn from(own: Plan) -> Self {
        Self {
            starts: own.starts.to_string(),
            ends: own.ends.to_string(),
            place: own.place,
            people: own.people,
            areas: own.areas,
            changed: own.changed,
            person: own.changed_by.to_string(),
            name: own.name,
            version: own.version,
        }
    }
}

/// A plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAuditPlanBody {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    starts: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    ends: Date,
    /// Where; at most 500 characters.
    place: String,
    /// Who examines, and who is there; at most 5,000 characters.
    people: String,
    /// What is looked at; at most 5,000 characters.
    areas: String,
}

impl From<NewAuditPlanBody> for NewPlan {
    fn from(sent: NewAuditPlanBody) -> Self {
        let NewAuditPlanBody { starts, ends, place, people, areas } = sent;
        Self { starts, ends, place, people, areas }
    }
}

/// What could be looked at, frozen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PopulationBody {
    /// Identifier.
    id: String,
    /// The road.
    road: String,
    /// Its number on the road, from 1.
    number: u32,
    /// What it is.
    title: String,
    /// Where the list comes from.
    source: String,
    /// The criteria that it is about.
    criteria: Vec<String>,
    /// The SHA-256 of its list.
    digest: String,
    /// How many items there are.
    items: u32,
    /// How many of them stand further up in the list already.
    duplicates: u32,
    /// Who froze it.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
    /// Why it does not count any more; empty: it counts.
    aside: String,
    /// Goes up when it is set aside; for `If-Match`.
    pub(super) version: i64,
    /// Its samples, the first first, without their items.
    samples: Vec<SampleBody>,
}

impl From<&Population> for PopulationBody {
    fn from(own: &Population) -> Self {
        let row = &own.row;
        Self {
            id: row.id.to_string(),
            road: row.road.to_string(),
            number: row.number,
            title: row.title.clone(),
            source: row.source.clone(),
            criteria: row.criteria.clone(),
            digest: row.digest.to_string(),
            items: row.items,
            duplicates: row.duplicates,
            person: row.person.to_string(),
            name: row.name.clone(),
            at: row.at,
            aside: row.aside.clone(),
            version: row.version,
            samples: own.samples.iter().map(SampleBody::brief).collect(),
        }
    }
}

/// What could be looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPopulationBody {
    /// What it is; at most 200 characters.
    title: String,
    /// Where the list comes from; at most 2,000 characters.
    source: String,
    /// The criteria that it is about; at least one.
    criteria: Vec<String>,
    /// An item in each line; at most 1 MiB and 50,000 lines.
    list: String,
    /// Whether the first line is a heading, and no item.
    #[serde(default)]
    heading: bool,
}

impl From<NewPopulationBody> for NewPopulation {
    fn from(sent: NewPopulationBody) -> Self {
        let NewPopulationBody { title, source, criteria, list, heading } = sent;
        Self { title, source, criteria, list, heading }
    }
}

/// Which items of a population are looked at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SampleBody {
    /// Identifier.
    id: String,
    /// The population.
    population: String,
    /// Its number in the population, from 1.
    number: u32,
    /// The seed by which it was drawn.
    seed: String,
    /// Whether the server made the seed; otherwise somebody typed it in.
    made_seed: bool,
    /// How many items were drawn.
    size: u32,
    /// What is done with each item.
    how: String,
    /// Why it was drawn although there was a sample of the population already.
    reason: String,
    /// Who drew it.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
    /// Why it does not count any more; empty: it counts.
    aside: String,
    /// Goes up when an item is chosen, and when it is set aside; for `If-Match`.
    pub(super) version: i64,
    /// How many items there are, with those that were chosen.
    total: usize,
    /// How many of them have a result that holds.
    examined: usize,
    /// How many of these results nobody but their writer has reviewed.
    unreviewed: usize,
    /// Its items, those that were drawn first. Only where one sample is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<SampleItemBody>>,
}

impl SampleBody {
    /// A sample in a list, without its items.
    fn brief(own: &Sample) -> Self {
        let row = &own.row;
        Self {
            id: row.id.to_string(),
            population: row.population.to_string(),
            number: row.number,
            seed: row.seed.clone(),
            made_seed: row.made_seed,
            size: row.size,
            how: row.how.clone(),
            reason: row.reason.clone(),
            person: row.person.to_string(),
            name: row.name.clone(),
            at: row.at,
            aside: row.aside.clone(),
            version: row.version,
            total: own.items.len(),
            examined: own.examined(),
            unreviewed: own.unreviewed(),
            items: None,
        }
    }
}

impl From<&Sample> for SampleBody {
    fn from(own: &Sample) -> Self {
        Self { items: Some(own.items.iter().map(Into::into).collect()), ..Self::brief(own) }
    }
}

/// An item of a sample.
#[derive(Debug, Serialize, ToSchema)]
struct SampleItemBody {
    /// Its number in the population, from 1.
    number: u32,
    /// Its place in the sample, from 1.
    place: u32,
    /// The line of the list.
    item: String,
    /// Why somebody chose it; empty: it was drawn.
    chosen: String,
    /// What was found on it, the first result first. Those after the first are retests.
    results: Vec<AuditResultBody>,
}

impl From<&Item> for SampleItemBody {
    fn from(own: &Item) -> Self {
        Self {
            number: own.row.number,
            place: own.row.place,
            item: own.row.item.clone(),
            chosen: own.row.chosen.clone(),
            results: own.found.iter().map(|(found, holds)| AuditResultBody::new(found, holds.holds())).collect(),
        }
    }
}

/// What was found on an item.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditResultBody {
    /// Its place among the results of the item, from 1.
    number: u32,
    /// The result.
    #[schema(value_type = ItemResultWord)]
    result: &'static str,
    /// What it rests on.
    #[schema(value_type = MeansWord)]
    means: &'static str,
    /// What was found, in words.
    text: String,
    /// The day on which it was looked at.
    day: String,
    /// Who wrote it.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
    /// The number of the submission that was looked at.
    submission: u32,
    /// Whether it still holds: the criteria of the population have not changed since, and whoever wrote it did not prepare the work.
    holds: bool,
    /// Who else reviewed it.
    reviewed_by: Option<String>,
    /// Their name.
    reviewed_name: Option<String>,
    /// When, in milliseconds since 1970.
    reviewed_at: Option<i64>,
}

impl AuditResultBody {
    pub(super) fn new(own: &Found, holds: bool) -> Self {
        Self {
            number: own.number,
            result: own.result.word(),
            means: own.means.word(),
            text: own.text.clone(),
            day: own.day.to_string(),
            person: own.person.to_string(),
            name: own.name.clone(),
            at: own.at,
            submission: own.submission,
            holds,
            reviewed_by: own.reviewed_by.map(|person| person.to_string()),
            reviewed_name: own.reviewed_name.clone(),
            reviewed_at: own.reviewed_at,
        }
    }
}

/// How a sample is drawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSampleBody {
    /// The seed; without one, the server makes it.
    #[serde(default)]
    seed: Option<String>,
    /// How many items, at most 300; all of them if there are fewer.
    size: u32,
    /// What is done with each item.
    how: String,
    /// Why, if the population has a sample already.
    #[serde(default)]
    reason: String,
}

impl From<NewSampleBody> for Draw {
    fn from(sent: NewSampleBody) -> Self {
        let NewSampleBody { seed, size, how, reason } = sent;
        Self { seed, size, how, reason }
    }
}

/// An item that somebody chooses.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenItemBody {
    /// Its number in the population, from 1.
    pub(super) number: u32,
    /// Why it is chosen.
    pub(super) why: String,
}

/// Why something does not count any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetAsideBody {
    /// The reason, which stays visible.
    pub(super) reason: String,
}

/// What somebody found on an item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewItemResultBody {
    /// The result.
    #[schema(value_type = ItemResultWord)]
    result: ItemResult,
    /// What it rests on.
    #[schema(value_type = MeansWord)]
    means: Means,
    /// What was found; may be empty where it is in order. At most 5,000 characters.
    #[serde(default)]
    text: String,
    /// The day on which it was looked at.
    #[schema(value_type = String, format = Date)]
    day: Date,
}

impl From<NewItemResultBody> for Examined {
    fn from(sent: NewItemResultBody) -> Self {
        let NewItemResultBody { result, means, text, day } = sent;
        Self { result, means, text, day }
    }
}

/// The note of an interview.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InterviewBody {
    /// Its number on the road, from 1.
    number: u32,
    /// The day.
    day: String,
    /// With whom.
    who: String,
    /// What was said.
    text: String,
    /// Who wrote it down.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
}

impl From<Interview> for InterviewBody {
    fn from(own: Interview) -> Self {
        Self {
            number: own.number,
            day: own.day.to_string(),
            who: own.who,
            text: own.text,
            person: own.person.to_string(),
            name: own.name,
            at: own.at,
        }
    }
}

/// What was said in an interview.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInterviewBody {
    /// The day.
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// With whom; at most 500 characters.
    who: String,
    /// What was said; at most 20,000 characters.
    text: String,
}

impl From<NewInterviewBody> for NewInterview {
    fn from(sent: NewInterviewBody) -> Self {
        let NewInterviewBody { day, who, text } = sent;
        Self { day, who, text }
    }
}

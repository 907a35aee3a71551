//! The files of the example, as they are written.

use serde::Deserialize;
use tasuki_assess::Status;
use tasuki_scheme::Capacity;
use tasuki_scheme::road::Reply;
use tasuki_store::assessments::ScopeItem;
use tasuki_store::members::Area;

use crate::{Error, Kind};

const COMPANY: &str = include_str!("company.toml");
const SHEETS: [&str; 4] =
    [include_str!("earlier.toml"), include_str!("scs.toml"), include_str!("jama.toml"), include_str!("four.toml")];
const EVIDENCE: &str = include_str!("evidence.toml");
const TALK: &str = include_str!("talk.toml");
const WORK: &str = include_str!("work.toml");
const PARTNERS: &str = include_str!("partners.toml");
const ROADS: &str = include_str!("roads.toml");
const CHAIN: &str = include_str!("chain.toml");

/// What happens in one company.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    pub(super) company: Company,
    pub(super) sheets: Vec<Sheet>,
    #[serde(default)]
    pub(super) evidence: Vec<Piece>,
    #[serde(default)]
    pub(super) comments: Vec<Said>,
    #[serde(default)]
    pub(super) tasks: Vec<Task>,
    #[serde(default)]
    pub(super) inspections: Vec<Inspected>,
    #[serde(default)]
    pub(super) roads: Vec<Road>,
    /// Its register of partners.
    #[serde(default)]
    pub(super) chain: Vec<Enrolled>,
}

/// A partner in the register.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Enrolled {
    pub(super) name: String,
    /// Its corporate number, if it is known.
    #[serde(default)]
    pub(super) identity: String,
    pub(super) supplies: String,
    pub(super) by: String,
    /// The number of days ago.
    pub(super) day: i64,
    #[serde(default = "yes")]
    pub(super) direct: bool,
    /// The names of those that it supplies.
    #[serde(default)]
    pub(super) customers: Vec<String>,
    #[serde(default)]
    pub(super) products: Vec<String>,
    #[serde(default)]
    pub(super) sites: Vec<String>,
    /// A name and a mail address.
    pub(super) contact: Option<[String; 2]>,
    /// What a contract is called, and in how many days it ends.
    pub(super) contract: Option<(String, i64)>,
    /// Questions, replies and reasons.
    #[serde(default)]
    pub(super) replies: Vec<(String, Reply, String)>,
    #[serde(default)]
    pub(super) factors: Vec<String>,
    pub(super) star: Option<u8>,
}

fn yes() -> bool {
    true
}

/// The whole example.
#[derive(Debug)]
pub(super) struct Example {
    /// The company that is opened.
    pub(super) main: Script,
    /// Those it works with.
    pub(super) partners: Vec<Script>,
}

/// The company and its people.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Company {
    pub(super) name: String,
    pub(super) industry: String,
    pub(super) size_class: String,
    /// The number of days since it started to use Tasuki.
    pub(super) day: i64,
    pub(super) people: Vec<Someone>,
}

/// A member.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Someone {
    /// The name by which the other files refer to this person.
    pub(super) key: String,
    pub(super) name: String,
    pub(super) mail: String,
    pub(super) roles: String,
    #[serde(default)]
    pub(super) areas: Vec<Area>,
    /// The number of days after which a guest leaves.
    pub(super) leaves_in: Option<i64>,
    /// In which capacity every assessment is opened to a guest, until that day.
    pub(super) capacity: Option<Capacity>,
}

/// An assessment, and what was answered when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sheet {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) edition: String,
    pub(super) level: u8,
    pub(super) by: String,
    /// How many days ago.
    pub(super) day: i64,
    pub(super) due_in: Option<i64>,
    #[serde(default)]
    pub(super) scope: Vec<ScopeItem>,
    pub(super) steps: Vec<Step>,
}

/// One change of one or more answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    /// Criteria; `4-1-2-*` means all criteria of the level whose identifiers begin like this.
    pub(super) criteria: Vec<String>,
    /// How many days ago.
    pub(super) day: i64,
    pub(super) by: String,
    pub(super) status: Option<Status>,
    pub(super) note: Option<String>,
    pub(super) substitute: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) due_in: Option<i64>,
    /// The number of days since compliance was shown.
    pub(super) confirmed: Option<i64>,
    pub(super) accepted: Option<bool>,
}

/// A piece of evidence: a small file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Piece {
    pub(super) file: String,
    pub(super) name: String,
    pub(super) classification: tasuki_store::evidence::Classification,
    pub(super) by: String,
    pub(super) day: i64,
    /// The number of days for which it remains valid; a negative number means that it has expired.
    pub(super) ends_in: Option<i64>,
    /// `sheet criterion`.
    pub(super) shows: Vec<String>,
    pub(super) text: String,
}

/// A comment.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) at: String,
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) text: String,
}

/// A task of a gap.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Task {
    /// `sheet criterion`.
    pub(super) at: String,
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) owner: String,
    pub(super) due_in: i64,
    pub(super) title: String,
    pub(super) done_when: String,
    pub(super) steps: Vec<String>,
    #[serde(default)]
    pub(super) moves: Vec<Moved>,
}

/// A step in the work on a task.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Moved {
    pub(super) day: i64,
    pub(super) by: String,
    pub(super) does: Doing,
    /// How many of its steps are done by then; `None` leaves them unchanged.
    pub(super) ticks: Option<usize>,
    #[serde(default)]
    pub(super) text: String,
}

/// What somebody does with a task.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Doing {
    Start,
    Report,
    Accept,
    Return,
}

/// An inspection that was recorded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Inspected {
    /// `sheet criterion`.
    pub(super) at: String,
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) result: Status,
    pub(super) record: String,
}

/// A road to a ★, and what happened on it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Road {
    /// The assessment.
    pub(super) sheet: String,
    pub(super) route: String,
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) acts: Vec<OnRoad>,
}

/// Something that somebody does on a road.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct OnRoad {
    pub(super) by: String,
    /// How many days ago.
    pub(super) day: i64,
    #[serde(flatten)]
    pub(super) does: RoadAct,
}

/// What somebody does on a road.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub(super) enum RoadAct {
    /// Freezes a submission.
    Submit,
    /// Appoints somebody who shows these qualifications, each with its number.
    Appoint { person: String, actor: tasuki_scheme::road::Actor, ends_in: i64, shown: Vec<(String, String)> },
    /// Sets every mark of these criteria.
    Mark { criteria: Vec<String>, means: tasuki_scheme::road::Means, note: String },
    /// Raises something about a criterion.
    Raise {
        criterion: String,
        kind: tasuki_scheme::road::IssueKind,
        severity: Option<tasuki_scheme::road::Severity>,
        due_in: Option<i64>,
        text: String,
        /// The population and the number in it of an item on which it was found.
        item: Option<(String, u32)>,
    },
    /// Replies to what was raised last about a criterion.
    Reply { criterion: String, kind: tasuki_scheme::road::ReplyKind, text: String },
    /// Sets every mark of every criterion that nobody marked.
    MarkRest { means: tasuki_scheme::road::Means, note: String },
    /// Finds everything in order, and hands the road on.
    Confirm,
    /// Plans the audit.
    Plan { starts_in: i64, ends_in: i64, place: String, people: String, areas: String },
    /// Notes an interview of today.
    Interview { who: String, text: String },
    /// Freezes a population: an item in each line.
    Freeze { title: String, source: String, criteria: Vec<String>, list: String },
    /// Draws a sample from a population.
    Draw { population: String, size: u32, seed: String, how: String },
    /// Adds an item of a population to its sample, by its number.
    Choose { population: String, item: u32, why: String },
    /// Says what was found on the items of a sample: all that have no result yet, or one by its number.
    Examine {
        population: String,
        item: Option<u32>,
        result: tasuki_scheme::road::ItemResult,
        means: tasuki_scheme::road::Means,
        #[serde(default)]
        text: String,
    },
    /// Enters a target of the technical check.
    Target(crate::technical_checks::Entry),
    /// Imports a scan of today; `{at}` in its text becomes the second at which it is imported.
    Scan { file: String, text: String },
}

#[derive(Deserialize)]
struct Roads {
    roads: Vec<Road>,
}

#[derive(Deserialize)]
struct Pieces {
    evidence: Vec<Piece>,
}

#[derive(Deserialize)]
struct Talk {
    comments: Vec<Said>,
}

#[derive(Deserialize)]
struct Work {
    tasks: Vec<Task>,
    inspections: Vec<Inspected>,
}

#[derive(Deserialize)]
struct Chain {
    chain: Vec<Enrolled>,
}

#[derive(Deserialize)]
struct Partners {
    partners: Vec<Script>,
}

impl Script {
    /// Who opens it.
    pub(super) fn administrator(&self) -> Result<&Someone, Error> {
        self.company.people.iter().find(|person| person.roles.contains("administrator")).ok_or_else(Error::not_found)
    }
}

pub(super) fn load() -> Result<Example, Error> {
    let work: Work = parse(WORK)?;
    let main = Script {
        company: parse(COMPANY)?,
        sheets: SHEETS.into_iter().map(parse).collect::<Result<_, _>>()?,
        evidence: parse::<Pieces>(EVIDENCE)?.evidence,
        comments: parse::<Talk>(TALK)?.comments,
        tasks: work.tasks,
        inspections: work.inspections,
        roads: parse::<Roads>(ROADS)?.roads,
        chain: parse::<Chain>(CHAIN)?.chain,
    };
    Ok(Example { main, partners: parse::<Partners>(PARTNERS)?.partners })
}

fn parse<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| {
        tracing::error!(%error, "a file of the example");
        Error::new(Kind::Internal, "demo.data", "例のデータを読めません。", "The example's data cannot be read.").hint(
            "Tasuki の不具合です。配布された実行ファイルを入れ直し、続くときは開発元に知らせてください。",
            "This is a fault of Tasuki. Install the program again, and report it if it goes on.",
        )
    })
}

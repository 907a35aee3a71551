//! The files of the example, as they are written.

use serde::Deserialize;
use tasuki_assess::Status;
use tasuki_store::assessments::ScopeItem;
use tasuki_store::members::Area;

use crate::{Error, Kind};

const COMPANY: &str = include_str!("company.toml");
const SHEETS: [&str; 3] = [include_str!("earlier.toml"), include_str!("scs.toml"), include_str!("jama.toml")];
const EVIDENCE: &str = include_str!("evidence.toml");
const TALK: &str = include_str!("talk.toml");

/// The whole example.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) company: Company,
    pub(super) sheets: Vec<Sheet>,
    pub(super) evidence: Vec<Piece>,
    pub(super) comments: Vec<Said>,
}

/// The company and its people.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Company {
    pub(super) name: String,
    pub(super) industry: String,
    pub(super) size_class: String,
    /// How many days ago it began with Tasuki.
    pub(super) day: i64,
    pub(super) people: Vec<Someone>,
}

/// A member.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Someone {
    /// By which the other files name them.
    pub(super) key: String,
    pub(super) name: String,
    pub(super) mail: String,
    pub(super) roles: String,
    #[serde(default)]
    pub(super) areas: Vec<Area>,
    /// In how many days a guest leaves.
    pub(super) leaves_in: Option<i64>,
}

/// An assessment and what was answered when.
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
    /// Criteria; `4-1-2-*` is all of the level that begin so.
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
    /// How many days ago it was shown.
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
    /// Until in how many days it holds; negative is over.
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

#[derive(Deserialize)]
struct Pieces {
    evidence: Vec<Piece>,
}

#[derive(Deserialize)]
struct Talk {
    comments: Vec<Said>,
}

impl Script {
    /// Who opens the example.
    pub(super) fn administrator(&self) -> Result<&Someone, Error> {
        self.company.people.iter().find(|person| person.roles.contains("administrator")).ok_or_else(Error::not_found)
    }
}

pub(super) fn load() -> Result<Script, Error> {
    Ok(Script {
        company: parse(COMPANY)?,
        sheets: SHEETS.into_iter().map(parse).collect::<Result<_, _>>()?,
        evidence: parse::<Pieces>(EVIDENCE)?.evidence,
        comments: parse::<Talk>(TALK)?.comments,
    })
}

fn parse<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| {
        tracing::error!(%error, "a file of the example");
        Error::new(Kind::Internal, "demo.data", "例のデータを読めません。", "The example's data cannot be read.")
    })
}

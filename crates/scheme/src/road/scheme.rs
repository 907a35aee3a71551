//! What the operator of a scheme decides: the types of `catalogs/schemes/*.toml`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_catalog::{Lang, Text};

use super::machine::Move;
use super::step::{Actor, Need, StepKind};

/// A scheme (制度): its ★s, and who must show what. It is checked: every route leads to a registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its identifier, which is also the framework of its editions.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Who runs it and keeps its ledger.
    pub operator: Text,
    /// The editions of the framework that it evaluates, the current one first.
    pub editions: Vec<String>,
    /// The day of this state of the data.
    pub revised: Date,
    /// What the facts rest on.
    pub sources: Vec<Source>,
    /// What somebody can show.
    pub qualifications: Vec<Qualification>,
    /// How a buyer finds out which ★ to ask of a partner; a scheme may say nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asking: Option<Asking>,
    /// Who looks at the work of the organization, and what they must show.
    pub reviewers: Vec<Reviewer>,
    /// The ★s, the lowest first.
    pub stars: Vec<Star>,
    /// What an entry in the ledger holds.
    pub ledger: Vec<LedgerField>,
    /// What may happen while a registration holds, and what it obliges to.
    pub changes: Vec<ChangeKind>,
}

/// A document that facts rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its identifier inside the file.
    pub id: String,
    /// What it is called, with its day.
    pub title: Text,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// What a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// How sure it is.
    pub certainty: Certainty,
    /// The identifier of its source.
    pub source: String,
    /// The page or chapter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// How sure a fact about a scheme is. What is not published must say so wherever it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// 公表: the operator or the ministry published it.
    Published,
    /// 案: it stands in a draft.
    Draft,
    /// 想定: nobody published it; we assume it until somebody does.
    Assumed,
}

impl Certainty {
    /// Every one of them, the surest first.
    pub const ALL: [Self; 3] = [Self::Published, Self::Draft, Self::Assumed];

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Published => ("公表", "published"),
            Self::Draft => ("案", "draft"),
            Self::Assumed => ("想定", "assumed"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// So many years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// How many; at least 1.
    pub years: u8,
    /// What it rests on.
    pub basis: Basis,
}

/// So many months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Months {
    /// How many; at least 1.
    pub months: u8,
    /// What it rests on.
    pub basis: Basis,
}

/// A number of days, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days<T> {
    /// How many; at least 1.
    pub days: T,
    /// What it rests on.
    pub basis: Basis,
}

/// Which ★ a buyer asks of a partner (求める★): questions of which one yes decides, and what else a person looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// The ★ that one yes asks for.
    pub yes: u8,
    /// The ★ when every question is answered with no.
    pub no: u8,
    /// What that rests on.
    pub basis: Basis,
    /// The questions.
    pub questions: Vec<AskingQuestion>,
    /// What may raise the lower ★; a person decides.
    #[serde(default)]
    pub factors: Vec<AskingFactor>,
}

/// A question of which one yes decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskingQuestion {
    /// Its identifier.
    pub id: String,
    /// The question.
    pub title: Text,
    /// What it is about, in a word or two.
    pub short: Text,
    /// What to think of.
    pub help: Text,
    /// What it rests on.
    pub basis: Basis,
}

/// Something that may raise the ★.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskingFactor {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub title: Text,
    /// What it rests on.
    pub basis: Basis,
}

/// Something that a reviewer can show: a qualification, a training, a registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualification {
    /// Its identifier inside the file.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// How long it holds, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Years>,
}

/// Who looks at the work of the organization, and what they must show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewer {
    /// Who.
    pub actor: Actor,
    /// Qualifications of which one is enough; empty: none is asked.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// What they must show besides, all of it.
    #[serde(default)]
    pub also: Vec<String>,
    /// What else is said about them.
    pub note: Text,
    /// What it rests on.
    pub basis: Basis,
}

/// A ★.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Star {
    /// 3 or 4.
    pub star: u8,
    /// The level of the editions that it asks for.
    pub level: u8,
    /// What it is called.
    pub title: Text,
    /// How it is evaluated, in a sentence.
    pub way: Text,
    /// What that rests on.
    pub basis: Basis,
    /// How long a registration holds.
    pub valid: Years,
    /// How often the organization checks itself in between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_check: Option<Months>,
    /// How many days before its end people are reminded, the most first.
    pub reminders: Days<Vec<u16>>,
    /// The ways to it; the first is the usual one.
    pub routes: Vec<Route>,
}

/// A way to a ★: steps in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Its identifier, unique in the scheme.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The first is the self-assessment, the last the registration.
    pub steps: Vec<Step>,
    /// The table of the state machine, made from the steps.
    #[serde(skip)]
    pub(super) moves: Vec<Move>,
}

/// A step of a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done.
    pub step: StepKind,
    /// What it is called in this scheme.
    pub title: Text,
    /// Who brings it to its end.
    pub by: Vec<Actor>,
    /// What must be there when it ends.
    pub needs: Vec<Need>,
    /// How long the organization has for corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_within: Option<Days<u16>>,
    /// The words that are proposed for a declaration. `{organization}`, `{star}`, `{day}` and `{digest}` stand for those of the submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<Text>,
    /// What comes out of it.
    pub output: Text,
    /// What it rests on.
    pub basis: Basis,
}

/// Something that an entry in the ledger holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerField {
    /// Its identifier.
    pub field: String,
    /// What it is called.
    pub title: Text,
    /// Whether every entry has it.
    pub required: bool,
    /// What it rests on.
    pub basis: Basis,
}

/// A kind of change while a registration holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeKind {
    /// Its identifier.
    pub kind: String,
    /// What it is.
    pub title: Text,
    /// What it obliges the organization to.
    pub obliges: Text,
    /// Whether a new submission must be confirmed.
    pub new_submission: bool,
    /// What it rests on.
    pub basis: Basis,
}

impl Scheme {
    /// A ★ of it.
    pub fn star(&self, star: u8) -> Option<&Star> {
        self.stars.iter().find(|own| own.star == star)
    }

    /// The route with this identifier, with its ★.
    pub fn route(&self, id: &str) -> Option<(&Star, &Route)> {
        self.stars.iter().find_map(|star| star.routes.iter().find(|route| route.id == id).map(|route| (star, route)))
    }

    /// What somebody can show.
    pub fn qualification(&self, id: &str) -> Option<&Qualification> {
        self.qualifications.iter().find(|own| own.id == id)
    }

    /// What a reviewer must show.
    pub fn reviewer(&self, actor: Actor) -> Option<&Reviewer> {
        self.reviewers.iter().find(|own| own.actor == actor)
    }

    /// A document that facts rest on.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|own| own.id == id)
    }

    /// A kind of change.
    pub fn change(&self, kind: &str) -> Option<&ChangeKind> {
        self.changes.iter().find(|own| own.kind == kind)
    }
}

impl Route {
    /// The step of this kind.
    pub fn step(&self, kind: StepKind) -> Option<&Step> {
        self.steps.iter().find(|own| own.step == kind)
    }

    /// Everything that can happen on it: the table of the state machine.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }
}

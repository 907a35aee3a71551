//! Issues as they go over the wire.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::issues::{New, Thread};
use tasuki_scheme::road::{IssueKind, ReplyKind, Severity};
use tasuki_store::SampleId;
use tasuki_store::issues::{Issue, Reply};
use utoipa::ToSchema;

use crate::words::{IssueKindWord, IssueStateWord, ReplyKindWord, RoadStepWord, SeverityWord};

/// A question, a finding or advice.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueBody {
    /// Identifier.
    id: String,
    /// The road on which it was raised.
    road: String,
    /// The criterion.
    criterion: String,
    /// What it is.
    #[schema(value_type = IssueKindWord)]
    kind: &'static str,
    /// How grave it is, if it is a finding.
    #[schema(value_type = Option<SeverityWord>)]
    severity: Option<&'static str>,
    /// How far it is.
    #[schema(value_type = IssueStateWord)]
    state: &'static str,
    /// What is asked or was found.
    text: String,
    /// By when it is to be answered or corrected.
    due: Option<String>,
    /// The task of whoever answers.
    task: Option<String>,
    /// Who raised it.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
    /// The number of the submission about which it was raised.
    submission: u32,
    /// Goes up with every reply; for `If-Match`.
    version: i64,
    /// At which step it was raised.
    #[schema(value_type = RoadStepWord)]
    step: &'static str,
    /// Whether its correction may wait; what is not deferrable is corrected at once.
    deferrable: bool,
    /// The sample of an audit on which it was found.
    sample: Option<String>,
    /// The item of that sample, by its number in the population.
    item: Option<u32>,
    /// The replies, the first first.
    replies: Vec<ReplyBody>,
}

impl IssueBody {
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    fn new(own: Issue, replies: Vec<Reply>) -> Self {
        Self {
            id: own.id.to_string(),
            road: own.road.to_string(),
            criterion: own.criterion,
            kind: own.kind.word(),
            severity: own.severity.map(Severity::word),
            state: own.state.word(),
            text: own.text,
            due: own.due.map(|day| day.to_string()),
            task: own.task.map(|task| task.to_string()),
            person: own.person.to_string(),
            name: own.name,
            at: own.at,
            submission: own.submission,
            version: own.version,
            step: own.step.word(),
            deferrable: own.deferrable,
            sample: own.item.map(|(sample, _)| sample.to_string()),
            item: own.item.map(|(_, item)| item),
            replies: replies.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Thread> for IssueBody {
    fn from(own: Thread) -> Self {
        Self::new(own.issue, own.replies)
    }
}

/// Something that was said in reply.
#[derive(Debug, Serialize, ToSchema)]
struct ReplyBody {
    /// What it does.
    #[schema(value_type = ReplyKindWord)]
    kind: &'static str,
    /// What is said.
    text: String,
    /// Who says it.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
    /// How many submissions there were then.
    submission: u32,
}

impl From<Reply> for ReplyBody {
    fn from(own: Reply) -> Self {
        Self {
            kind: own.kind.word(),
            text: own.text,
            person: own.person.to_string(),
            name: own.name,
            at: own.at,
            submission: own.submission,
        }
    }
}

/// What is raised.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewIssueBody {
    /// The criterion.
    criterion: String,
    /// What it is.
    #[schema(value_type = IssueKindWord)]
    kind: IssueKind,
    /// How grave it is; only of findings, which are `minor` if nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<SeverityWord>)]
    severity: Option<Severity>,
    /// What is asked or was found; at most 5,000 characters.
    text: String,
    /// By when it is to be answered or corrected. Without it, a finding has the time that the scheme gives at the step.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<Date>,
    /// Whether its correction may wait; `true` if nothing is said. A finding that is not deferrable is due at once, unless a day is given.
    #[serde(default = "yes")]
    deferrable: bool,
    /// The sample of an audit on which it was found; with `item`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    sample: Option<SampleId>,
    /// The item of that sample, by its number in the population.
    #[serde(default)]
    item: Option<u32>,
}

fn yes() -> bool {
    true
}

impl From<NewIssueBody> for New {
    fn from(sent: NewIssueBody) -> Self {
        let NewIssueBody { criterion, kind, severity, text, due, deferrable, sample, item } = sent;
        Self { criterion, kind, severity, text, due, deferrable, item: sample.zip(item) }
    }
}

/// A reply.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReplyBody {
    /// What it does.
    #[schema(value_type = ReplyKindWord)]
    pub(super) kind: ReplyKind,
    /// What is said; may be empty when an answer is accepted or an issue is taken back.
    #[serde(default)]
    pub(super) text: String,
}

//! A plan: who does what, one step after the other. It is data: printed as one JSON object per line, read back from the same text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use tasuki_assess::Status;
use tasuki_scheme::{Classification, Role};

/// The people. What they are at the beginning is in [`super::model::Model::new`]; a plan may change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Who {
    Admin,
    Lead,
    Chief,
    /// Answers one area only.
    Worker,
    Helper,
    Approver,
    /// The management.
    Boss,
    Viewer,
    Buyer,
    /// From outside, without anything that was granted.
    Guest,
    /// An administrator of another organization.
    Stranger,
}

impl Who {
    pub(super) const ALL: [Self; 11] = [
        Self::Admin,
        Self::Lead,
        Self::Chief,
        Self::Worker,
        Self::Helper,
        Self::Approver,
        Self::Boss,
        Self::Viewer,
        Self::Buyer,
        Self::Guest,
        Self::Stranger,
    ];
}

/// The assessments: the one that everybody works on, and one beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Place {
    Own,
    Other,
}

impl Place {
    pub(super) const ALL: [Self; 2] = [Self::Own, Self::Other];
}

/// The criteria that people work on: few, so that they meet; of two areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Criterion {
    #[serde(rename = "1-1-1-1")]
    First,
    #[serde(rename = "1-1-1-2")]
    Second,
    #[serde(rename = "4-4-4-2")]
    Third,
}

impl Criterion {
    pub(super) const ALL: [Self; 3] = [Self::First, Self::Second, Self::Third];

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::First => "1-1-1-1",
            Self::Second => "1-1-1-2",
            Self::Third => "4-4-4-2",
        }
    }

    pub(super) fn area(self) -> &'static str {
        &self.id()[..1]
    }
}

/// Which state somebody looked at before they change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Seen {
    /// The present one.
    Newest,
    /// One that is over.
    Old,
    /// They say nothing about it, and overwrite whatever there is.
    Any,
}

/// What somebody changes in an answer. Texts are not part of a plan: each step writes one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Field {
    Status(Status),
    Note,
    Reason,
    Owner(Option<Who>),
    /// State and reason together.
    Excused,
}

/// Where and whether somebody looked, for a change of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct At {
    pub(super) place: Place,
    pub(super) criterion: Criterion,
}

/// How a task is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Way {
    Start,
    Stop,
    Report,
    Accept,
    Return,
    Drop,
    Reopen,
}

impl Way {
    pub(super) const ALL: [Self; 7] =
        [Self::Start, Self::Stop, Self::Report, Self::Accept, Self::Return, Self::Drop, Self::Reopen];
}

/// What is said in reply to a question or a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reply {
    Answer,
    Accept,
    Refuse,
}

/// How a review ends, or its corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum End {
    Confirm,
    Return,
    Correct,
}

/// What a step does. `nth` counts what was made so far, and begins again at its end; where nothing was made, the step does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Act {
    Save {
        at: At,
        seen: Seen,
        field: Field,
    },
    Accept {
        at: At,
        seen: Seen,
        accepted: bool,
    },
    /// One state for many answers.
    Many {
        place: Place,
        seen: Seen,
        status: Status,
        criteria: Vec<Criterion>,
    },
    /// Takes back the own last change of an answer.
    Undo {
        at: At,
    },
    /// Two people who looked at the same state save in the same moment.
    Race {
        with: Who,
        at: At,
    },
    Say {
        at: At,
    },
    EditComment {
        nth: usize,
        seen: Seen,
    },
    RemoveComment {
        nth: usize,
    },
    AddEvidence {
        at: At,
        class: Classification,
    },
    ReadEvidence {
        nth: usize,
    },
    Classify {
        nth: usize,
        seen: Seen,
        class: Classification,
    },
    Detach {
        nth: usize,
    },
    Task {
        at: At,
        owner: Option<Who>,
    },
    Move {
        nth: usize,
        way: Way,
        seen: Seen,
    },
    /// Opens an assessment to somebody, for so many days beyond today.
    Grant {
        to: Who,
        place: Place,
        comment: bool,
        accept: bool,
        evidence: Option<Classification>,
        days: i64,
    },
    EndGrant {
        nth: usize,
    },
    /// Opens an assessment, or its results alone, to whoever has a link.
    Link {
        place: Place,
        answers: bool,
        evidence: Option<Classification>,
        days: i64,
    },
    LockLink {
        nth: usize,
        locked: bool,
    },
    ReplaceLink {
        nth: usize,
    },
    EndLink {
        nth: usize,
    },
    /// Whoever has the code of a link looks at what it opens. It does not matter who.
    Visit {
        nth: usize,
    },
    /// Opens a road to a ★3 with an assessment.
    OpenRoad {
        place: Place,
    },
    /// Freezes a submission.
    Freeze {
        nth: usize,
    },
    /// Opens a road to an expert, for so many days beyond today.
    Appoint {
        nth: usize,
        person: Who,
        days: i64,
    },
    Dismiss {
        nth: usize,
        person: Who,
    },
    /// Marks everything that was submitted.
    MarkAll {
        nth: usize,
    },
    Raise {
        nth: usize,
        finding: bool,
    },
    /// Replies to what was raised; `nth` counts that.
    Reply {
        nth: usize,
        kind: Reply,
    },
    Finish {
        nth: usize,
        end: End,
    },
    Declare {
        nth: usize,
    },
    Withdraw {
        nth: usize,
    },
    Role {
        of: Who,
        roles: Vec<Role>,
        area: Option<String>,
    },
    Remove {
        of: Who,
    },
    /// Looks at everything there is.
    Look,
    /// A day goes by. Nobody does it; whose name stands there does not matter.
    Day,
    /// The server stops and starts again.
    Restart,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Step {
    pub(super) who: Who,
    pub(super) act: Act,
}

/// All steps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Plan(pub(super) Vec<Step>);

impl fmt::Display for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.0 {
            writeln!(formatter, "{}", serde_json::to_string(step).map_err(|_| fmt::Error)?)?;
        }
        Ok(())
    }
}

impl FromStr for Plan {
    type Err = String;

    /// Empty lines, and lines that begin with `#`, are for people.
    fn from_str(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).enumerate();
        let steps = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let read = |(number, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|error| format!("line {}: {error}", number + 1))
        };
        steps.map(read).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

//! Tasks as they go over the wire.

use serde::{Deserialize, Serialize};
use tasuki_store::tasks::{State, Step, Task};
use utoipa::ToSchema;

use crate::words::{MoveWord, TaskStateWord};

/// A task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskBody {
    /// Identifier.
    id: String,
    /// The assessment in which the gap is.
    assessment: String,
    /// The criterion that is to be met.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// What is to be done.
    title: String,
    /// What done looks like.
    done_when: String,
    /// Who does it.
    owner: Option<String>,
    /// Until when.
    #[schema(format = Date)]
    due: Option<String>,
    /// How far it is.
    #[schema(value_type = TaskStateWord)]
    state: State,
    /// The steps to it.
    steps: Vec<StepBody>,
    /// What the worker says was done.
    report: String,
    /// Who said so.
    reported_by: Option<String>,
    /// What the reviewer said of it.
    review: String,
    /// Who reviewed it.
    reviewed_by: Option<String>,
    /// When it was made, in milliseconds since 1970.
    created: i64,
    /// Who made it.
    created_by: String,
    /// When it last changed.
    changed: i64,
    /// When it was done or dropped.
    ended: Option<i64>,
    /// For If-Match.
    version: i64,
}

/// One step of a task.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepBody {
    /// What to do.
    text: String,
    /// Whether it is done.
    #[serde(default)]
    done: bool,
}

impl From<Step> for StepBody {
    fn from(own: Step) -> Self {
        Self { text: own.text, done: own.done }
    }
}

impl From<StepBody> for Step {
    fn from(own: StepBody) -> Self {
        Self { text: own.text, done: own.done }
    }
}

impl From<Task> for TaskBody {
    fn from(own: Task) -> Self {
        Self {
            id: own.id.to_string(),
            assessment: own.assessment.to_string(),
            criterion: own.criterion,
            title: own.title,
            done_when: own.done_when,
            owner: own.owner.map(|person| person.to_string()),
            due: own.due.map(|day| day.to_string()),
            state: own.state,
            steps: own.steps.into_iter().map(Into::into).collect(),
            report: own.report,
            reported_by: own.reported_by.map(|person| person.to_string()),
            review: own.review,
            reviewed_by: own.reviewed_by.map(|person| person.to_string()),
            created: own.created,
            created_by: own.created_by.to_string(),
            changed: own.changed,
            ended: own.ended,
            version: own.version,
        }
    }
}

/// What is to be different about a task. What is not named stays as it is; where null is allowed, it clears.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what `tasuki_app::tasks::Change` reads, for the description of the API")]
pub(crate) struct TaskChangeBody {
    /// What is to be done.
    #[schema(required = false)]
    title: String,
    /// What done looks like.
    #[schema(required = false)]
    done_when: String,
    /// Who does it: a member; null is nobody.
    #[schema(pattern = "^[0-9a-hjkmnp-tv-z]{26}$")]
    owner: Option<String>,
    /// Until when; null is no day.
    #[schema(format = Date)]
    due: Option<String>,
    /// The steps, all of them.
    #[schema(required = false)]
    steps: Vec<StepBody>,
}

/// One move of the work on a task.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what `tasuki_app::tasks::Move` reads, for the description of the API")]
pub(crate) struct MoveBody {
    /// `start`, `stop` and `report` are the worker's, `accept`, `return` and `drop` the reviewer's; `reopen` takes it up again.
    r#move: MoveWord,
    /// With `report`: what was done.
    #[schema(required = false)]
    report: String,
    /// With `return`, `accept` or `drop`: what the reviewer says.
    #[schema(required = false)]
    review: String,
}

//! Tasks as they go over the wire.

use serde::{Deserialize, Serialize};
use tasuki_store::tasks::{Step, Task};
use utoipa::ToSchema;

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
    /// `open`, `doing`, `reported`, `done`, `dropped`.
    state: &'static str,
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
            state: own.state.word(),
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

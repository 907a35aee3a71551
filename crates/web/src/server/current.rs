//! What somebody else changed first, in the shape in which the API tells it everywhere.

use serde::Serialize;
use tasuki_app::Current;
use utoipa::ToSchema;

use crate::answers::wire::AnswerBody;
use crate::assessments::wire::AssessmentBody;
use crate::evidence::wire::EvidenceBody;
use crate::tasks::wire::TaskBody;

/// What somebody else changed first, as it is now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum CurrentBody {
    /// An answer.
    Answer(AnswerBody),
    /// An assessment.
    Assessment(AssessmentBody),
    /// A task.
    Task(TaskBody),
    /// A piece of evidence.
    Evidence(EvidenceBody),
    /// A comment.
    Comment(CommentVersionBody),
}

/// The version of a comment.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentVersionBody {
    /// For If-Match.
    version: i64,
}

impl From<Current> for CurrentBody {
    fn from(own: Current) -> Self {
        match own {
            Current::Answer(answer) => Self::Answer(answer.into()),
            Current::Assessment(assessment) => Self::Assessment(assessment.into()),
            Current::Task(task) => Self::Task(task.into()),
            Current::Evidence(piece) => Self::Evidence(piece.into()),
            Current::Comment(version) => Self::Comment(CommentVersionBody { version }),
        }
    }
}

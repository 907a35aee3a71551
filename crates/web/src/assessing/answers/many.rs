//! Changing many answers at once.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tasuki_app::answers::{self, Change, Item};
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use super::wire::{AnswerBody, ChangeBody};
use crate::assessments::FiguresBody;
use crate::server::charge;
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// Changes of many answers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ManyBody {
    /// At most 500.
    changes: Vec<ItemBody>,
}

/// The change of one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ItemBody {
    /// Which answer.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// The version that the person saw; without it, any version is overwritten.
    version: Option<i64>,
    /// As for a single answer.
    #[schema(value_type = ChangeBody)]
    change: Change,
}

/// What became of the changes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ManySavedBody {
    /// The answers that were changed.
    answers: Vec<OneSavedBody>,
    /// The same answers before the change, for undoing it.
    before: Vec<AnswerBody>,
    /// The answers that somebody else changed in the meantime; they are not changed.
    conflicts: Vec<AnswerBody>,
    /// The present figures of the assessment.
    figures: FiguresBody,
}

/// One answer that was changed.
#[derive(Debug, Serialize, ToSchema)]
struct OneSavedBody {
    /// The answer.
    answer: AnswerBody,
    /// Whether anything remains to be done about it.
    open: bool,
}

/// Changes many answers at once. Conflicts are left out and reported under `conflicts`; other errors change nothing.
#[utoipa::path(patch, path = "/assessments/{assessment}/answers", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    request_body = ManyBody,
    responses((status = 200, body = ManySavedBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Json(many): Json<ManyBody>,
) -> Result<Json<ManySavedBody>, Problem> {
    charge(&web, &who, many.changes.len()).map_err(|error| Problem::new(error, who.lang))?;
    let items = many.changes.into_iter();
    let items =
        items.map(|item| Item { criterion: item.criterion, version: item.version, change: item.change }).collect();
    let done = web.write(&who, organization, move |cx| answers::save_many(cx, assessment, items)).await?;
    let answers = done.saved.into_iter().map(|saved| OneSavedBody { answer: saved.answer.into(), open: saved.open });
    Ok(Json(ManySavedBody {
        answers: answers.collect(),
        before: done.before.into_iter().map(Into::into).collect(),
        conflicts: done.conflicts.into_iter().map(Into::into).collect(),
        figures: done.figures.into(),
    }))
}

//! Saving one answer.

use std::sync::Arc;

use axum::extract::State;
use axum::response::IntoResponse;
use serde::Serialize;
use tasuki_app::Context;
use tasuki_app::answers::{self, Change};
use tasuki_store::{AssessmentId, OrganizationId, Tx};
use utoipa::ToSchema;

use super::wire::{AnswerBody, ChangeBody};
use crate::assessments::FiguresBody;
use crate::etag::versioned;
use crate::take::{IfMatch, Json, Path};
use crate::{Problem, Web, Who};

/// A saved answer, and the present figures of the assessment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SavedBody {
    /// The answer.
    answer: AnswerBody,
    /// Whether anything remains to be done about it.
    open: bool,
    /// The figures.
    figures: FiguresBody,
}

impl From<answers::Saved> for SavedBody {
    fn from(own: answers::Saved) -> Self {
        Self { answer: own.answer.into(), open: own.open, figures: own.figures.into() }
    }
}

/// Changes an answer. A field that is not given is not changed; `null` clears it. Supports `If-Match`.
#[utoipa::path(patch, path = "/assessments/{assessment}/answers/{criterion}", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = ChangeBody,
    responses((status = 200, body = SavedBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    IfMatch(version): IfMatch,
    Json(change): Json<Change>,
) -> Result<impl IntoResponse, Problem> {
    let criterion = Arc::<str>::from(criterion);
    let own = Arc::clone(&criterion);
    let expect = move |tx: &mut Tx<'_>| answers::expect_save(tx, organization, assessment, &own);
    let save = move |cx: &mut Context<'_, '_>| answers::save(cx, assessment, &criterion, version, &change);
    let saved = web.write_expecting(&who, organization, expect, save).await?;
    Ok(versioned(saved.answer.version, SavedBody::from(saved)))
}

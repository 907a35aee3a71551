//! Accepting a suggestion, or declining it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;
use tasuki_app::suggestions;
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use crate::answers::save::SavedBody;
use crate::etag::versioned;
use crate::take::{IfMatch, Json, Path};
use crate::{Problem, Web, Who};

/// Which suggestion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChosenBody {
    /// The `digest` of the suggestion, so that exactly what was shown is accepted or declined.
    #[schema(pattern = "^[0-9a-f]{20}$")]
    digest: String,
}

/// Accepts a suggestion as the answer, with its note if the answer has none, and with its evidence.
#[utoipa::path(post, path = "/assessments/{assessment}/suggestions/{criterion}/accept", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the answer that was seen, in quotation marks")),
    request_body = ChosenBody,
    responses((status = 200, body = SavedBody)))]
pub(super) async fn accept(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    IfMatch(version): IfMatch,
    Json(chosen): Json<ChosenBody>,
) -> Result<impl IntoResponse, Problem> {
    let accept = move |cx: &mut tasuki_app::Context<'_, '_>| {
        suggestions::accept(cx, assessment, &criterion, version, &chosen.digest)
    };
    let saved = web.write(&who, organization, accept).await?;
    Ok(versioned(saved.answer.version, SavedBody::from(saved)))
}

/// Declines a suggestion. It is shown again only if its contents change.
#[utoipa::path(post, path = "/assessments/{assessment}/suggestions/{criterion}/dismiss", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    request_body = ChosenBody,
    responses((status = 204)))]
pub(super) async fn dismiss(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    Json(chosen): Json<ChosenBody>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| suggestions::dismiss(cx, assessment, &criterion, &chosen.digest)).await?;
    Ok(StatusCode::NO_CONTENT)
}

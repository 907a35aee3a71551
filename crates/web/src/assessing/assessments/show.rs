//! One assessment.

use axum::extract::State;
use tasuki_app::assessments;
use tasuki_store::{AssessmentId, OrganizationId};

use super::wire::TreeBody;
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// The assessment with all its answers and figures.
#[utoipa::path(get, path = "/assessments/{assessment}", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, body = TreeBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Json<TreeBody>, Problem> {
    let sheet = web.read(&who, organization, move |cx| assessments::sheet(cx, assessment)).await?;
    Ok(Json(sheet.into()))
}

//! The progress of an assessment over time, for programs.

use axum::extract::State;
use serde::Serialize;
use tasuki_app::timeline;
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// The state of an assessment at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PointBody {
    /// The day.
    #[schema(format = Date)]
    day: String,
    /// Criteria of the present target level.
    total: usize,
    /// Criteria for which nothing remained to be done.
    satisfied: usize,
    /// Criteria for which something remained to be done.
    open: usize,
    /// ○.
    met: usize,
    /// △.
    partial: usize,
    /// ×.
    unmet: usize,
    /// －.
    not_applicable: usize,
    /// ◌.
    unanswered: usize,
}

/// The figures over time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryBody {
    /// The first and the last day and each day on which something changed, the oldest first.
    points: Vec<PointBody>,
}

/// The figures over time: the first day, each day on which something changed, and today.
#[utoipa::path(get, path = "/assessments/{assessment}/history", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, body = HistoryBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Json<HistoryBody>, Problem> {
    let points = web.read(&who, organization, move |cx| timeline::timeline(cx, assessment)).await?;
    let points = points.into_iter().map(|point| PointBody {
        day: point.day.to_string(),
        total: point.total,
        satisfied: point.satisfied,
        open: point.open(),
        met: point.counts.met,
        partial: point.counts.partial,
        unmet: point.counts.unmet,
        not_applicable: point.counts.not_applicable,
        unanswered: point.counts.unanswered,
    });
    Ok(Json(HistoryBody { points: points.collect() }))
}

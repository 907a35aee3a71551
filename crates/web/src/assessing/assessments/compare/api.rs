//! Two assessments, or one assessment on two days, side by side, for programs.

use std::sync::Arc;

use axum::extract::State;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::compare::{self, Difference, Side};
use tasuki_assess::Status;
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use crate::assessments::wire::FiguresBody;
use crate::take::{Json, Path, Query};
use crate::words::StatusWord;
use crate::{Problem, Web, Who};

/// What differs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ComparisonBody {
    /// The earlier day, or the other assessment.
    left: SideBody,
    /// The later day, or this assessment.
    right: SideBody,
    /// Criteria that differ.
    differences: Vec<DifferenceBody>,
    /// How many stand the same.
    same: usize,
}

/// One side.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SideBody {
    /// The assessment.
    assessment: String,
    /// At the end of which day.
    day: String,
    /// How far it was.
    figures: FiguresBody,
}

/// A criterion that differs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DifferenceBody {
    /// The criterion on the left.
    left: Option<StateBody>,
    /// The criterion on the right.
    right: Option<StateBody>,
    /// 1 for better, −1 for worse, 0 for neither.
    direction: i8,
}

/// How a criterion stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StateBody {
    /// The criterion.
    criterion: String,
    /// Its status.
    #[schema(value_type = StatusWord)]
    status: Status,
    /// Whether anything remains to be done.
    open: bool,
}

/// What is compared.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    with: Option<AssessmentId>,
    from: Option<Date>,
    to: Option<Date>,
}

/// Compares an assessment with another one of its framework (`with`), or with itself on two days (`from`, `to`; the
/// defaults are its first day and today).
#[utoipa::path(get, path = "/assessments/{assessment}/compare", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path),
        ("with" = Option<String>, Query, description = "Another assessment of the same framework"),
        ("from" = Option<String>, Query, format = Date), ("to" = Option<String>, Query, format = Date)),
    responses((status = 200, body = ComparisonBody)))]
pub(crate) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<ComparisonBody>, Problem> {
    let comparison = web.read(&who, organization, move |cx| {
        let days = super::days(cx, assessment, wanted.from, wanted.to)?;
        let (left, right) = super::sides(cx, assessment, wanted.with, days)?;
        compare::compare(cx, left, right)
    });
    let comparison = comparison.await?;
    let (left, right) = (Arc::clone(&comparison.left.catalog), Arc::clone(&comparison.right.catalog));
    let body = |one: &Difference| DifferenceBody {
        left: one.from.zip(one.left).map(|(at, state)| state_body(&left.criteria()[at].id, state)),
        right: one.to.zip(one.right).map(|(at, state)| state_body(&right.criteria()[at].id, state)),
        direction: one.direction(),
    };
    Ok(Json(ComparisonBody {
        differences: comparison.differences.iter().map(body).collect(),
        left: side(comparison.left),
        right: side(comparison.right),
        same: comparison.same,
    }))
}

fn state_body(criterion: &str, (status, open): (Status, bool)) -> StateBody {
    StateBody { criterion: criterion.to_owned(), status, open }
}

fn side(side: Side) -> SideBody {
    SideBody { assessment: side.assessment.id.to_string(), day: side.day.to_string(), figures: side.figures.into() }
}

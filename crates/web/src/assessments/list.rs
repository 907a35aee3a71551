//! All assessments of an organization.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::assessments::{self, Figures};
use tasuki_app::home;
use tasuki_store::OrganizationId;
use tasuki_store::assessments::Assessment;

use super::wire::AssessmentBody;
use crate::page::{Page, Section};
use crate::take::{Json, Path};
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessments/list.html")]
struct List {
    page: Page,
    assessments: Vec<(Assessment, Figures)>,
}

/// `GET /o/{organization}/assessments`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        let assessments = home::assessments(cx)?;
        Reply::page(&List { page: Page::load(cx, &copy, Section::Assessments, "評価", "Assessments")?, assessments })
    })
    .await
}

/// The assessments of the organization, the last changed first.
#[utoipa::path(get, path = "/assessments", tag = "assessments",
    params(("organization" = String, Path)),
    responses((status = 200, body = Vec<AssessmentBody>), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<AssessmentBody>>, Problem> {
    let all = web.read(&who, organization, assessments::list).await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}

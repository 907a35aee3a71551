//! The history of one answer.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use tasuki_app::history;
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use super::view::{HistoryLineBody, LineView};
use crate::page::{Page, Section};
use crate::take::{Json, Path};
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "history/answer.html")]
struct History {
    page: Page,
    lines: Vec<LineView>,
}

/// `GET …/criteria/{criterion}/history`, as a fragment.
pub(super) async fn fragment(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        let lines = history::of_answer(cx, assessment, &criterion)?;
        let page = Page::load(cx, &copy, Section::Assessments, "履歴", "History")?;
        let (today, lang) = (cx.now.today, page.language());
        Reply::page(&History { lines: lines.iter().map(|line| LineView::new(line, today, lang)).collect(), page })
    })
    .await
}

/// Changes, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeList {
    /// The changes.
    items: Vec<HistoryLineBody>,
}

/// What changed about one answer, newest first; at most the last hundred changes.
#[utoipa::path(get, path = "/assessments/{assessment}/answers/{criterion}/history", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    responses((status = 200, body = ChangeList), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
) -> Result<Json<ChangeList>, Problem> {
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let lang = cx.lang();
        let lines = history::of_answer(cx, assessment, &criterion)?;
        Ok(ChangeList { items: lines.into_iter().map(|line| HistoryLineBody::new(line, lang)).collect() })
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

//! The history of one answer.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::history;
use tasuki_store::{AssessmentId, OrganizationId};

use super::{ChangeList, LineView};
use crate::page::{Page, Section};
use crate::take::{Json, Path};
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "work/history/answer.html")]
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
    web.page_for(&who, Some(organization), move |cx, who| {
        let lines = history::of_answer(cx, assessment, &criterion)?;
        let page = Page::load(cx, who, Section::Assessments, "履歴", "History")?;
        let (today, lang) = (cx.now.today, page.language());
        Reply::page(&History { lines: lines.iter().map(|line| LineView::new(line, today, lang)).collect(), page })
    })
    .await
}

/// The changes to one answer, newest first; at most the last hundred.
#[utoipa::path(get, path = "/assessments/{assessment}/answers/{criterion}/history", tag = "answers",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    responses((status = 200, body = ChangeList)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
) -> Result<Json<ChangeList>, Problem> {
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let lines = history::of_answer(cx, assessment, &criterion)?;
        Ok(ChangeList::new(lines, cx.lang()))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

//! All assessments of an organization.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::assessments::{self, Figures};
use tasuki_app::{Context, Error};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;
use tasuki_store::assessments::Assessment;

use super::tabs::first_page;
use super::wire::AssessmentBody;
use crate::page::{Page, Section};
use crate::paging::{Numbered, PageBody, Pager, Paging};
use crate::take::{Json, Path, Query};
use crate::{Problem, Reply, Web, Who, time};

#[derive(Template)]
#[template(path = "assessing/assessments/list.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    /// Whether the archive is shown.
    archived: bool,
    pager: Pager,
    active_count: usize,
    archived_count: usize,
    may_manage: bool,
    is_guest: bool,
}

/// One assessment in the list.
struct Row {
    href: String,
    title: String,
    edition: String,
    due: String,
    overdue: bool,
    changed: String,
    figures: Figures,
}

/// Which of them.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    archived: String,
    #[serde(default)]
    page: Option<i64>,
}

/// `GET /o/{organization}/assessments`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let page = Page::load(cx, who, Section::Assessments, "評価", "Assessments")?;
        let archived = wanted.archived == "1";
        let all = assessments::list(cx)?;
        let archived_count = all.iter().filter(|own| own.archived.is_some()).count();
        let active_count = all.len() - archived_count;
        let total = if archived { archived_count } else { active_count };
        let number = Numbered::wanted(wanted.page).within(total);
        let shown = number.of(all.into_iter().filter(|own| own.archived.is_some() == archived));
        let rows: Vec<Row> = shown.map(|own| row(cx, &own, page.language())).collect::<Result<_, _>>()?;
        let list = format!("{}/assessments?{}page=", page.base(), if archived { "archived=1&" } else { "" });
        let pager = number.pager(rows.len(), total, |number| format!("{list}{number}"));
        let (may_manage, is_guest) = (cx.may(Permission::ManageAssessments), cx.is_guest());
        Reply::page(&List { page, rows, archived, pager, active_count, archived_count, may_manage, is_guest })
    })
    .await
}

fn row(cx: &mut Context<'_, '_>, own: &Assessment, lang: Lang) -> Result<Row, Error> {
    let catalog = assessments::catalog_of(cx, own)?;
    let figures = assessments::figures(cx, own)?;
    let today = cx.now.today;
    Ok(Row {
        href: format!("/o/{}{}", own.organization, first_page(cx, own.id)),
        title: own.title.clone(),
        edition: format!("{} {}", catalog.title().get(lang), catalog.level_title(own.level, lang)).trim().to_owned(),
        due: own.due.map(|due| time::day(due, today, lang)).unwrap_or_default(),
        overdue: assessments::day(own, figures.verdict()).is_some_and(|due| due < today),
        changed: time::time(own.changed, today, lang),
        figures,
    })
}

/// Which of them.
#[derive(Deserialize)]
pub(super) struct Part {
    #[serde(default)]
    archived: Option<bool>,
}

/// The assessments of the organization, the newest first.
#[utoipa::path(get, path = "/assessments", tag = "assessments",
    params(("organization" = String, Path), Paging,
        ("archived" = Option<bool>, Query, description = "Only those in the archive, or only those in use")),
    responses((status = 200, body = PageBody<AssessmentBody>)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(part): Query<Part>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<AssessmentBody>>, Problem> {
    let page = web.read(&who, organization, move |cx| {
        let mut all = assessments::list(cx)?;
        all.retain(|own| part.archived.is_none_or(|archived| own.archived.is_some() == archived));
        all.sort_by_key(|own| std::cmp::Reverse(own.id));
        paging.cut(all, |own| own.id.to_string())
    });
    Ok(Json(page.await?))
}

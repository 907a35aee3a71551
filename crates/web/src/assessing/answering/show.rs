//! The page itself, in its three views.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use tasuki_app::answering::{Overview, overview};
use tasuki_app::{Context, Error};
use tasuki_assess::plan;
use tasuki_catalog::{Lang, Overlay};
use tasuki_store::{AssessmentId, OrganizationId};

use super::filter::{self, FilterView};
use super::panel::{PanelView, panel};
use super::parts::Place;
use super::view::{AreaView, SheetView, Views};
use crate::page::{Page, Section};
use crate::take::{Path, Query};
use crate::trouble::Trouble;
use crate::{Outcome, Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessing/answering/list.html")]
struct List {
    page: Page,
    sheet: SheetView,
    filter: FilterView,
    areas: Vec<AreaView>,
    shown: usize,
    panel: Option<PanelView>,
}

#[derive(Template)]
#[template(path = "assessing/answering/sheet.html")]
struct Sheet {
    page: Page,
    sheet: SheetView,
    filter: FilterView,
    areas: Vec<AreaView>,
}

#[derive(Template)]
#[template(path = "assessing/answering/guide.html")]
struct Guide {
    page: Page,
    sheet: SheetView,
    /// The criteria in the order of the plan, separated by spaces.
    order: String,
    left: usize,
    panel: Option<PanelView>,
    step: Step,
}

/// The previous and the next question; empty if there is none.
#[derive(Default)]
pub(super) struct Step {
    pub(super) before: String,
    pub(super) after: String,
}

/// `GET /o/{organization}/assessments/{assessment}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Query(query): Query<filter::Query>,
) -> Response {
    let overlays = web.overlays();
    web.page_for(&who, Some(organization), move |cx, who| {
        let overview = overview(cx, assessment)?;
        let page = Page::load(cx, who, Section::Assessments, "", "")?.titled(&overview.sheet.assessment.title);
        match query.view.as_str() {
            "sheet" => sheet(cx, page, &overview, &query),
            "guide" => guide(cx, page, &overview, &query, &overlays),
            _ => list(cx, page, &overview, &query, &overlays),
        }
    })
    .await
}

/// The page of a criterion of which a form was refused; `typed` puts what was typed into the panel.
pub(super) fn again(
    cx: &mut Context<'_, '_>,
    who: &Who,
    (_, assessment, criterion): &Place,
    trouble: &Trouble,
    overlays: &[Overlay],
    typed: impl FnOnce(PanelView, &Overview, Lang) -> PanelView,
) -> Result<Reply, Error> {
    let overview = overview(cx, *assessment)?;
    let page = Page::load(cx, who, Section::Assessments, "", "")?.titled(&overview.sheet.assessment.title);
    let lang = page.language();
    let position = overview.sheet.catalog.position(criterion).ok_or_else(Error::not_found)?;
    let panel = typed(panel(cx, &overview, position, lang, overlays)?, &overview, lang);
    list_with(cx, page, &overview, &filter::Query::of(criterion), Some(position), Some(panel), trouble.outcome())
}

fn list(
    cx: &mut Context<'_, '_>,
    page: Page,
    overview: &Overview,
    query: &filter::Query,
    overlays: &[Overlay],
) -> Result<Reply, Error> {
    let lang = page.language();
    let chosen = overview.sheet.catalog.position(&query.c).or_else(|| first(overview));
    let panel = chosen.map(|position| panel(cx, overview, position, lang, overlays)).transpose()?;
    list_with(cx, page, overview, query, chosen, panel, Outcome::from(StatusCode::OK))
}

fn list_with(
    cx: &mut Context<'_, '_>,
    page: Page,
    overview: &Overview,
    query: &filter::Query,
    chosen: Option<usize>,
    panel: Option<PanelView>,
    outcome: Outcome,
) -> Result<Reply, Error> {
    let lang = page.language();
    let views = Views::new(cx, overview, lang);
    let sheet = views.sheet("list");
    let filter = query.view(&sheet.members, lang);
    let (areas, shown) = views.areas(query, chosen);
    Reply::page_with(outcome, &List { page, sheet, filter, areas, shown, panel })
}

/// The first criterion to show: the first one without an answer, else the first open one, else the first of all.
fn first(overview: &Overview) -> Option<usize> {
    let asked = &overview.sheet.evaluation.criteria;
    let unanswered = asked.iter().find(|verdict| verdict.status == tasuki_assess::Status::Unanswered);
    let open = || asked.iter().find(|verdict| verdict.open.is_some());
    unanswered.or_else(open).or_else(|| asked.first()).map(|verdict| verdict.position)
}

fn sheet(cx: &mut Context<'_, '_>, page: Page, overview: &Overview, query: &filter::Query) -> Result<Reply, Error> {
    let lang = page.language();
    let views = Views::new(cx, overview, lang);
    let sheet = views.sheet("sheet");
    let filter = query.view(&sheet.members, lang);
    let (areas, _) = views.areas(query, None);
    Reply::page(&Sheet { page, sheet, filter, areas })
}

fn guide(
    cx: &mut Context<'_, '_>,
    page: Page,
    overview: &Overview,
    query: &filter::Query,
    overlays: &[Overlay],
) -> Result<Reply, Error> {
    let lang = page.language();
    let order = order(overview);
    let chosen = overview.sheet.catalog.position(&query.c).or_else(|| order.first().copied());
    let panel = chosen.map(|position| panel(cx, overview, position, lang, overlays)).transpose()?;
    let id = |position: usize| overview.sheet.catalog.criteria()[position].id.as_str();
    let ids: Vec<&str> = order.iter().map(|position| id(*position)).collect();
    let place = chosen.and_then(|chosen| order.iter().position(|position| *position == chosen));
    let at = |place: Option<usize>| place.and_then(|place| ids.get(place)).map(ToString::to_string).unwrap_or_default();
    let step = Step {
        before: at(place.and_then(|place| place.checked_sub(1))),
        after: at(Some(place.map_or(0, |place| place + 1))),
    };
    let sheet = Views::new(cx, overview, lang).sheet("guide");
    Reply::page(&Guide { page, sheet, order: ids.join(" "), left: ids.len(), panel, step })
}

/// The open criteria in the order of the plan.
fn order(overview: &Overview) -> Vec<usize> {
    plan(&overview.sheet.catalog, &overview.sheet.evaluation).into_iter().map(|gap| gap.position).collect()
}

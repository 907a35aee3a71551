//! Parts of the page that the script fetches: the panel and the row of one criterion.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::answering::overview;
use tasuki_app::{Context, Error};
use tasuki_catalog::Overlay;
use tasuki_scheme::Permission;
use tasuki_store::{AssessmentId, OrganizationId};

use super::filter;
use super::panel::{self, PanelView};
use super::view::{RowView, SheetView, Views};
use crate::page::{Page, Section};
use crate::take::{Path, Query};
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessing/answering/panel.html")]
struct Panel {
    page: Page,
    sheet: SheetView,
    panel: PanelView,
}

#[derive(Template)]
#[template(path = "assessing/answering/row.html")]
struct Row {
    page: Page,
    sheet: SheetView,
    row: RowView,
}

/// The address of one criterion of an assessment.
pub(super) type Place = (OrganizationId, AssessmentId, String);

/// `GET …/criteria/{criterion}`: its panel, or the page with the panel.
pub(super) async fn panel(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Query(query): Query<filter::Query>,
) -> Response {
    let overlays = web.overlays();
    let view = if query.view == "guide" { "guide" } else { "list" };
    web.page_for(&who, Some(place.0), move |cx, who| {
        cx.require_in(Permission::ReadAssessments, place.1)?;
        if who.is_fragment { fragment(cx, who, &place, &overlays, view) } else { Ok(go(&place)) }
    })
    .await
}

/// `GET …/criteria/{criterion}/row`.
pub(super) async fn row(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    web.page_for(&who, Some(place.0), move |cx, who| {
        let overview = overview(cx, place.1)?;
        let position = overview.sheet.catalog.position(&place.2).ok_or_else(Error::not_found)?;
        let page = Page::load(cx, who, Section::Assessments, "", "")?;
        let views = Views::new(cx, &overview, page.language());
        let (sheet, row) = (views.sheet("list"), views.row(position, None));
        Reply::page(&Row { page, sheet, row })
    })
    .await
}

/// The panel as it is now.
fn fragment(
    cx: &mut Context<'_, '_>,
    who: &Who,
    place: &Place,
    overlays: &[Overlay],
    view: &'static str,
) -> Result<Reply, Error> {
    let overview = overview(cx, place.1)?;
    let position = overview.sheet.catalog.position(&place.2).ok_or_else(Error::not_found)?;
    let page = Page::load(cx, who, Section::Assessments, "", "")?;
    let panel = panel::panel(cx, &overview, position, page.language(), overlays)?;
    let sheet = Views::new(cx, &overview, page.language()).sheet(view);
    Reply::page(&Panel { page, sheet, panel })
}

/// The page with a criterion selected.
pub(super) fn go((organization, assessment, criterion): &Place) -> Reply {
    let criterion = crate::address::escape_query(criterion);
    Reply::Go(format!("/o/{organization}/assessments/{assessment}?c={criterion}#panel"))
}

/// The response to a form: the panel for the script, otherwise the page.
pub(super) fn after(cx: &mut Context<'_, '_>, who: &Who, place: &Place, overlays: &[Overlay]) -> Result<Reply, Error> {
    if who.is_fragment { fragment(cx, who, place, overlays, "list") } else { Ok(go(place)) }
}

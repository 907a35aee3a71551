//! All criteria that are inspected at regular intervals.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::inspections::{self, Inspected};
use tasuki_store::OrganizationId;

use super::wire::InspectedBody;
use crate::page::{Page, Section};
use crate::take::{Json, Path};
use crate::{Problem, Reply, Web, Who, time};

/// A criterion as a row.
struct RowView {
    assessment: String,
    assessment_title: String,
    criterion: String,
    title: String,
    cadence: &'static str,
    status: &'static str,
    last: String,
    next: String,
    overdue: bool,
    may_record: bool,
}

#[derive(Template)]
#[template(path = "work/inspections/list.html")]
struct List {
    page: Page,
    due: Vec<RowView>,
    waiting: Vec<RowView>,
    several: bool,
    has_report: bool,
}

/// `GET /o/{organization}/inspections`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let (today, lang) = (cx.now.today, cx.lang());
        let all = inspections::list(cx)?;
        let several = all.windows(2).any(|pair| pair[0].assessment.id != pair[1].assessment.id);
        let (due, waiting): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.next.is_some());
        let rows = |all: Vec<Inspected>| all.into_iter().map(|one| row(one, today, lang)).collect();
        let template = List {
            page: Page::load(cx, who, Section::Calendar, "点検", "Inspections")?,
            due: rows(due),
            waiting: rows(waiting),
            several,
            has_report: !inspections::reports(cx)?.is_empty(),
        };
        Reply::page(&template)
    })
    .await
}

fn row(one: Inspected, today: jiff::civil::Date, lang: tasuki_catalog::Lang) -> RowView {
    RowView {
        assessment: one.assessment.id.to_string(),
        assessment_title: one.assessment.title,
        criterion: one.criterion.id.clone(),
        title: one.criterion.title.get(lang).to_owned(),
        cadence: one.criterion.cadence.map_or("", |cadence| cadence.name(lang)),
        status: one.answer.status.word(),
        last: one.answer.confirmed.map(|day| time::day(day, today, lang)).unwrap_or_default(),
        next: one.next.map(|day| time::day(day, today, lang)).unwrap_or_default(),
        overdue: one.next.is_some_and(|day| day < today),
        may_record: one.may_record,
    }
}

/// Every criterion with an interval in active assessments, with its records.
#[utoipa::path(get, path = "/inspections", tag = "calendar", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<InspectedBody>)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<InspectedBody>>, Problem> {
    let all = web.read(&who, organization, inspections::list).await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}

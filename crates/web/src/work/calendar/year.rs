//! Twelve months at a glance.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::calendar::{self, Entry};
use tasuki_app::{agenda, inspections};
use tasuki_store::OrganizationId;
use utoipa::ToSchema;

use super::view::{self, EntryView, MonthView};
use crate::page::{Page, Section};
use crate::take::{Json, Path, Query};
use crate::{Problem, Reply, Web, Who};

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// The first month: `2026-11`; none is this one.
    from: String,
    mine: String,
}

#[derive(Template)]
#[template(path = "work/calendar/year.html")]
struct Year {
    page: Page,
    overdue: Vec<EntryView>,
    soon: Vec<EntryView>,
    months: Vec<MonthView>,
    from: String,
    earlier: String,
    later: String,
    span: String,
    mine: bool,
    /// Whether nothing at all has a day.
    is_empty: bool,
    has_report: bool,
}

/// `GET /o/{organization}/calendar`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(asked): Query<Asked>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let (today, lang) = (cx.now.today, cx.lang());
        let first = view::first(&asked.from).unwrap_or_else(|| today.first_of_month());
        let end = first.saturating_add(12.months()).saturating_sub(1.day());
        // What is overdue is told wherever one looks.
        let week = agenda::soon(today);
        let mut all = calendar::open_and_done(cx, first, end.max(week))?;
        view::mine(&mut all, !asked.mine.is_empty());
        let is_soon = |entry: &&Entry| entry.is_due && entry.day >= today && entry.day <= week;
        let views = |entries: Vec<&Entry>| entries.into_iter().map(|one| view::entry(one, today, lang)).collect();
        let months = (0..12).map(|place: i64| view::month(first.saturating_add(place.months()), &all, today, lang));
        let template = Year {
            page: Page::load(cx, who, Section::Calendar, "カレンダー", "Calendar")?,
            overdue: views(all.iter().filter(|entry| entry.overdue).collect()),
            soon: views(all.iter().filter(is_soon).collect()),
            months: months.collect(),
            from: asked.from.clone(),
            earlier: first.saturating_sub(12.months()).strftime("%Y-%m").to_string(),
            later: first.saturating_add(12.months()).strftime("%Y-%m").to_string(),
            span: format!("{} – {}", first.strftime("%Y/%-m"), end.strftime("%Y/%-m")),
            mine: !asked.mine.is_empty(),
            is_empty: all.is_empty(),
            has_report: !inspections::reports(cx)?.is_empty(),
        };
        Reply::page(&template)
    })
    .await
}

/// Something on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EntryBody {
    /// The day.
    #[schema(format = Date)]
    day: String,
    /// `inspection`, `inspected`, `task`, `answer`, `evidence`, `assessment`.
    what: &'static str,
    /// What it is called, in the person's language.
    title: String,
    /// The criterion, if it is about one.
    criterion: Option<String>,
    /// Who takes care of it.
    owner: Option<String>,
    /// What it is, the same whenever it is asked for.
    #[schema(example = "task/01jd…")]
    subject: String,
    /// Whether its day has passed and it is not done.
    overdue: bool,
}

impl From<Entry> for EntryBody {
    fn from(own: Entry) -> Self {
        let subject = own.name();
        Self {
            day: own.day.to_string(),
            what: own.what.word(),
            title: own.title,
            criterion: own.criterion,
            owner: own.owner.map(|person| person.to_string()),
            subject,
            overdue: own.overdue,
        }
    }
}

/// Which days.
#[derive(Debug, Deserialize)]
pub(super) struct Span {
    from: Option<Date>,
    to: Option<Date>,
}

/// Everything that has a day, from one day to another; without them from today on for a year.
#[utoipa::path(get, path = "/calendar", tag = "calendar",
    params(("organization" = String, Path), ("from" = Option<String>, Query), ("to" = Option<String>, Query)),
    responses((status = 200, body = Vec<EntryBody>)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(span): Query<Span>,
) -> Result<Json<Vec<EntryBody>>, Problem> {
    let all = web.read(&who, organization, move |cx| {
        let from = span.from.unwrap_or(cx.now.today);
        calendar::entries(cx, from, span.to.unwrap_or_else(|| from.saturating_add(12.months())))
    });
    Ok(Json(all.await?.into_iter().map(Into::into).collect()))
}

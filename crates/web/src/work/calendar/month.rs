//! One month in detail.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::ToSpan;
use serde::Deserialize;
use tasuki_app::{Error, calendar};
use tasuki_store::OrganizationId;

use super::view::{self, MonthView};
use crate::page::{Page, Section};
use crate::take::{Path, Query};
use crate::{Reply, Web, Who};

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    mine: String,
}

#[derive(Template)]
#[template(path = "work/calendar/month.html")]
struct Month {
    page: Page,
    month: MonthView,
    earlier: String,
    later: String,
    mine: bool,
}

/// `GET /o/{organization}/calendar/{month}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, key)): Path<(OrganizationId, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let first = view::first(&key).ok_or_else(Error::not_found)?;
        let mut all = calendar::entries(cx, first, first.last_of_month())?;
        view::mine(&mut all, !asked.mine.is_empty());
        let (today, lang) = (cx.now.today, cx.lang());
        let page = Page::load(cx, who, Section::Calendar, "カレンダー", "Calendar")?;
        let full = first.strftime(page.t("%Y年%-m月", "%B %Y")).to_string();
        let template = Month {
            page: page.titled(full),
            month: view::month(first, &all, today, lang),
            earlier: first.saturating_sub(1.month()).strftime("%Y-%m").to_string(),
            later: first.saturating_add(1.month()).strftime("%Y-%m").to_string(),
            mine: !asked.mine.is_empty(),
        };
        Reply::page(&template)
    })
    .await
}

//! Calendar feeds.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tasuki_app::{Credentials, feeds};
use tasuki_store::OrganizationId;
use utoipa::ToSchema;

use crate::page::{Page, Section};
use crate::take::{Json, Path, Query};
use crate::{Problem, Reply, Web, Who, time};

#[derive(Template)]
#[template(path = "work/calendar/feed.html")]
struct Feed {
    page: Page,
    /// The address, shown once when it was made.
    address: String,
    /// Since when there is one; empty: there is none.
    made: String,
}

/// `GET /o/{organization}/calendar/feed`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let (today, lang) = (cx.now.today, cx.lang());
        let made = feeds::made(cx)?.map(|at| time::time(at, today, lang)).unwrap_or_default();
        let page = Page::load(cx, who, Section::Calendar, "カレンダーの購読", "Calendar feed")?;
        Reply::page(&Feed { page, address: String::new(), made })
    })
    .await
}

/// `POST /o/{organization}/calendar/feed`: makes it, or gives it another address.
pub(super) async fn make(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.act_for(&who, Some(organization), move |cx, who| {
        let address = feeds::make(cx)?;
        let (today, lang) = (cx.now.today, cx.lang());
        let made = feeds::made(cx)?.map(|at| time::time(at, today, lang)).unwrap_or_default();
        let page = Page::load(cx, who, Section::Calendar, "カレンダーの購読", "Calendar feed")?;
        Reply::page(&Feed { page, address, made })
    })
    .await
}

/// `POST /o/{organization}/calendar/feed/close`.
pub(super) async fn close(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.act(&who, Some(organization), move |cx| {
        feeds::close(cx)?;
        Ok(Reply::Go(format!("/o/{organization}/calendar/feed")))
    })
    .await
}

/// How much of the calendar.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    mine: String,
}

/// `GET /feeds/{secret}/tasuki.ics`: for calendar programs, which bring nothing but the address.
pub(super) async fn open(
    State(web): State<Web>,
    who: Who,
    Path(secret): Path<String>,
    Query(part): Query<Part>,
) -> Response {
    let read = web.app().read(Credentials::None, None, move |cx| feeds::open(cx, &secret, !part.mine.is_empty()));
    match read.await {
        Ok(text) => {
            let headers = [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CACHE_CONTROL, "private, max-age=900")];
            (headers, text).into_response()
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

/// A person's calendar feed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FeedBody {
    /// Its secret address, only when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Since when there is one, in milliseconds since 1970.
    made: Option<i64>,
}

/// Whether the person has a calendar feed.
#[utoipa::path(get, path = "/calendar/feed", tag = "calendar", params(("organization" = String, Path)),
    responses((status = 200, body = FeedBody)))]
pub(super) async fn shown(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<FeedBody>, Problem> {
    let made = web.read(&who, organization, feeds::made).await?;
    Ok(Json(FeedBody { address: None, made }))
}

/// Makes the person's calendar feed, or gives it another address; the one before opens nothing any more.
#[utoipa::path(put, path = "/calendar/feed", tag = "calendar", params(("organization" = String, Path)),
    responses((status = 200, body = FeedBody)))]
pub(super) async fn renew(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<FeedBody>, Problem> {
    let body = web.write(&who, organization, |cx| {
        let address = feeds::make(cx)?;
        Ok(FeedBody { address: Some(address), made: feeds::made(cx)? })
    });
    Ok(Json(body.await?))
}

/// Closes the person's calendar feed.
#[utoipa::path(delete, path = "/calendar/feed", tag = "calendar", params(("organization" = String, Path)),
    responses((status = 204)))]
pub(super) async fn end(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, feeds::close).await?;
    Ok(StatusCode::NO_CONTENT)
}

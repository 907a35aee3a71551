//! What the person was told.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tasuki_app::notifications::{self, Told};
use tasuki_catalog::Lang;
use tasuki_store::{NotificationId, OrganizationId};
use utoipa::ToSchema;

use crate::page::{Page, Section};
use crate::paging::{PageBody, Paging};
use crate::take::{Json, Path, Query};
use crate::words::NotificationKindWord;
use crate::{Problem, Reply, Web, Who, address, time};

/// How many stand on a page.
const PAGE: i64 = 50;

/// A notification as a row.
struct ToldView {
    id: String,
    icon: &'static str,
    sentence: String,
    title: String,
    excerpt: String,
    at: String,
    when: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "telling/notifications/list.html")]
struct List {
    page: Page,
    all: Vec<ToldView>,
    older: String,
}

/// Which part of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part {
    before: Option<NotificationId>,
}

/// `GET /o/{organization}/notifications`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(part): Query<Part>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let mut found = notifications::list(cx, part.before, PAGE + 1)?;
        let more = found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let (today, lang) = (cx.now.today, cx.lang());
        let page = Page::load(cx, who, Section::Other, "通知", "Notifications")?;
        let last = found.last().filter(|_| more).map(|told| told.id);
        let older = last.map(|id| format!("{}/notifications?before={id}", page.base())).unwrap_or_default();
        let all = found.into_iter().map(|told| view(told, today, lang)).collect();
        Reply::page(&List { page, all, older })
    })
    .await
}

fn view(told: Told, today: jiff::civil::Date, lang: Lang) -> ToldView {
    use notifications::Kind;
    ToldView {
        id: told.id.to_string(),
        icon: match told.kind {
            Kind::Mention => "at-sign",
            Kind::Invitation => "user-plus",
            Kind::TaskAssigned => "list-todo",
            Kind::TaskToReview => "clipboard-check",
            Kind::TaskReviewed => "check-check",
            Kind::DueSoon => "calendar-clock",
            Kind::Overdue => "triangle-alert",
            Kind::EvidenceEnding | Kind::Granted => "folder-open",
            Kind::RegistrationDue | Kind::RoadWaits => "flag",
            Kind::WebhookOff => "webhook",
            Kind::GrantsMade => "shield-check",
        },
        sentence: told.sentence(lang),
        at: time::instant(told.at),
        when: time::time(told.at, today, lang),
        unread: told.read.is_none(),
        title: told.about.title,
        excerpt: told.about.excerpt,
    }
}

/// A notification.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NotificationBody {
    /// Identifier.
    id: String,
    /// What it is of.
    #[schema(value_type = NotificationKindWord)]
    kind: &'static str,
    /// What it is about.
    title: String,
    /// Where that is, within the organization.
    path: String,
    /// The name of who did it.
    by: String,
    /// The day that matters.
    #[schema(format = Date)]
    day: Option<String>,
    /// When, in milliseconds since 1970.
    at: i64,
    /// When it was read.
    read: Option<i64>,
}

impl From<Told> for NotificationBody {
    fn from(own: Told) -> Self {
        Self {
            id: own.id.to_string(),
            kind: own.kind.key(),
            title: own.about.title,
            path: own.about.subject.as_ref().map(address::within).unwrap_or_default(),
            by: own.about.by,
            day: own.about.day.map(|day| day.to_string()),
            at: own.at,
            read: own.read,
        }
    }
}

/// What the person was told in the organization, newest first.
#[utoipa::path(get, path = "/notifications", tag = "notifications", params(("organization" = String, Path), Paging),
    responses((status = 200, body = PageBody<NotificationBody>)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<NotificationBody>>, Problem> {
    let body = web.read(&who, organization, move |cx| {
        let before = paging.after().map(|id| id.parse().map_err(|_| Paging::unknown())).transpose()?;
        let limit = i64::try_from(paging.limit()).unwrap_or(i64::MAX - 1) + 1;
        let found = notifications::list(cx, before, limit)?;
        Ok(paging.page(found, |told| told.id.to_string()))
    });
    Ok(Json(body.await?))
}

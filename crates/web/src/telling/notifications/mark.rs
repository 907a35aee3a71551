//! Opening notifications and marking them as read.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::Destination;
use tasuki_app::notifications;
use tasuki_store::{NotificationId, OrganizationId};
use utoipa::ToSchema;

use crate::take::{Json, Path};
use crate::{Problem, Reply, Web, Who, address};

/// `POST /o/{organization}/notifications/{notification}`: marks it as read and leads to what it is about.
pub(super) async fn open(
    State(web): State<Web>,
    who: Who,
    Path((organization, notification)): Path<(OrganizationId, NotificationId)>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        let subject = notifications::open(cx, notification)?;
        Ok(Reply::Go(match &subject {
            Some(subject) => address::of(organization, subject),
            None => address::address(&Destination::Home(organization)),
        }))
    })
    .await
}

/// `POST /o/{organization}/notifications/read`: marks all as read.
pub(super) async fn all(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.act(&who, Some(organization), move |cx| {
        notifications::mark_all(cx)?;
        Ok(Reply::Go(format!("/o/{organization}/notifications")))
    })
    .await
}

/// Whether it was read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadBody {
    /// Whether it was read.
    read: bool,
}

/// Marks a notification as read or as unread.
#[utoipa::path(patch, path = "/notifications/{notification}", tag = "notifications", request_body = ReadBody,
    params(("organization" = String, Path), ("notification" = String, Path)),
    responses((status = 204)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, notification)): Path<(OrganizationId, NotificationId)>,
    Json(body): Json<ReadBody>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| notifications::mark(cx, notification, body.read)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks all notifications in the organization as read.
#[utoipa::path(post, path = "/notifications/read", tag = "notifications", params(("organization" = String, Path)),
    responses((status = 204)))]
pub(super) async fn all_endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, notifications::mark_all).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Webhooks over the API.

use axum::extract::State;
use axum::http::StatusCode;
use tasuki_app::once::Made;
use tasuki_app::{Context, webhooks};
use tasuki_store::{OrganizationId, WebhookId};

use super::wire::{DeliveryBody, NewWebhookBody, WebhookBody, WebhookChangeBody};
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{Json, Path, Query};
use crate::{Problem, Web, Who};

type One = Path<(OrganizationId, WebhookId)>;

/// All webhooks of the organization, oldest first.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<WebhookBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<WebhookBody>>, Problem> {
    let all = web.read(&who, organization, webhooks::list).await?;
    Ok(Json(all.into_iter().map(|own| WebhookBody::new(own, None)).collect()))
}

/// Registers a webhook. The answer holds its secret, which is shown only now.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", params(("organization" = String, Path)),
    request_body = NewWebhookBody, responses((status = 201, body = WebhookBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewWebhookBody>,
) -> Result<Created, Problem> {
    let new = new.into();
    let make = move |cx: &mut Context<'_, '_>| {
        let (made, secret) = webhooks::create(cx, &new)?;
        Ok(Made::json(201, &WebhookBody::new(made, Some(secret)))?.secret())
    };
    web.make(&who, Some(organization), make).await
}

/// One webhook.
#[utoipa::path(get, path = "/webhooks/{webhook}", tag = "webhooks",
    params(("organization" = String, Path), ("webhook" = String, Path)), responses((status = 200, body = WebhookBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, webhook)): One,
) -> Result<Json<WebhookBody>, Problem> {
    let own = web.read(&who, organization, move |cx| webhooks::find(cx, webhook)).await?;
    Ok(Json(WebhookBody::new(own, None)))
}

/// Changes where a webhook is reached, what it hears, and whether.
#[utoipa::path(patch, path = "/webhooks/{webhook}", tag = "webhooks", request_body = WebhookChangeBody,
    params(("organization" = String, Path), ("webhook" = String, Path)), responses((status = 200, body = WebhookBody)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, webhook)): One,
    Json(change): Json<WebhookChangeBody>,
) -> Result<Json<WebhookBody>, Problem> {
    let change = change.into();
    let own = web.write(&who, organization, move |cx| webhooks::edit(cx, webhook, &change)).await?;
    Ok(Json(WebhookBody::new(own, None)))
}

/// Removes a webhook with everything that waits for it.
#[utoipa::path(delete, path = "/webhooks/{webhook}", tag = "webhooks",
    params(("organization" = String, Path), ("webhook" = String, Path)), responses((status = 204)))]
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, webhook)): One,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| webhooks::remove(cx, webhook)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a webhook another secret, which is shown only now. For a day, deliveries are signed under the former one too.
#[utoipa::path(post, path = "/webhooks/{webhook}/secret", tag = "webhooks",
    params(("organization" = String, Path), ("webhook" = String, Path)), responses((status = 200, body = WebhookBody)))]
pub(super) async fn rotate(
    State(web): State<Web>,
    who: Who,
    Path((organization, webhook)): One,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        let (own, secret) = webhooks::rotate(cx, webhook)?;
        Ok(Made::json(200, &WebhookBody::new(own, Some(secret)))?.secret())
    };
    web.make(&who, Some(organization), make).await
}

/// Sends a webhook something that means nothing, to see whether it arrives.
#[utoipa::path(post, path = "/webhooks/{webhook}/test", tag = "webhooks",
    params(("organization" = String, Path), ("webhook" = String, Path)), responses((status = 202, body = DeliveryBody)))]
pub(super) async fn test(
    State(web): State<Web>,
    who: Who,
    Path((organization, webhook)): One,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| Made::json(202, &DeliveryBody::from(webhooks::test(cx, webhook)?));
    web.make(&who, Some(organization), make).await
}

/// What was sent to a webhook in the last thirty days and what became of it, newest first.
#[utoipa::path(get, path = "/webhooks/{webhook}/deliveries", tag = "webhooks",
    params(("organization" = String, Path), ("webhook" = String, Path), Paging),
    responses((status = 200, body = PageBody<DeliveryBody>)))]
pub(super) async fn deliveries(
    State(web): State<Web>,
    who: Who,
    Path((organization, webhook)): One,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<DeliveryBody>>, Problem> {
    let page = web.read(&who, organization, move |cx| {
        let before = paging.after().map(str::parse).transpose().map_err(|_| Paging::unknown())?;
        let limit = i64::try_from(paging.limit()).unwrap_or(i64::MAX - 1) + 1;
        let found = webhooks::log(cx, webhook, before, limit)?;
        Ok(paging.page(found, |own| own.id.to_string()))
    });
    Ok(Json(page.await?))
}

//! Links over the API.

use axum::extract::State;
use axum::http::StatusCode;
use tasuki_app::once::Made;
use tasuki_app::{Context, links};
use tasuki_store::{LinkId, OrganizationId};

use super::wire::{NewSharedLinkBody, SharedLinkBody};
use crate::once::Created;
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// All links, the newest first, including those that are over.
#[utoipa::path(get, path = "/links", tag = "members", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<SharedLinkBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<SharedLinkBody>>, Problem> {
    let all = web.read(&who, organization, links::list).await?;
    Ok(Json(all.into_iter().map(|own| SharedLinkBody::new(own, None)).collect()))
}

/// Makes a link for somebody without an account. The response contains its address, which is shown only once.
#[utoipa::path(post, path = "/links", tag = "members", params(("organization" = String, Path)), request_body = NewSharedLinkBody,
    responses((status = 201, body = SharedLinkBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewSharedLinkBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        let (made, address) = links::create(cx, new.link()?)?;
        Ok(Made::json(201, &SharedLinkBody::new(made, Some(address)))?.secret())
    };
    web.make(&who, Some(organization), make).await
}

/// Makes another link in the place of one, which opens nothing any more.
#[utoipa::path(post, path = "/links/{link}/replace", tag = "members",
    params(("organization" = String, Path), ("link" = String, Path)),
    responses((status = 201, body = SharedLinkBody)))]
pub(super) async fn replace(
    State(web): State<Web>,
    who: Who,
    Path((organization, link)): Path<(OrganizationId, LinkId)>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        let (made, address) = links::replace(cx, link)?;
        Ok(Made::json(201, &SharedLinkBody::new(made, Some(address)))?.secret())
    };
    web.make(&who, Some(organization), make).await
}

/// Locks a link: it opens nothing until it is unlocked.
#[utoipa::path(post, path = "/links/{link}/lock", tag = "members",
    params(("organization" = String, Path), ("link" = String, Path)),
    responses((status = 204)))]
pub(super) async fn lock(
    State(web): State<Web>,
    who: Who,
    Path((organization, link)): Path<(OrganizationId, LinkId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| links::lock(cx, link)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unlocks a link.
#[utoipa::path(post, path = "/links/{link}/unlock", tag = "members",
    params(("organization" = String, Path), ("link" = String, Path)),
    responses((status = 204)))]
pub(super) async fn unlock(
    State(web): State<Web>,
    who: Who,
    Path((organization, link)): Path<(OrganizationId, LinkId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| links::unlock(cx, link)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a link back. One that is over stays as it is.
#[utoipa::path(delete, path = "/links/{link}", tag = "members",
    params(("organization" = String, Path), ("link" = String, Path)),
    responses((status = 204)))]
pub(super) async fn end(
    State(web): State<Web>,
    who: Who,
    Path((organization, link)): Path<(OrganizationId, LinkId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| links::end(cx, link)).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! The file of a piece of evidence as it was submitted, for whoever sees it there.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use tasuki_app::{Context, Error, submissions};
use tasuki_store::{Digest, EvidenceId, OrganizationId};

use crate::evidence::{Stored, send};
use crate::take::Path;
use crate::wire::File;
use crate::{Problem, Reply, Web, Who};

/// A piece of a submission.
type Place = (OrganizationId, Digest, EvidenceId);

/// `GET /o/{organization}/submissions/{submission}/evidence/{evidence}`.
pub(super) async fn download(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    headers: HeaderMap,
) -> Response {
    serve(&web, &who, place, &headers, false).await.unwrap_or_else(|error| Reply::respond(&who, Err(error)))
}

/// `GET /o/{organization}/submissions/{submission}/evidence/{evidence}/preview`: only of types that cannot be executed.
pub(super) async fn preview(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    headers: HeaderMap,
) -> Response {
    serve(&web, &who, place, &headers, true).await.unwrap_or_else(|error| Reply::respond(&who, Err(error)))
}

/// The file of a piece of evidence, in the version that was submitted. Taking it along is noted in the log.
#[utoipa::path(get, path = "/submissions/{submission}/evidence/{evidence}", tag = "roads",
    params(("organization" = String, Path), ("submission" = String, Path, description = "Its digest"), ("evidence" = String, Path)),
    responses((status = 200, content_type = "*/*", body = File),
        (status = 206, description = "The part of it that `Range` names", content_type = "*/*", body = File), (status = 304), (status = 416)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&web, &who, place, &headers, false).await.map_err(|error| Problem::new(error, who.lang))
}

async fn serve(
    web: &Web,
    who: &Who,
    (organization, digest, id): Place,
    headers: &HeaderMap,
    inline: bool,
) -> Result<Response, Error> {
    let find = move |cx: &mut Context<'_, '_>| submissions::piece(cx, digest, id);
    let (_, version) = web.app().read(who.credentials, Some(organization), find).await?;
    let note = move |cx: &mut Context<'_, '_>| submissions::note_piece(cx, digest, id);
    let note = web.app().take_along(who.credentials, organization, note);
    send(web, Stored::of(&version)?, headers, inline, note).await
}

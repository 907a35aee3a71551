//! Changing, archiving and restoring a piece of evidence.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use tasuki_app::evidence::{self, Change};
use tasuki_store::{EvidenceId, OrganizationId};

use super::form::Typed;
use super::show;
use super::wire::EvidenceBody;
use crate::etag::versioned;
use crate::take::{Form, IfMatch, Json, Path, seen};
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/evidence/{evidence}`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
    Form(typed): Form<Typed>,
) -> Response {
    let version = Some(seen(&typed.version));
    let sent = typed.clone();
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        evidence::change(cx, id, version, &sent.change()?)?;
        Ok(Reply::Go(format!("/o/{organization}/evidence/{id}")))
    };
    let error = match web.attempt(&who, Some(organization), work).await {
        Ok(reply) => return Reply::respond(&who, Ok(reply)),
        Err(error) => error,
    };
    match Trouble::keeping(error, who.lang) {
        // The page also shows the beginning of the file, which is read outside of a transaction.
        Ok(trouble) => show::render(&web, &who, organization, id, Some(typed), trouble).await,
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

/// `POST /o/{organization}/evidence/{evidence}/archive`.
pub(super) async fn archive(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
) -> Response {
    set_archived(&web, &who, organization, id, true).await
}

/// `POST /o/{organization}/evidence/{evidence}/restore`.
pub(super) async fn restore(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
) -> Response {
    set_archived(&web, &who, organization, id, false).await
}

async fn set_archived(web: &Web, who: &Who, organization: OrganizationId, id: EvidenceId, archived: bool) -> Response {
    web.act(who, Some(organization), move |cx| {
        evidence::change(cx, id, None, &Change { archived: Some(archived), ..Change::default() })?;
        Ok(Reply::Go(format!("/o/{organization}/evidence/{id}")))
    })
    .await
}

/// Changes a piece.
///
/// A field that is not given is not changed; `null` clears it. Supports `If-Match`.
#[utoipa::path(patch, path = "/evidence/{evidence}", tag = "evidence",
    params(("organization" = String, Path), ("evidence" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = super::wire::EvidenceChangeBody,
    responses((status = 200, body = EvidenceBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
    IfMatch(version): IfMatch,
    Json(change): Json<Change>,
) -> Result<impl IntoResponse, Problem> {
    let piece = web.write(&who, organization, move |cx| evidence::change(cx, id, version, &change)).await?;
    let body = EvidenceBody::from(piece);
    Ok(versioned(body.version, body))
}

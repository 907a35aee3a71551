//! A file of evidence that a link opens.

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use tasuki_app::Error;
use tasuki_app::links::visits;
use tasuki_store::EvidenceId;

use super::cookie::Visitor;
use crate::evidence::{Stored, send};
use crate::take::Path;
use crate::{Reply, Web};

/// `GET /l/{link}/evidence/{evidence}`: the latest version.
pub(super) async fn download(
    State(web): State<Web>,
    visitor: Visitor,
    Path((link, evidence)): Path<(String, EvidenceId)>,
    headers: HeaderMap,
) -> Response {
    match serve(&web, &visitor, link, evidence, &headers).await {
        Ok(response) => response,
        Err(error) => Reply::respond(&visitor.who, Err(error)),
    }
}

async fn serve(
    web: &Web,
    visitor: &Visitor,
    link: String,
    evidence: EvidenceId,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let (id, visit) = (link.clone(), visitor.visit.clone());
    let nobody = visitor.who.credentials;
    let found = web.app().read(nobody, None, move |cx| {
        visits::arrive(cx, &id, &visit)?;
        visits::file(cx, evidence)
    });
    let version = found.await?;
    let (visit, number) = (visitor.visit.clone(), version.number);
    let note = web.app().write(nobody, None, move |cx| {
        visits::arrive(cx, &link, &visit)?;
        visits::note_download(cx, evidence, number)
    });
    let mut response = send(web, Stored::of(&version)?, headers, false, note).await?;
    // On a machine that many use, nothing of it stays behind.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

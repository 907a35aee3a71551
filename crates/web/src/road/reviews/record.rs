//! The record of the review as a document: `record.xlsx` and `record.pdf`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use tasuki_app::reviews::record::{self, Format};
use tasuki_app::{Context, Error};

use super::Place;
use crate::assessments::{PRINTING, at};
use crate::take::Path;
use crate::wire::File;
use crate::{Problem, Reply, Web, Who};

/// `GET /o/{organization}/roads/{road}/review/record.xlsx`.
pub(super) async fn workbook_page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    Reply::respond(&who, made(&web, &who, place, Format::Workbook).await)
}

/// `GET /o/{organization}/roads/{road}/review/record.pdf`.
pub(super) async fn pdf_page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    Reply::respond(&who, made(&web, &who, place, Format::Pdf).await)
}

/// The record of the review as a workbook: who reviewed, each criterion with its marks, each issue with its replies. Taking it along is noted
/// in the log.
#[utoipa::path(get, path = "/roads/{road}/review/record.xlsx", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = File)))]
pub(super) async fn workbook(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Result<Response, Problem> {
    file(&web, &who, place, Format::Workbook).await
}

/// The record of the review to print and to file. It takes about a second. Taking it along is noted in the log.
#[utoipa::path(get, path = "/roads/{road}/review/record.pdf", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = File)))]
pub(super) async fn pdf(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Result<Response, Problem> {
    file(&web, &who, place, Format::Pdf).await
}

async fn file(web: &Web, who: &Who, place: Place, format: Format) -> Result<Response, Problem> {
    let reply = made(web, who, place, format).await;
    Ok(reply.map_err(|error| Problem::new(error, who.lang))?.into_response())
}

/// Collects, renders, and then notes that it was taken along, so that no transaction waits for the document.
async fn made(web: &Web, who: &Who, (organization, road): Place, format: Format) -> Result<Reply, Error> {
    let collect = move |cx: &mut Context<'_, '_>| record::material(cx, road);
    let material = web.app().read(who.credentials, Some(organization), collect).await?;
    let (name, digest) = (material.name(format), material.digest());
    let bytes = at(&PRINTING, move || record::make(&material, format)).await?;
    web.app().take_along(who.credentials, organization, move |cx| record::note(cx, digest, format)).await?;
    Ok(Reply::File { name, media_type: format.media_type(), bytes })
}

//! The records of the work on a road as documents: `record.xlsx` and `record.pdf` of the review, of the audit and of the technical check.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use tasuki_app::records::{self, Format, Work};
use tasuki_app::{Context, Error};
use tasuki_store::{OrganizationId, RoadId};
use utoipa_axum::routes;

use crate::assessments::{PRINTING, at};
use crate::operations::Operations;
use crate::pages::{Pages, get};
use crate::take::Path;
use crate::wire::File;
use crate::{Problem, Reply, Web, Who};

/// A road.
type Place = (OrganizationId, RoadId);

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/o/{organization}/roads/{road}/review/record.xlsx", get(review_workbook_page))
        .route("/o/{organization}/roads/{road}/review/record.pdf", get(review_pdf_page))
        .route("/o/{organization}/roads/{road}/audit/record.xlsx", get(audit_workbook_page))
        .route("/o/{organization}/roads/{road}/audit/record.pdf", get(audit_pdf_page))
        .route("/o/{organization}/roads/{road}/technical-check/record.xlsx", get(check_workbook_page))
        .route("/o/{organization}/roads/{road}/technical-check/record.pdf", get(check_pdf_page))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(review_workbook))
        .routes(routes!(review_pdf))
        .routes(routes!(audit_workbook))
        .routes(routes!(audit_pdf))
        .routes(routes!(check_workbook))
        .routes(routes!(check_pdf))
}

async fn review_workbook_page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    Reply::respond(&who, made(&web, &who, place, (Work::Review, Format::Workbook)).await)
}

async fn review_pdf_page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    Reply::respond(&who, made(&web, &who, place, (Work::Review, Format::Pdf)).await)
}

async fn audit_workbook_page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    Reply::respond(&who, made(&web, &who, place, (Work::Audit, Format::Workbook)).await)
}

async fn audit_pdf_page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    Reply::respond(&who, made(&web, &who, place, (Work::Audit, Format::Pdf)).await)
}

async fn check_workbook_page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    Reply::respond(&who, made(&web, &who, place, (Work::TechnicalCheck, Format::Workbook)).await)
}

async fn check_pdf_page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    Reply::respond(&who, made(&web, &who, place, (Work::TechnicalCheck, Format::Pdf)).await)
}

/// The record of the review as a workbook: who reviewed, each criterion with its marks, each issue with its replies.
/// Taking it along is noted in the log.
#[utoipa::path(get, path = "/roads/{road}/review/record.xlsx", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = File)))]
async fn review_workbook(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Result<Response, Problem> {
    file(&web, &who, place, (Work::Review, Format::Workbook)).await
}

/// The record of the review to print and to file. It takes about a second. Taking it along is noted in the log.
#[utoipa::path(get, path = "/roads/{road}/review/record.pdf", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = File)))]
async fn review_pdf(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Result<Response, Problem> {
    file(&web, &who, place, (Work::Review, Format::Pdf)).await
}

/// The record of the on-site audit as a workbook: the plan, the populations, the samples, what was found on each item, interviews and findings.
/// Taking it along is noted in the log.
#[utoipa::path(get, path = "/roads/{road}/audit/record.xlsx", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = File)))]
async fn audit_workbook(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Result<Response, Problem> {
    file(&web, &who, place, (Work::Audit, Format::Workbook)).await
}

/// The record of the on-site audit to print and to file. It takes about a second. Taking it along is noted in the log.
#[utoipa::path(get, path = "/roads/{road}/audit/record.pdf", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = File)))]
async fn audit_pdf(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Result<Response, Problem> {
    file(&web, &who, place, (Work::Audit, Format::Pdf)).await
}

/// The record of the technical check as a workbook: its targets, its scans, each finding with what was decided about it, and what the scans say of criteria.
/// Taking it along is noted in the log.
#[utoipa::path(get, path = "/roads/{road}/technical-check/record.xlsx", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = File)))]
async fn check_workbook(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Result<Response, Problem> {
    file(&web, &who, place, (Work::TechnicalCheck, Format::Workbook)).await
}

/// The record of the technical check to print and to file. It takes about a second. Taking it along is noted in the log.
#[utoipa::path(get, path = "/roads/{road}/technical-check/record.pdf", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = File)))]
async fn check_pdf(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Result<Response, Problem> {
    file(&web, &who, place, (Work::TechnicalCheck, Format::Pdf)).await
}

async fn file(web: &Web, who: &Who, place: Place, what: (Work, Format)) -> Result<Response, Problem> {
    let reply = made(web, who, place, what).await;
    Ok(reply.map_err(|error| Problem::new(error, who.lang))?.into_response())
}

/// Collects, renders, and then notes that it was taken along, so that no transaction waits for the document.
async fn made(
    web: &Web,
    who: &Who,
    (organization, road): Place,
    (work, format): (Work, Format),
) -> Result<Reply, Error> {
    let collect = move |cx: &mut Context<'_, '_>| records::material(cx, road, work);
    let material = web.app().read(who.credentials, Some(organization), collect).await?;
    let (name, of) = (material.name(format), material.of());
    let bytes = at(&PRINTING, move || records::make(&material, format)).await?;
    web.app().take_along(who.credentials, organization, move |cx| records::note(cx, of, format)).await?;
    Ok(Reply::File { name, media_type: format.media_type(), bytes })
}

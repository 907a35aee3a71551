//! The documents of an assessment as files, one address each: `export.xlsx`, `export.gaps.xlsx`, `export.pdf`, `export.html`,
//! `export.json`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use tasuki_app::reports::Format;
use tasuki_store::{AssessmentId, OrganizationId};

use super::reports::{made, quick};
use super::wire::ExportedBody;
use crate::take::Path;
use crate::wire::File;
use crate::{Problem, Web, Who};

type Place = Path<(OrganizationId, AssessmentId)>;

async fn file(
    web: &Web,
    who: &Who,
    Path((organization, assessment)): Place,
    format: Format,
) -> Result<Response, Problem> {
    let reply = made(web, who, organization, assessment, format).await;
    Ok(reply.map_err(|error| Problem::new(error, who.lang))?.into_response())
}

macro_rules! exports {
    ($($page:ident $endpoint:ident $path:literal $media:literal $body:ty, $format:ident $about:literal;)+) => {$(
        #[doc = concat!("`GET /o/{organization}", $path, "`.")]
        pub(super) async fn $page(State(web): State<Web>, who: Who, Path(place): Place) -> Response {
            quick(web, who, place, Format::$format).await
        }

        #[doc = $about]
        #[utoipa::path(get, path = $path, tag = "assessments",
            params(("organization" = String, Path), ("assessment" = String, Path)),
            responses((status = 200, content_type = $media, body = $body)))]
        pub(super) async fn $endpoint(State(web): State<Web>, who: Who, place: Place) -> Result<Response, Problem> {
            file(&web, &who, place, Format::$format).await
        }
    )+};
}

exports! {
    answers_page answers "/assessments/{assessment}/export.xlsx" "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" File, Answers
        "The answer workbook. Filled in and read again, it comes back equal.";
    gaps_page gaps "/assessments/{assessment}/export.gaps.xlsx" "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" File, Gaps
        "The gap workbook: what is open, and what to do about it first.";
    pdf_page pdf "/assessments/{assessment}/export.pdf" "application/pdf" File, Pdf "The report to print and to hand on. It takes about a second.";
    html_page html "/assessments/{assessment}/export.html" "text/html" String, Html "The report as one page that needs nothing else.";
    json_page json "/assessments/{assessment}/export.json" "application/json" ExportedBody, Json "The answers for programs, in a shape that can be read in again.";
}

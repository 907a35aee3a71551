//! Evidence (証跡): the library, one piece, its files, and what it is attached to.

mod criterion;
mod file;
mod library;
mod query;
mod receive;
mod upload;
mod wire;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;

pub(crate) use receive::LARGEST;

/// A form that adds evidence.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(dead_code, reason = "only its description is used: the form is read as it arrives")]
pub(crate) struct UploadForm {
    /// The files; may be repeated.
    #[schema(value_type = Option<String>, format = Binary, content_media_type = "application/octet-stream")]
    file: Option<Vec<u8>>,
    /// Instead of files: an address.
    link: Option<String>,
    /// Instead of files: a text.
    note: Option<String>,
    /// What people are to call it; with one file, link or note.
    name: Option<String>,
    /// `public`, `internal`, `confidential`.
    classification: Option<String>,
    /// Who keeps it up to date.
    owner: Option<String>,
    /// The first day on which it holds.
    #[schema(format = Date)]
    effective: Option<String>,
    /// The last day on which it holds.
    #[schema(format = Date)]
    ends: Option<String>,
    /// Attach it to a criterion of this assessment …
    assessment: Option<String>,
    /// … this one.
    criterion: Option<String>,
}

pub(crate) fn pages() -> Router<Web> {
    let one = "/o/{organization}/evidence/{evidence}";
    // Files come as a stream, and each is counted on its way.
    let uploads =
        Router::new().route("/o/{organization}/evidence", post(upload::form)).layer(DefaultBodyLimit::disable());
    Router::new()
        .route(&format!("{one}/versions/{{number}}/file"), get(file::download))
        .route(&format!("{one}/versions/{{number}}/preview"), get(file::preview))
        .merge(uploads)
}

pub(crate) fn api() -> OpenApiRouter<Web> {
    let uploads =
        OpenApiRouter::new().routes(routes!(library::endpoint, upload::endpoint)).layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .routes(routes!(file::endpoint))
        .routes(routes!(criterion::list))
        .routes(routes!(criterion::put, criterion::delete))
        .merge(uploads)
}

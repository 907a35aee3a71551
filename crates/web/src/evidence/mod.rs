//! Evidence (証跡): the library, one piece, its files, and what it is attached to.

mod attach;
mod change;
mod criterion;
mod file;
mod form;
mod library;
mod query;
mod receive;
mod show;
mod upload;
mod version;
mod views;
pub(crate) mod wire;

pub(crate) use file::{Stored, missing, send, unreadable};
pub(crate) use show::{Preview, preview};
pub(crate) use views::size;

use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};
use crate::words::ClassificationWord;

/// A form that adds evidence.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(dead_code, reason = "only its description is used: the form is read as it arrives")]
pub(crate) struct UploadForm {
    /// The files; may be repeated.
    #[schema(value_type = Option<String>, format = Binary, content_media_type = "application/octet-stream")]
    file: Option<Vec<u8>>,
    /// Instead of files: the address of a link.
    link: Option<String>,
    /// Instead of files: a text.
    note: Option<String>,
    /// Its name; only with a single file, link or note.
    name: Option<String>,
    /// Who may see it.
    #[schema(value_type = Option<ClassificationWord>)]
    classification: Option<String>,
    /// Who keeps it up to date.
    owner: Option<String>,
    /// The first day on which it is valid.
    #[schema(format = Date)]
    effective: Option<String>,
    /// The last day on which it is valid.
    #[schema(format = Date)]
    ends: Option<String>,
    /// Attach it to a criterion of this assessment …
    assessment: Option<String>,
    /// … this one.
    criterion: Option<String>,
}

pub(crate) fn pages() -> Pages {
    let one = "/o/{organization}/evidence/{evidence}";
    let criterion = "/o/{organization}/assessments/{assessment}/criteria/{criterion}/evidence";
    Pages::new()
        .route("/o/{organization}/evidence", get(library::page).post(upload::form))
        .route(&format!("{one}/versions"), post(version::form))
        .route("/o/{organization}/evidence/new", get(library::new))
        .route(one, get(show::page).post(change::form))
        .route(&format!("{one}/archive"), post(change::archive))
        .route(&format!("{one}/restore"), post(change::restore))
        .route(&format!("{one}/attach"), get(attach::page).post(attach::form))
        .route(&format!("{one}/detach"), post(attach::detach))
        .route(&format!("{one}/versions/{{number}}/file"), get(file::download))
        .route(&format!("{one}/versions/{{number}}/preview"), get(file::preview))
        .route(criterion, get(criterion::page))
        .route(&format!("{criterion}/attach"), post(criterion::attach))
        .route(&format!("{criterion}/detach"), post(criterion::detach))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(library::endpoint, upload::endpoint))
        .routes(routes!(version::endpoint))
        .routes(routes!(show::endpoint, change::endpoint))
        .routes(routes!(file::endpoint))
        .routes(routes!(criterion::list))
        .routes(routes!(criterion::put, criterion::delete))
}

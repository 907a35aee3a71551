//! Assessments (評価).

mod archive;
mod carry;
mod choices;
mod compare;
mod create;
mod edit;
mod export;
mod form;
mod history;
mod import;
mod list;
mod new;
mod overview;
mod past;
pub(crate) mod pictures;
mod reports;
mod show;
mod tabs;
pub(crate) mod wire;
mod workshop;

pub(crate) use pictures::area_name;
pub(crate) use tabs::{edition_and_level, first_page};
pub(crate) use wire::FiguresBody;
pub(crate) use workshop::{CHECKING, PACKING, PRINTING, READING, at, seat};

use utoipa_axum::routes;

use crate::operations::Operations;
use crate::pages::{Pages, get, post};

pub(crate) fn pages() -> Pages {
    let all = "/o/{organization}/assessments";
    let one = "/o/{organization}/assessments/{assessment}";
    Pages::new()
        .route(all, get(list::page).post(create::form))
        .route(&format!("{all}/new"), get(new::page))
        .route(&format!("{all}/import/{{parcel}}"), get(import::preview).post(import::commit))
        .route(&format!("{all}/carry"), get(carry::page).post(carry::form))
        .route(&format!("{one}/overview"), get(overview::page))
        .route(&format!("{one}/compare"), get(compare::page))
        .route(&format!("{one}/past"), get(past::page))
        .route(&format!("{one}/reports"), get(reports::page).post(reports::order))
        .route(&format!("{one}/reports/{{report}}"), get(reports::progress))
        .route(&format!("{one}/reports/{{report}}/file"), get(reports::file))
        .route(&format!("{one}/export.xlsx"), get(export::answers_page))
        .route(&format!("{one}/export.gaps.xlsx"), get(export::gaps_page))
        .route(&format!("{one}/export.pdf"), get(export::pdf_page))
        .route(&format!("{one}/export.html"), get(export::html_page))
        .route(&format!("{one}/export.json"), get(export::json_page))
        .route(&format!("{one}/settings"), get(edit::page).post(edit::form))
        .route(&format!("{one}/archive"), post(archive::archive_form))
        .route(&format!("{one}/restore"), post(archive::restore_form))
        .route(&format!("{all}/import"), get(import::choose).post(import::send))
}

pub(crate) fn api() -> Operations {
    Operations::new()
        .routes(routes!(list::endpoint, create::endpoint))
        .routes(routes!(show::endpoint, edit::endpoint))
        .routes(routes!(archive::archive))
        .routes(routes!(archive::restore))
        .routes(routes!(history::endpoint))
        .routes(routes!(compare::api::endpoint))
        .routes(routes!(past::endpoint))
        .routes(routes!(carry::api::preview))
        .routes(routes!(carry::api::make))
        .routes(routes!(export::answers))
        .routes(routes!(export::gaps))
        .routes(routes!(export::pdf))
        .routes(routes!(export::html))
        .routes(routes!(export::json))
        .routes(routes!(import::api::show))
        .routes(routes!(import::api::commit))
        .routes(routes!(import::api::send))
}

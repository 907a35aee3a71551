//! Assessments (評価).

mod archive;
mod choices;
mod create;
mod edit;
mod form;
mod list;
mod new;
mod show;
mod tabs;
mod wire;

pub(crate) use wire::FiguresBody;

use axum::Router;
use axum::routing::{get, post};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;

pub(crate) fn pages() -> Router<Web> {
    let all = "/o/{organization}/assessments";
    let one = "/o/{organization}/assessments/{assessment}";
    Router::new()
        .route(all, get(list::page).post(create::form))
        .route(&format!("{all}/new"), get(new::page))
        .route(&format!("{one}/settings"), get(edit::page).post(edit::form))
        .route(&format!("{one}/archive"), post(archive::archive_form))
        .route(&format!("{one}/restore"), post(archive::restore_form))
}

pub(crate) fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::endpoint, create::endpoint))
        .routes(routes!(show::endpoint, edit::endpoint))
        .routes(routes!(archive::archive))
        .routes(routes!(archive::restore))
}

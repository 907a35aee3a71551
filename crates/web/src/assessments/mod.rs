//! Assessments (評価).

mod create;
mod list;
mod new;
mod show;
mod wire;

pub(crate) use wire::FiguresBody;

use axum::Router;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;

pub(crate) fn pages() -> Router<Web> {
    Router::new()
        .route("/o/{organization}/assessments", get(list::page).post(create::form))
        .route("/o/{organization}/assessments/new", get(new::page))
}

pub(crate) fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list::endpoint, create::endpoint)).routes(routes!(show::endpoint))
}

//! All addresses.

use axum::Router;
use axum::extract::State;
use axum::http::{Method, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tasuki_app::Error;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::{Problem, Web, Who, answering, answers, assessments, assets, guard, home, preferences, server, welcome};

/// What the API says of itself.
#[derive(OpenApi)]
#[openapi(
    info(title = "Tasuki", description = "Everything that a page of Tasuki can do."),
    servers((url = "/")),
)]
struct Description;

/// The endpoints of the API, each with its description.
fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(Description::openapi())
        .nest("/api/v1/organizations/{organization}", in_organization())
}

fn in_organization() -> OpenApiRouter<Web> {
    OpenApiRouter::new().merge(assessments::api()).merge(answers::api())
}

/// The description of the API (OpenAPI 3.1), as the handlers give it.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api().into_openapi()
}

/// Every page and every endpoint.
pub fn router(web: Web) -> Router {
    let (api, _) = api().split_for_parts();
    Router::new()
        .merge(pages())
        .merge(api)
        .fallback(missing)
        .layer(from_fn_with_state(web.clone(), guard::same_origin))
        .layer(from_fn_with_state(web.clone(), guard::headers))
        .layer(from_fn(server::log))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .with_state(web)
}

fn pages() -> Router<Web> {
    Router::new()
        .route("/assets/{file}", get(assets::serve))
        .merge(server::pages())
        .merge(welcome::pages())
        .merge(preferences::pages())
        .merge(home::pages())
        .merge(assessments::pages())
        .merge(answering::pages())
}

/// No such address.
async fn missing(State(web): State<Web>, who: Who, method: Method, uri: Uri) -> Response {
    if uri.path().starts_with("/api/") || method != Method::GET {
        return Problem::new(Error::not_found(), who.lang).into_response();
    }
    web.respond(&who, Err(Error::not_found()))
}

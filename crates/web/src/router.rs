//! All addresses.

use axum::Router;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tasuki_app::{Error, Kind};
use tasuki_catalog::Lang;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::take::Rejection;
<<<<<<< 664df90
use crate::{Problem, Web};
=======
use crate::{Problem, Web, answering, answers, assessments, assets, evidence, guard, home, preferences, server, tasks, welcome};
>>>>>>> c1afc817f3477e749031ab11cf3ed61ab9118ce6

/// What the API says of itself.
#[derive(OpenApi)]
#[openapi(
    info(title = "Tasuki", description = "Everything that a page of Tasuki can do."),
    servers((url = "/")),
)]
struct Description;

/// The endpoints of the API, each with its description.
fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1/organizations/{organization}", in_organization())
}

fn in_organization() -> OpenApiRouter<Web> {
<<<<<<< 664df90
    OpenApiRouter::new()
        .merge(crate::assessments::api())
        .merge(crate::answers::api())
        .merge(crate::evidence::api())
=======
    OpenApiRouter::new().merge(assessments::api()).merge(answers::api()).merge(evidence::api()).merge(tasks::api())
>>>>>>> c1afc817f3477e749031ab11cf3ed61ab9118ce6
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
        .method_not_allowed_fallback(method)
        .layer(from_fn(crate::once::note))
        .layer(from_fn(crate::etag::conditional))
        .layer(from_fn_with_state(web.clone(), crate::guard::same_origin))
        .layer(from_fn_with_state(web.clone(), crate::guard::headers))
        .layer(from_fn(crate::server::log))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(web)
}

fn pages() -> Router<Web> {
    Router::new()
<<<<<<< 664df90
        .route("/assets/{file}", get(crate::assets::serve))
        .merge(crate::server::pages())
        .merge(crate::welcome::pages())
        .merge(crate::preferences::pages())
        .merge(crate::home::pages())
        .merge(crate::assessments::pages())
        .merge(crate::answering::pages())
        .merge(crate::evidence::pages())
=======
        .route("/assets/{file}", get(assets::serve))
        .merge(server::pages())
        .merge(welcome::pages())
        .merge(preferences::pages())
        .merge(home::pages())
        .merge(assessments::pages())
        .merge(answering::pages())
        .merge(tasks::pages())
        .merge(evidence::pages())
>>>>>>> c1afc817f3477e749031ab11cf3ed61ab9118ce6
}

/// No such address.
async fn missing(parts: Parts) -> Rejection {
    Rejection::new(&parts, Error::not_found())
}

/// The address is one, but not for this method; axum says beside it which are.
async fn method(parts: Parts) -> Rejection {
    let error = Error::new(
        Kind::State,
        "method",
        "このアドレスではできない操作です。",
        "This address does not take that method.",
    );
    Rejection::with(&parts, StatusCode::METHOD_NOT_ALLOWED, error)
}

/// A fault of ours that nobody foresaw. Who asked is not known any more; both languages, then.
#[expect(clippy::needless_pass_by_value, reason = "the layer gives it so")]
fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(said, "a handler panicked");
    let error = Error::new(
        Kind::Internal,
        "internal",
        "うまくいきませんでした。 Something went wrong.",
        "うまくいきませんでした。 Something went wrong.",
    );
    Problem::new(error, Lang::Ja).into_response()
}

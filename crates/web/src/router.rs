//! All addresses.

use axum::Router;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tasuki_app::{Error, Kind};
use tasuki_catalog::Lang;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::pages::Pages;
use crate::take::{Known, Rejection, only_known};
use crate::{Problem, Web};

/// What the API says of itself.
#[derive(OpenApi)]
#[openapi(info(title = "Tasuki", license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")))]
struct Description;

/// The endpoints of the API, each with its description.
fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(Description::openapi())
        .nest(
            "/api/v1",
            OpenApiRouter::new()
                .merge(crate::account::api())
                .merge(crate::organizations::api())
                .merge(crate::notifications::own_api()),
        )
        .nest("/api/v1/organizations/{organization}", in_organization())
}

fn in_organization() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .merge(crate::home::api())
        .merge(crate::assessments::api())
        .merge(crate::answers::api())
        .merge(crate::suggestions::api())
        .merge(crate::evidence::api())
        .merge(crate::tasks::api())
        .merge(crate::calendar::api())
        .merge(crate::inspections::api())
        .merge(crate::notifications::api())
        .merge(crate::organizations::api_of_one())
        .merge(crate::members::api())
        .merge(crate::invitations::api())
        .merge(crate::tokens::api())
        .merge(crate::webhooks::api())
        .merge(crate::history::api())
        .merge(crate::comments::api())
        .merge(crate::search::api())
}

/// The description of the API, as the handlers give it.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    api().into_openapi()
}

/// Every page and every endpoint.
pub fn router(web: Web) -> Router {
    let (api, description) = api().split_for_parts();
    let api = api.layer(from_fn_with_state(Known::of(&description), only_known));
    Router::new()
        .merge(pages().into_router())
        .merge(api)
        .fallback(missing)
        .method_not_allowed_fallback(method)
        .layer(from_fn_with_state(web.clone(), crate::front::front))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(web)
}

/// The addresses of all pages, and of what is no page and no operation of the API either: `/healthz`, files, streams.
pub fn page_addresses() -> Vec<String> {
    pages().addresses()
}

fn pages() -> Pages {
    Pages::new()
        .route("/assets/{file}", get(crate::assets::serve))
        .merge(crate::server::pages())
        .merge(crate::reference::pages())
        .merge(crate::welcome::pages())
        .merge(crate::demo::pages())
        .merge(crate::preferences::pages())
        .merge(crate::home::pages())
        .merge(crate::assessments::pages())
        .merge(crate::answering::pages())
        .merge(crate::tasks::pages())
        .merge(crate::calendar::pages())
        .merge(crate::inspections::pages())
        .merge(crate::notifications::pages())
        .merge(crate::evidence::pages())
        .merge(crate::sign_in::pages())
        .merge(crate::account::pages())
        .merge(crate::organizations::pages())
        .merge(crate::members::pages())
        .merge(crate::invitations::pages())
        .merge(crate::tokens::pages())
        .merge(crate::webhooks::pages())
        .merge(crate::history::pages())
        .merge(crate::search::pages())
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

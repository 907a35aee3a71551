//! Every request is noted: method, route (not the address: it may hold identifiers), status, and how long it took. Nothing of who asked.

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use crate::Web;

/// The name of a method; what nobody knows has one name, so that nobody can fill the memory with new ones.
fn name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

/// Notes a request in the metrics and in the log.
pub(crate) async fn watch(State(web): State<Web>, request: Request, next: Next) -> Response {
    let method = name(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let clock = &web.app().options().clock;
    let begun = clock.now().at;
    let response = next.run(request).await;
    let took = clock.now().at.duration_since(begun).as_secs_f64().max(0.0);
    let (route, status) = (route.as_ref().map_or("", MatchedPath::as_str), response.status().as_u16());
    web.metrics().note(method, route, status, took);
    tracing::debug!(method, route, status, took, "request");
    response
}

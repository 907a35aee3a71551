//! Logs and counts every request: method, route (not the address, which may contain identifiers), status, and
//! duration; nothing about the caller.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::response::Response;
use jiff::Timestamp;

use crate::Web;

/// The name of a method; all unknown methods share one name, so that nobody can fill the memory with new ones.
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

/// A request in progress.
pub(crate) struct Watch {
    method: &'static str,
    route: Option<MatchedPath>,
    begun: Timestamp,
}

impl Watch {
    pub(crate) fn begin(web: &Web, request: &Request) -> Self {
        let begun = web.app().options().clock.now().at;
        Self { method: name(request.method()), route: request.extensions().get::<MatchedPath>().cloned(), begun }
    }

    /// Records the request in the metrics and in the log.
    pub(crate) fn end(&self, web: &Web, response: &Response) {
        let took = web.app().options().clock.now().at.duration_since(self.begun).as_secs_f64().max(0.0);
        let (method, route) = (self.method, self.route.as_ref().map_or("", MatchedPath::as_str));
        let status = response.status().as_u16();
        web.metrics().note(method, route, status, took);
        tracing::debug!(method, route, status, took, "request");
    }
}

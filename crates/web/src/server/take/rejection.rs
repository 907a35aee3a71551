//! Refusals of requests that could not be read.

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use tasuki_app::{Error, Kind};

use crate::page::Page;
use crate::{Outcome, Problem, Reply, Who};

/// The response to a request that could not be read.
#[derive(Debug)]
pub(crate) struct Rejection {
    error: Box<Error>,
    outcome: Outcome,
    who: Box<Who>,
}

impl Rejection {
    /// Refuses with the status of the error's kind.
    pub(crate) fn new(parts: &Parts, error: Error) -> Self {
        let outcome = Outcome::of(&error);
        Self { error: Box::new(error), outcome, who: Box::new(Who::of(parts)) }
    }

    /// Refuses with another status.
    pub(crate) fn with(parts: &Parts, status: StatusCode, error: Error) -> Self {
        let own = Self::new(parts, error);
        Self { outcome: own.outcome.with(status), ..own }
    }

    /// The body is larger than the endpoint accepts.
    pub(crate) fn too_large(parts: &Parts) -> Self {
        Self::new(parts, too_large())
    }

    /// The body has another media type than the endpoint accepts.
    pub(crate) fn media_type(parts: &Parts, wanted: &str) -> Self {
        let error = Error::invalid(
            "content_type",
            format!("Content-Type は {wanted} にしてください。"),
            format!("The Content-Type must be {wanted}."),
        )
        .hint(
            "ヘッダーを直し、本文をその形式にして送り直してください。",
            "Correct the header, and send the body in that format.",
        );
        Self::with(parts, StatusCode::UNSUPPORTED_MEDIA_TYPE, error)
    }

    /// The body was interrupted, or does not match its media type.
    pub(crate) fn malformed(parts: &Parts, error: Error) -> Self {
        Self::with(parts, StatusCode::BAD_REQUEST, error)
    }
}

/// The error of a request that is larger than the endpoint accepts.
pub(super) fn too_large() -> Error {
    Error::new(Kind::TooLarge, "too_large", "送られたものが大きすぎます。", "What was sent is too large.")
        .hint("小さく分けて送ってください。", "Send it in smaller parts.")
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let Self { error, outcome, who } = self;
        if who.is_api() || who.is_fragment {
            Problem::new(*error, who.lang).with(outcome.status()).into_response()
        } else {
            outcome.respond(Reply::error(&Page::plain(&who), &error))
        }
    }
}

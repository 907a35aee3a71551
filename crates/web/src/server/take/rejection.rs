//! Why a request was not understood.

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use tasuki_app::{Error, Kind};

use crate::page::Page;
use crate::{Outcome, Problem, Reply, Who};

/// Why a request was not understood, for whoever sent it.
#[derive(Debug)]
pub(crate) struct Rejection {
    error: Box<Error>,
    outcome: Outcome,
    who: Box<Who>,
}

impl Rejection {
    /// Refuses with the status that belongs to the error.
    pub(crate) fn new(parts: &Parts, error: Error) -> Self {
        let outcome = Outcome::of(&error);
        Self { error: Box::new(error), outcome, who: Box::new(Who::of(parts)) }
    }

    /// Refuses with a status that only HTTP knows.
    pub(crate) fn with(parts: &Parts, status: StatusCode, error: Error) -> Self {
        let own = Self::new(parts, error);
        Self { outcome: own.outcome.with(status), ..own }
    }

    /// The body is larger than the address takes.
    pub(crate) fn too_large(parts: &Parts) -> Self {
        let error =
            Error::new(Kind::TooLarge, "too_large", "送られたものが大きすぎます。", "What was sent is too large.")
                .hint("小さく分けて送ってください。", "Send it in smaller parts.");
        Self::new(parts, error)
    }

    /// The body is of another kind than the address takes.
    pub(crate) fn media_type(parts: &Parts, wanted: &str) -> Self {
        let error = Error::invalid(
            "content_type",
            format!("Content-Type は {wanted} にしてください。"),
            format!("The Content-Type must be {wanted}."),
        );
        Self::with(parts, StatusCode::UNSUPPORTED_MEDIA_TYPE, error)
    }

    /// The body broke off or is not in the form that it says it is.
    pub(crate) fn malformed(parts: &Parts, code: &'static str, ja: String, en: String) -> Self {
        Self::with(parts, StatusCode::BAD_REQUEST, Error::invalid(code, ja, en))
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let Self { error, outcome, who } = self;
        if who.is_api() {
            Problem::new(*error, who.lang).with(outcome.status()).into_response()
        } else {
            outcome.respond(Reply::error(&Page::plain(&who), &error))
        }
    }
}

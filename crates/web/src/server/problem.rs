//! Errors of the API: problem+json (RFC 9457) with stable codes.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tasuki_app::{Error, Kind};
use tasuki_catalog::Lang;
use utoipa::ToSchema;

use crate::current::CurrentBody;

/// Why a request was not fulfilled.
#[derive(Debug)]
pub struct Problem {
    error: Error,
    lang: Lang,
    outcome: Outcome,
}

/// The wire format of a problem.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemBody {
    /// A URI that identifies the kind of problem.
    #[schema(example = "urn:tasuki:problem:not_found")]
    r#type: String,
    /// What happened, in the language of the request.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do.
    detail: String,
    /// A code that stays.
    #[schema(example = "not_found")]
    code: &'static str,
    /// Which fields are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldBody>,
    /// The current state, if somebody else changed it in the meantime.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<CurrentBody>,
}

/// A field that is wrong.
#[derive(Debug, Serialize, ToSchema)]
struct FieldBody {
    /// The name of the field, with its path: `scope[0].kind`.
    name: String,
    /// What is wrong with it, in the language of the request.
    message: String,
}

impl Problem {
    /// A problem in a language.
    pub(crate) fn new(error: Error, lang: Lang) -> Self {
        let outcome = Outcome::of(&error);
        Self { error, lang, outcome }
    }

    /// The same with another status.
    pub(crate) fn with(mut self, status: StatusCode) -> Self {
        self.outcome = self.outcome.with(status);
        self
    }
}

/// The status of a page or a problem, and the number of seconds after which a retry is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    status: StatusCode,
    again: Option<u64>,
}

impl Outcome {
    /// That of a refusal.
    pub(crate) fn of(error: &Error) -> Self {
        Self { status: status(error.kind), again: error.retry_after }
    }

    /// The same with another status.
    pub(crate) fn with(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Whether this is a failure of the server that operators must know about. Overload is not.
    pub(crate) fn is_fault(self, error: &Error) -> bool {
        self.status.is_server_error() && (self.status != StatusCode::SERVICE_UNAVAILABLE || error.cause.is_some())
    }

    /// The status.
    pub(crate) fn status(self) -> StatusCode {
        self.status
    }

    /// The response with this outcome.
    pub(crate) fn respond(self, body: impl IntoResponse) -> Response {
        let mut response = (self.status, body).into_response();
        if let Some(seconds) = self.again {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StatusCode> for Outcome {
    fn from(status: StatusCode) -> Self {
        Self { status, again: None }
    }
}

/// The HTTP status of each kind of error.
fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Gone => StatusCode::GONE,
        Kind::SignIn => StatusCode::UNAUTHORIZED,
        Kind::Factor | Kind::Proof => StatusCode::FORBIDDEN,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Conflict => StatusCode::PRECONDITION_FAILED,
        Kind::State => StatusCode::CONFLICT,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Full => StatusCode::INSUFFICIENT_STORAGE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self { mut error, lang, outcome } = self;
        if outcome.is_fault(&error) {
            tracing::error!(
                code = error.code,
                cause = error.cause.as_ref().map(tracing::field::display),
                "a request failed"
            );
        }
        let body = ProblemBody {
            r#type: format!("urn:tasuki:problem:{}", error.code),
            title: error.message.get(lang).to_owned(),
            status: outcome.status.as_u16(),
            detail: error.hint.get(lang).to_owned(),
            code: error.code,
            fields: error
                .fields
                .iter()
                .map(|field| FieldBody { name: field.name.clone(), message: field.message.get(lang).to_owned() })
                .collect(),
            current: error.current.take().map(Into::into),
        };
        let written = serde_json::to_vec(&body).unwrap_or_default();
        outcome.respond(([(CONTENT_TYPE, "application/problem+json")], written))
    }
}

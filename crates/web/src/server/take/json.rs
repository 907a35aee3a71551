//! JSON bodies of requests and responses.

use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tasuki_app::Error;

use super::body::{self, Whole};
use super::{Rejection, fit, text};

/// A JSON body. In a request, it must be `application/json`, complete, and without NUL characters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Json<T>(pub(crate) T);

/// A JSON body with a list; [`Json`] accepts only objects.
#[derive(Debug, Clone)]
pub(crate) struct JsonList<T>(pub(crate) Vec<T>);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Rejection> {
        let (parts, whole) = receive(request).await?;
        parse(&whole.bytes, Shape::Object).map(Self).map_err(|fault| fault.reject(&parts))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonList<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Rejection> {
        let (parts, whole) = receive(request).await?;
        parse(&whole.bytes, Shape::List).map(Self).map_err(|fault| fault.reject(&parts))
    }
}

/// The expected shape of a body: serde alone would accept a list for an object, field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Object,
    List,
}

/// The body of a request that says it sends JSON.
async fn receive(request: Request) -> Result<(Parts, Whole), Rejection> {
    let (parts, sent) = request.into_parts();
    if !is_json(&parts.headers) {
        return Err(Rejection::media_type(&parts, "application/json"));
    }
    let whole = body::whole(sent).await.map_err(|refused| refused.reject(&parts, || syntax(&parts, "")))?;
    Ok((parts, whole))
}

fn syntax(parts: &Parts, place: &str) -> Rejection {
    let (ja, en) = (format!("JSON として読めません。{place}"), format!("This is no JSON. {place}"));
    let error = Error::invalid("json.syntax", ja.trim_end(), en.trim_end()).hint(
        "括弧・引用符・コンマの抜けや、途中で切れていないかを確かめて、送り直してください。",
        "Check for missing brackets, quotes or commas and for text that was cut off, then send it again.",
    );
    Rejection::malformed(parts, error)
}

enum Fault {
    /// Invalid JSON: the position of the error.
    Syntax(String),
    /// A NUL character.
    Nul,
    /// JSON of another shape: the field, and serde's message.
    Misfit(String, String),
}

impl Fault {
    fn reject(self, parts: &Parts) -> Rejection {
        match self {
            Self::Syntax(place) => syntax(parts, &place),
            Self::Nul => Rejection::new(parts, text::nul()),
            Self::Misfit(path, found) => Rejection::new(parts, text::misfit("json.value", &path, &found)),
        }
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8], shape: Shape) -> Result<T, Fault> {
    if holds_nul(bytes) {
        return Err(Fault::Nul);
    }
    if shape == Shape::Object && bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Fault::Misfit(String::new(), "invalid type: sequence, expected an object".to_owned()));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    match fit::read(&mut reader) {
        Ok(value) => reader.end().map(|()| value).map_err(|error| broken(&error)),
        Err((path, found)) => Err(match serde_json::from_slice::<Value>(bytes) {
            Ok(_) => Fault::Misfit(path, found),
            Err(error) => broken(&error),
        }),
    }
}

fn broken(error: &serde_json::Error) -> Fault {
    Fault::Syntax(format!("({}:{})", error.line(), error.column()))
}

/// Whether a text in it contains a NUL character. The escape is so rare that only bodies with something similar are
/// parsed twice.
fn holds_nul(bytes: &[u8]) -> bool {
    bytes.windows(6).any(|six| six == b"\\u0000") && serde_json::from_slice(bytes).is_ok_and(|value| has_nul(&value))
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// `application/json`, or a type based on it (`application/merge-patch+json`).
fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

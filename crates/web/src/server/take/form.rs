//! What a page's form sends.

use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use tasuki_app::Error;

use super::body::{self, Whole};
use super::text::{self, Wrong};
use super::{Rejection, fit};

/// The form of a page: `application/x-www-form-urlencoded`, UTF-8, without NUL characters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<T>(pub(crate) T);

/// The maximum number of fields of a form: the largest has one for each row of a page.
const MOST: usize = 2_000;
const KIND: &str = "application/x-www-form-urlencoded";

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Rejection> {
        let (parts, whole) = receive(request).await?;
        match read(&whole.bytes) {
            Ok(value) => Ok(Self(value)),
            Err((path, found)) => Err(Rejection::new(&parts, text::misfit("form.value", &path, &found))),
        }
    }
}

/// The body of a request that says it sends a form, if it can be one.
async fn receive(request: Request) -> Result<(Parts, Whole), Rejection> {
    let (parts, body) = request.into_parts();
    let given = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !given.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(KIND) {
        return Err(Rejection::media_type(&parts, KIND));
    }
    let whole =
        body::whole(body).await.map_err(|refused| refused.reject(&parts, || Rejection::malformed(&parts, unread())))?;
    let bytes = &whole.bytes;
    if form_urlencoded::parse(bytes).nth(MOST).is_some() {
        return Err(Rejection::too_large(&parts));
    }
    match text::check(bytes) {
        Ok(()) => {}
        Err(Wrong::Nul) => return Err(Rejection::new(&parts, text::nul())),
        Err(Wrong::NotUtf8) => {
            return Err(Rejection::malformed(&parts, not_utf8()));
        }
    }
    Ok((parts, whole))
}

fn unread() -> Error {
    Error::invalid("form.syntax", "フォームを最後まで読めませんでした。", "The form could not be read to its end.")
        .hint("もう一度送ってください。", "Send it again.")
}

fn not_utf8() -> Error {
    Error::invalid("form.utf8", "フォームの文字を読めませんでした。", "The characters of the form could not be read.")
        .hint("UTF-8 で送り直してください。", "Send it again as UTF-8.")
}

/// Parses pairs of names and values; on failure, returns the field and serde's message.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, (String, String)> {
    fit::read(serde_urlencoded::Deserializer::new(form_urlencoded::parse(bytes)))
}

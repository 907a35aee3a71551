//! Files that are sent.

use std::ops::{Deref, DerefMut};

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use tasuki_app::{Error, Kind};

use super::Rejection;

/// Files and fields, one after the other: `multipart/form-data`. What breaks on the way becomes an error with [`broken`].
#[derive(Debug)]
#[expect(clippy::disallowed_types, reason = "ours is axum's with another refusal")]
pub(crate) struct Multipart(axum::extract::Multipart);

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = Rejection;

    #[expect(clippy::disallowed_types, reason = "ours is axum's with another refusal")]
    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts.clone(), body);
        match axum::extract::Multipart::from_request(request, state).await {
            Ok(multipart) => Ok(Self(multipart)),
            Err(_) => Err(Rejection::media_type(&parts, "multipart/form-data; boundary=…")),
        }
    }
}

#[expect(clippy::disallowed_types, reason = "ours is axum's with another refusal")]
impl Deref for Multipart {
    type Target = axum::extract::Multipart;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Multipart {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// An upload that broke off, or grew beyond what is taken.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(crate) fn broken(error: MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Error::new(Kind::TooLarge, "too_large", "ファイルが大きすぎます。", "The file is too large.");
    }
    Error::invalid(
        "upload.broken",
        "送られたファイルを最後まで読めませんでした。",
        "The upload could not be read to its end.",
    )
    .hint("もう一度送ってください。", "Please send it again.")
}

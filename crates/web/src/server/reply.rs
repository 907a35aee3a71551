//! The response of a page's handler.

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use tasuki_app::{Error, Kind};
use tasuki_trust::package::fitting_name;

use crate::address::{escape_query, local};
use crate::page::Page;
use crate::{Outcome, Problem, Who};

/// The response of a page's handler.
#[derive(Debug)]
pub enum Reply {
    /// A page or a part of one.
    Html(Outcome, String),
    /// Another page, to be fetched.
    Go(String),
    /// A file to keep.
    File {
        /// Its name.
        name: String,
        /// Its media type.
        media_type: &'static str,
        /// Its content.
        bytes: Vec<u8>,
    },
}

impl Reply {
    /// The result of a page's use case, or the error page.
    pub(crate) fn respond(who: &Who, result: Result<Self, Error>) -> Response {
        match result {
            Ok(reply) => reply.into_response(),
            // A script asks, which says why where the person is.
            Err(error) if who.is_fragment => Problem::new(error, who.lang).into_response(),
            Err(error) if error.kind == Kind::SignIn => {
                Redirect::to(&format!("/sign-in?back={}", escape_query(&who.path))).into_response()
            }
            Err(error) if error.kind == Kind::Factor => {
                Redirect::to(&format!("/me/protect?back={}", escape_query(&who.path))).into_response()
            }
            Err(error) if error.kind == Kind::Proof => Redirect::to(&proof(who)).into_response(),
            Err(error) => {
                let outcome = Outcome::of(&error);
                if outcome.is_fault(&error) {
                    let cause = error.cause.as_ref().map(tracing::field::display);
                    tracing::error!(code = error.code, cause, route = who.route, "a page failed");
                }
                outcome.respond(Self::error(&Page::plain(who), &error))
            }
        }
    }

    /// A page.
    pub(crate) fn page(template: &impl Template) -> Result<Self, Error> {
        Self::page_with(StatusCode::OK, template)
    }

    /// A page with another status: a form with its errors.
    pub(crate) fn page_with(outcome: impl Into<Outcome>, template: &impl Template) -> Result<Self, Error> {
        let html = template.render().map_err(|error| {
            tracing::error!(%error, "a template failed");
            Error::new(Kind::Internal, "template", "画面を作れませんでした。", "The page could not be made.").hint(
                "もう一度お試しください。続くときは管理者へ知らせてください。",
                "Try again; tell your administrator if it goes on.",
            )
        })?;
        Ok(Self::Html(outcome.into(), html))
    }

    /// The error page.
    pub(crate) fn error(page: &Page, error: &Error) -> Self {
        let template = Failure { page, error, lang: page.language() };
        Self::page(&template)
            .unwrap_or_else(|_| Self::Html(StatusCode::INTERNAL_SERVER_ERROR.into(), error.code.to_owned()))
    }
}

/// Redirects to the page where people prove their identity. Opening a page continues there afterwards; a form is not
/// stored in the meantime and must be sent again from its page.
fn proof(who: &Who) -> String {
    if who.only_reads {
        return format!("/me/proof?back={}", escape_query(&who.path));
    }
    let page = who.page.as_deref().map_or("/me", local);
    format!("/me/proof?back={}&again=true", escape_query(page))
}

#[derive(Template)]
#[template(path = "server/errors/error.html")]
struct Failure<'a> {
    page: &'a Page,
    error: &'a Error,
    lang: tasuki_catalog::Lang,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Html(outcome, html) => {
                let headers = [
                    (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
                    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
                ];
                outcome.respond((headers, html))
            }
            Self::Go(path) => Redirect::to(&path).into_response(),
            Self::File { name, media_type, bytes } => {
                let headers = [
                    (CONTENT_TYPE.as_str(), media_type.to_owned()),
                    (CACHE_CONTROL.as_str(), "no-store".to_owned()),
                    ("content-disposition", disposition(&name)),
                ];
                (headers, bytes).into_response()
            }
        }
    }
}

/// `attachment` with a file name that may be Japanese (RFC 6266, RFC 8187), as it is fit for every system.
pub(crate) fn disposition(name: &str) -> String {
    format!("attachment; filename*=UTF-8''{}", escape_query(&fitting_name(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_has_a_name_that_shows_what_it_is() {
        assert_eq!(disposition("a.pdf"), "attachment; filename*=UTF-8''a.pdf");
        // Shown as `invoiceexe.pdf`, and a path.
        let name = disposition("invoice\u{202e}fdp.exe");
        assert!(name.ends_with("invoice_fdp.exe"), "{name}");
        assert!(disposition("../\u{200b}x\n").ends_with("..__x"));
    }
}

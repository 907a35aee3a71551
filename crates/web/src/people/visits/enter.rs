//! The first page of a link, the same for every link and for what is none: it sends the code.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::links::visits;
use tasuki_app::{Context, Error, Kind};
use tasuki_store::LinkId;

use super::cookie::{self, Visitor};
use crate::address::escape_query;
use crate::page::Page;
use crate::take::{Form, Path};
use crate::{Outcome, Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/visits/enter.html")]
struct Enter {
    page: Page,
    /// The identifier in the address, whatever it is, as a part of an address.
    link: String,
    /// Whether a code was sent that opens nothing, or a page was asked for without one.
    refused: bool,
}

/// The page on which the code is sent.
fn form(who: &Who, link: &str, outcome: impl Into<Outcome>, refused: bool) -> Result<Reply, Error> {
    let page = Page::plain(who);
    let title = page.t("共有されたもの", "Shared with you").to_owned();
    // A slash would be another address.
    let link = escape_query(link).replace('/', "%2F");
    Reply::page_with(outcome, &Enter { page: page.titled(title), link, refused })
}

/// A page for whoever has a visit of the link; everybody else gets the one on which the code is sent.
pub(super) async fn page_of<F>(web: &Web, visitor: Visitor, link: String, work: F) -> Response
where
    F: FnOnce(&mut Context<'_, '_>, &Who, String) -> Result<Reply, Error> + Send + 'static,
{
    let Visitor { who, visit } = visitor;
    web.page_for(&who, None, move |cx, who| match visits::arrive(cx, &link, &visit) {
        Err(error) if error.kind == Kind::NotFound => without_visit(who, &link),
        arrived => arrived.and_then(|()| work(cx, who, link)),
    })
    .await
}

/// The answer to somebody who has no visit: the page on which the code is sent, with the status of something that is not there.
fn without_visit(who: &Who, link: &str) -> Result<Reply, Error> {
    form(who, link, StatusCode::NOT_FOUND, true)
}

/// `GET /l/{link}`.
pub(super) async fn page(Path(link): Path<String>, visitor: Visitor) -> Response {
    Reply::respond(&visitor.who, form(&visitor.who, &link, StatusCode::OK, false))
}

#[derive(Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    code: String,
}

impl Sent {
    /// The code, also where the whole address was pasted.
    fn code(&self) -> String {
        self.code.trim().rsplit('#').next().unwrap_or_default().to_owned()
    }
}

/// `POST /l/{link}`: exchanges the code for a cookie.
pub(super) async fn enter(
    State(web): State<Web>,
    visitor: Visitor,
    Path(link): Path<String>,
    Form(sent): Form<Sent>,
) -> Response {
    let (id, code, who) = (link.clone(), sent.code(), &visitor.who);
    let done = web.app().write(who.credentials, None, move |cx| visits::enter(cx, &id, &code)).await;
    match done {
        // The identifier is one: otherwise it would not have been found.
        Ok(visit) => {
            let cookies = AppendHeaders([(SET_COOKIE, cookie::of(&web, &link, &visit))]);
            (cookies, Redirect::to(&format!("/l/{link}/open"))).into_response()
        }
        Err(error) if error.kind == Kind::NotFound => Reply::respond(who, without_visit(who, &link)),
        Err(error) => Reply::respond(who, Err(error)),
    }
}

/// `POST /l/{link}/leave`: ends the visit.
pub(super) async fn leave(State(web): State<Web>, visitor: Visitor, Path(link): Path<String>) -> Response {
    let (who, visit) = (&visitor.who, visitor.visit.clone());
    let done = web.app().write(who.credentials, None, move |cx| visits::leave(cx, &visit)).await;
    match (done, link.parse::<LinkId>()) {
        (Err(error), _) => Reply::respond(who, Err(error)),
        (Ok(()), Err(_)) => Reply::respond(who, without_visit(who, &link)),
        (Ok(()), Ok(_)) => {
            let cookies = AppendHeaders([(SET_COOKIE, cookie::none(&web, &link))]);
            (cookies, Redirect::to(&format!("/l/{link}"))).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_address_may_be_pasted() {
        for (pasted, code) in
            [("tsl_x", "tsl_x"), (" https://example.jp/l/01#tsl_x\n", "tsl_x"), ("#tsl_x", "tsl_x"), ("", "")]
        {
            assert_eq!(Sent { code: pasted.to_owned() }.code(), code, "{pasted}");
        }
    }
}

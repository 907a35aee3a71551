//! The first sign-in page: a passkey, and the alternatives to it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::sign_in;

use crate::address::{escape_query, local};
use crate::page::{Page, Section};
use crate::take::Query;
use crate::{Reply, Web, Who};

/// The page that the person wanted to open.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    pub(crate) back: String,
}

impl Back {
    /// The path, if it is one of ours.
    pub(crate) fn path(&self) -> &str {
        local(&self.back)
    }

    /// The same as a query string.
    pub(crate) fn query(&self) -> String {
        if self.path() == "/" { String::new() } else { format!("?back={}", escape_query(self.path())) }
    }
}

#[derive(Template)]
#[template(path = "people/sign_in/page.html")]
struct SignIn {
    page: Page,
    back: Back,
    provider: Option<String>,
}

/// `GET /sign-in`. Somebody who is already signed in is redirected.
pub(super) async fn page(State(web): State<Web>, who: Who, Query(back): Query<Back>) -> Response {
    if sign_in::passkeys::party(web.app()).is_err() && web.app().provider_name().is_none() {
        return Redirect::to(&format!("/sign-in/password{}", back.query())).into_response();
    }
    let provider = web.app().provider_name().map(str::to_owned);
    web.page_for(&who, None, move |cx, who| {
        if cx.actor.is_some() {
            return Ok(Reply::Go(back.path().to_owned()));
        }
        let page = Page::load(cx, who, Section::Other, "サインイン", "Sign in")?;
        Reply::page(&SignIn { page, back, provider })
    })
    .await
}

//! The first page of signing in: a passkey, and nothing else but the ways around it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::sign_in;

use crate::page::{Page, Section};
use crate::preferences::local;
use crate::reply::escape_query;
use crate::take::Query;
use crate::{Reply, Web, Who};

/// Where the person wanted to go.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    pub(crate) back: String,
}

impl Back {
    /// The path if it is one of ours.
    pub(crate) fn path(&self) -> &str {
        local(&self.back)
    }

    /// The same as a query to carry on.
    pub(crate) fn query(&self) -> String {
        if self.path() == "/" { String::new() } else { format!("?back={}", escape_query(self.path())) }
    }
}

#[derive(Template)]
#[template(path = "sign_in/page.html")]
struct SignIn {
    page: Page,
    back: Back,
    provider: Option<String>,
}

/// `GET /sign-in`. Whoever is signed in already goes on.
pub(super) async fn page(State(web): State<Web>, who: Who, Query(back): Query<Back>) -> Response {
    if sign_in::passkeys::party(web.app()).is_err() && web.app().provider_name().is_none() {
        return Redirect::to(&format!("/sign-in/password{}", back.query())).into_response();
    }
    let provider = web.app().provider_name().map(str::to_owned);
    let copy = who.clone();
    web.page(&who, None, move |cx| {
        if cx.actor.is_some() {
            return Ok(Reply::Go(back.path().to_owned()));
        }
        let page = Page::load(cx, &copy, Section::Other, "サインイン", "Sign in")?;
        Reply::page(&SignIn { page, back, provider })
    })
    .await
}

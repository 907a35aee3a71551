//! Language and theme.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::{Credentials, preferences};

use crate::address::local;
use crate::pages::{Pages, post};
use crate::take::Form;
use crate::{Reply, Web, Who};

pub(crate) fn pages() -> Pages {
    Pages::new().route("/preferences", post(set))
}

#[derive(Deserialize)]
struct Chosen {
    lang: Option<String>,
    theme: Option<String>,
    #[serde(default)]
    back: String,
}

/// `POST /preferences`: stores the choice for the person, and in cookies for the pages before sign-in.
async fn set(State(web): State<Web>, who: Who, Form(chosen): Form<Chosen>) -> Response {
    let back = local(&chosen.back).to_owned();
    let pairs = [
        ("lang", chosen.lang.clone(), &preferences::LANGUAGES[..]),
        ("theme", chosen.theme.clone(), &preferences::THEMES),
    ];
    let cookies = pairs.into_iter().filter_map(|(name, value, known)| {
        let value = value.filter(|value| known.contains(&value.as_str()))?;
        Some((SET_COOKIE, format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly")))
    });
    let cookies: Vec<_> = cookies.collect();
    if who.credentials != Credentials::None {
        let result = web.change(&who, None, move |cx| {
            if cx.actor.is_some() {
                preferences::set(cx, chosen.lang.as_deref(), chosen.theme.as_deref())?;
            }
            Ok(Reply::Go(String::new()))
        });
        if let Err(error) = result.await {
            return Reply::respond(&who, Err(error));
        }
    }
    (AppendHeaders(cookies), Redirect::to(&back)).into_response()
}

//! What opens the account beside the password, to be looked through when that was changed.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use tasuki_app::keys::{self, Chosen, Keys};
use tasuki_store::{DeviceId, OrganizationId, PasskeyId};

use super::page::Done;
use crate::page::{Page, Section};
use crate::take::{Form, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "account/keys.html")]
struct Own {
    page: Page,
    keys: Keys,
    /// Whether the password was changed just now.
    changed: bool,
    trouble: Trouble,
}

/// `GET /me/keys`.
pub(super) async fn page(State(web): State<Web>, who: Who, Query(done): Query<Done>) -> Response {
    show(&web, &who, done.is("password"), Trouble::default()).await
}

async fn show(web: &Web, who: &Who, changed: bool, trouble: Trouble) -> Response {
    let copy = who.clone();
    web.page(who, None, move |cx| {
        let keys = keys::list(cx)?;
        if changed && keys.is_empty() {
            return Ok(Reply::Go("/me?done=password".to_owned()));
        }
        let page = Page::load(cx, &copy, Section::Other, "ほかの入り口", "Other ways in")?;
        Reply::page_with(trouble.outcome(), &Own { page, keys, changed, trouble })
    })
    .await
}

/// `POST /me/keys`: what was ticked is removed.
pub(super) async fn remove(State(web): State<Web>, who: Who, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let chosen = chosen(&pairs);
    match web.app().write(who.credentials, None, move |cx| keys::remove(cx, &chosen)).await {
        Ok(()) => Redirect::to("/me?done=keys").into_response(),
        Err(error) if Trouble::belongs_to_form(&error) => show(&web, &who, false, Trouble::new(error, who.lang)).await,
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

fn chosen(pairs: &[(String, String)]) -> Chosen {
    let mut chosen = Chosen::default();
    for (name, value) in pairs {
        match name.as_str() {
            "passkey" => chosen.passkeys.extend(value.parse::<PasskeyId>().ok()),
            "token" => {
                let parts = value.split_once('/');
                chosen.tokens.extend(parts.and_then(|(own, token)| Some((own.parse().ok()?, token.parse().ok()?))));
            }
            "feed" => chosen.feeds.extend(value.parse::<OrganizationId>().ok()),
            "provider" => chosen.identities.push(value.clone()),
            "device" => chosen.devices.extend(value.parse::<DeviceId>().ok()),
            _ => {}
        }
    }
    chosen
}

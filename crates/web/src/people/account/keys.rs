//! Everything that gives access to the account besides the password, for a review after the password was changed.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::keys::{self, Chosen, Keys};
use tasuki_app::{Context, Error};
use tasuki_store::{DeviceId, OrganizationId, PasskeyId};

use super::page::Done;
use crate::page::{Page, Section};
use crate::take::{Form, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/account/keys.html")]
struct Own {
    page: Page,
    keys: Keys,
    /// Whether the password was changed just now.
    changed: bool,
    trouble: Trouble,
}

/// `GET /me/keys`.
pub(super) async fn page(State(web): State<Web>, who: Who, Query(done): Query<Done>) -> Response {
    web.page_for(&who, None, move |cx, who| show(cx, who, done.is("password"), Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, changed: bool, trouble: Trouble) -> Result<Reply, Error> {
    let keys = keys::list(cx)?;
    if changed && keys.is_empty() {
        return Ok(Reply::Go("/me?done=password".to_owned()));
    }
    let page = Page::load(cx, who, Section::Other, "ほかの入り口", "Other ways in")?;
    Reply::page_with(trouble.outcome(), &Own { page, keys, changed, trouble })
}

/// `POST /me/keys`: removes what was ticked.
pub(super) async fn remove(State(web): State<Web>, who: Who, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let chosen = chosen(&pairs);
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        keys::remove(cx, &chosen)?;
        Ok(Reply::Go("/me?done=keys".to_owned()))
    };
    web.submit_discarding(&who, None, work, |cx, who, trouble| show(cx, who, false, trouble)).await
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

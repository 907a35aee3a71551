//! A forgotten password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::resets;

use crate::page::Page;
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "sign_in/forgot.html")]
struct Forgot {
    page: Page,
    asked: bool,
    mails: bool,
}

/// `GET /sign-in/forgot`.
pub(super) async fn ask(State(web): State<Web>, who: Who) -> Response {
    let shown = forgot(&web, &who, false);
    Reply::respond(&who, shown)
}

fn forgot(web: &Web, who: &Who, asked: bool) -> Result<Reply, tasuki_app::Error> {
    let page = Page::plain(who);
    let title = page.t("パスワードを忘れた", "Forgot password").to_owned();
    Reply::page(&Forgot { page: page.titled(title), asked, mails: web.app().mails() })
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    mail: String,
}

/// `POST /sign-in/forgot`: mails a link if there is such a person, and says the same if there is none.
pub(super) async fn request(State(web): State<Web>, who: Who, Form(asked): Form<Asked>) -> Response {
    if let Err(error) = resets::mail(web.app(), asked.mail).await {
        return Reply::respond(&who, Err(error));
    }
    let shown = forgot(&web, &who, true);
    Reply::respond(&who, shown)
}

#[derive(Template)]
#[template(path = "sign_in/reset.html")]
struct Reset {
    page: Page,
    mail: String,
    trouble: Trouble,
    done: bool,
}

/// `GET /sign-in/reset/{secret}`.
pub(super) async fn form(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    show(&web, &who, secret, Trouble::default()).await
}

async fn show(web: &Web, who: &Who, secret: String, trouble: Trouble) -> Response {
    let copy = who.clone();
    web.page(who, None, move |cx| {
        let mail = resets::whose(cx, &secret)?.mail;
        Reply::page_with(trouble.status(), &reset(&copy, mail, trouble, false))
    })
    .await
}

fn reset(who: &Who, mail: String, trouble: Trouble, done: bool) -> Reset {
    let page = Page::plain(who);
    let title = page.t("新しいパスワード", "New password").to_owned();
    Reset { page: page.titled(title), mail, trouble, done }
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    password: String,
}

/// `POST /sign-in/reset/{secret}`.
pub(super) async fn choose(
    State(web): State<Web>,
    who: Who,
    Path(secret): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Response {
    match resets::choose(web.app(), &secret, &chosen.password).await {
        Ok(()) => Reply::respond(&who, Reply::page(&reset(&who, String::new(), Trouble::default(), true))),
        Err(error) if Trouble::belongs_to_form(&error) => show(&web, &who, secret, Trouble::new(error, who.lang)).await,
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

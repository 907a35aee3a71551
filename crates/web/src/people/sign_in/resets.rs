//! A forgotten password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::resets::{self, Closed, Doors};
use tasuki_app::{Context, Error};

use crate::page::Page;
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/sign_in/forgot.html")]
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

fn forgot(web: &Web, who: &Who, asked: bool) -> Result<Reply, Error> {
    let page = Page::plain(who);
    let title = page.t("パスワードを忘れた", "Forgot password").to_owned();
    Reply::page(&Forgot { page: page.titled(title), asked, mails: web.app().mails() })
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    mail: String,
}

/// `POST /sign-in/forgot`: mails a link if the person exists, and shows the same page if not.
pub(super) async fn request(State(web): State<Web>, who: Who, Form(asked): Form<Asked>) -> Response {
    if let Err(error) = resets::ask(web.app(), &asked.mail).await {
        return Reply::respond(&who, Err(error));
    }
    let shown = forgot(&web, &who, true);
    Reply::respond(&who, shown)
}

#[derive(Template)]
#[template(path = "people/sign_in/reset.html")]
struct Reset {
    page: Page,
    mail: String,
    doors: Doors,
    closed: Closed,
    trouble: Trouble,
    done: bool,
    /// Whether something else gives access to the account and should be reviewed after signing in.
    left: bool,
}

/// `GET /sign-in/reset/{secret}`.
pub(super) async fn form(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    let work = move |cx: &mut Context<'_, '_>, who: &Who| show(cx, who, &secret, Closed::default(), Trouble::default());
    web.page_for(&who, None, work).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, secret: &str, closed: Closed, trouble: Trouble) -> Result<Reply, Error> {
    let (person, doors) = resets::open(cx, secret)?;
    let (page, outcome, mail) = (page(who), trouble.outcome(), person.mail);
    let trouble = trouble.said_in(page.language());
    Reply::page_with(outcome, &Reset { page, mail, doors, closed, trouble, done: false, left: false })
}

fn page(who: &Who) -> Page {
    let page = Page::plain(who);
    let title = page.t("新しいパスワード", "New password").to_owned();
    page.titled(title)
}

/// The password is changed.
fn done(who: &Who, left: bool) -> Result<Reply, Error> {
    let (mail, doors, closed) = (String::new(), Doors::default(), Closed::default());
    Reply::page(&Reset { page: page(who), mail, doors, closed, trouble: Trouble::default(), done: true, left })
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    password: String,
    /// `1` to remove all passkeys.
    #[serde(default)]
    passkeys: String,
    /// `1` to end all API tokens and calendar feeds.
    #[serde(default)]
    tokens: String,
}

/// `POST /sign-in/reset/{secret}`.
pub(super) async fn choose(
    State(web): State<Web>,
    who: Who,
    Path(secret): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Response {
    let closed = Closed { passkeys: chosen.passkeys == "1", tokens: chosen.tokens == "1" };
    match resets::choose(web.app(), &secret, &chosen.password, closed).await {
        Ok(left) => Reply::respond(&who, done(&who, left)),
        Err(error) => {
            let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, &secret, closed, trouble);
            web.again(&who, None, Trouble::discarding(error, who.lang), again).await
        }
    }
}

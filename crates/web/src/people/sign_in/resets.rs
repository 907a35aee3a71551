//! A forgotten password.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::resets::{self, Closed, Doors};

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
    if let Err(error) = resets::ask(web.app(), &asked.mail).await {
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
    doors: Doors,
    closed: Closed,
    trouble: Trouble,
    done: bool,
    /// Whether there is more that opens the account, to be looked at after signing in.
    left: bool,
}

/// `GET /sign-in/reset/{secret}`.
pub(super) async fn form(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    show(&web, &who, secret, Closed::default(), Trouble::default()).await
}

async fn show(web: &Web, who: &Who, secret: String, closed: Closed, trouble: Trouble) -> Response {
    let page = page(who);
    web.page(who, None, move |cx| {
        let (person, doors) = resets::open(cx, &secret)?;
        let (outcome, mail) = (trouble.outcome(), person.mail);
        Reply::page_with(outcome, &Reset { page, mail, doors, closed, trouble, done: false, left: false })
    })
    .await
}

fn page(who: &Who) -> Page {
    let page = Page::plain(who);
    let title = page.t("新しいパスワード", "New password").to_owned();
    page.titled(title)
}

/// The password is changed.
fn done(who: &Who, left: bool) -> Result<Reply, tasuki_app::Error> {
    let (mail, doors, closed) = (String::new(), Doors::default(), Closed::default());
    Reply::page(&Reset { page: page(who), mail, doors, closed, trouble: Trouble::default(), done: true, left })
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    password: String,
    /// `1` where all passkeys are to go.
    #[serde(default)]
    passkeys: String,
    /// `1` where all API tokens and calendar feeds are to go.
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
        Err(error) if Trouble::belongs_to_form(&error) => {
            show(&web, &who, secret, closed, Trouble::new(error, who.lang)).await
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

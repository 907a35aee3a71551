//! The first start.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::welcome::{self, First};
use tasuki_app::{Error, Kind};
use tasuki_scheme::IdentityKind;

use crate::page::Page;
use crate::pages::{Pages, get};
use crate::sign_in::{Visit, enter};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

pub(crate) fn pages() -> Pages {
    Pages::new().route("/welcome/{secret}", get(form).post(begin))
}

#[derive(Template)]
#[template(path = "people/welcome/form.html")]
struct Welcome {
    page: Page,
    first: First,
    kinds: [IdentityKind; 5],
    trouble: Trouble,
}

fn show(who: &Who, first: First, trouble: Trouble) -> Result<Reply, Error> {
    let page = Page::plain(who);
    let title = page.t("Tasuki を始める", "Begin with Tasuki").to_owned();
    let welcome = Welcome { page: page.titled(title), first, kinds: IdentityKind::ALL, trouble };
    Reply::page_with(welcome.trouble.outcome(), &welcome)
}

/// `GET /welcome/{secret}`: the form for the first administrator.
async fn form(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    let shown = if web.is_setup(&secret) { show(&who, First::default(), Trouble::default()) } else { Err(used()) };
    Reply::respond(&who, shown)
}

/// `POST /welcome/{secret}`: creates the first administrator and organization and signs in; the next page offers a
/// second factor.
async fn begin(State(web): State<Web>, who: Who, Path(secret): Path<String>, Form(first): Form<First>) -> Response {
    if !web.is_setup(&secret) {
        return Reply::respond(&who, Err(used()));
    }
    let visit = Visit::of(&web, &who);
    match welcome::begin(web.app(), first.clone(), visit.origin.clone()).await {
        Ok((organization, session)) => {
            web.end_setup();
            enter(&web, &visit, &session, &format!("/o/{organization}"))
        }
        Err(error) => {
            let refused = Trouble::discarding(error, who.lang);
            Reply::respond(&who, refused.and_then(|trouble| show(&who, first, trouble)))
        }
    }
}

/// The link was used before, or was issued before the last start.
fn used() -> Error {
    Error::new(Kind::NotFound, "welcome.link_used", "このリンクは使えません。", "This link does not work.").hint(
        "このリンクは一度だけ使えます。使っていなければ、端末に表示された最新のリンクを開いてください。登録が済んでいれば、サインインしてください。",
        "The link works once. If you have not used it, open the newest one shown on the terminal. If you have, sign in.",
    )
}

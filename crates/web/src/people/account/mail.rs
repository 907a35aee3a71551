//! Confirming a mail address with the link that was sent there. Opening the link changes nothing yet, because mail
//! servers open links, too.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::account;

use crate::page::Page;
use crate::take::Path;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/account/mail.html")]
struct Confirm {
    page: Page,
    mail: String,
    done: bool,
}

fn shown(who: &Who, mail: String, done: bool) -> Confirm {
    let page = Page::plain(who);
    let title = page.t("メールアドレスの確認", "Confirm your mail address").to_owned();
    Confirm { page: page.titled(title), mail, done }
}

/// `GET /me/mail/{secret}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    web.page_for(&who, None, move |cx, who| {
        let mail = account::mail_to_confirm(cx, &secret)?;
        Reply::page(&shown(who, mail, false))
    })
    .await
}

/// `POST /me/mail/{secret}`.
pub(super) async fn confirm(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    web.act_for(&who, None, move |cx, who| {
        let mail = account::confirm_mail(cx, &secret)?;
        Reply::page(&shown(who, mail, true))
    })
    .await
}

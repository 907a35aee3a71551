//! The page of the own account.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::account::{self, Account};
use tasuki_app::sessions::{self, Listed};
use tasuki_app::{Context, Error, devices, founders, proof, sign_in};
use tasuki_store::devices::Device;

use crate::page::{Page, Section};
use crate::sign_in::Back;
use crate::take::Query;
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/account/page.html")]
struct Own {
    page: Page,
    account: Account,
    sessions: Vec<Listed>,
    devices: Vec<Device>,
    /// The mail address that waits for its confirmation.
    asked_mail: Option<String>,
    /// Whether the person proved their identity within the last minutes.
    proven: bool,
    passkeys: bool,
    provider: Option<String>,
    /// The form to which the error belongs.
    place: &'static str,
    trouble: Trouble,
    done: &'static str,
    may_found: bool,
}

/// What the page needs to know about the server.
#[derive(Clone)]
pub(super) struct Server {
    passkeys: bool,
    provider: Option<String>,
}

impl Server {
    pub(super) fn of(web: &Web) -> Self {
        let passkeys = sign_in::passkeys::party(web.app()).is_ok();
        Self { passkeys, provider: web.app().provider_name().map(str::to_owned) }
    }
}

/// A change that was just made, shown on the page.
#[derive(serde::Deserialize, Default)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

impl Done {
    /// Whether this is the change that was made.
    pub(super) fn is(&self, what: &str) -> bool {
        self.done == what
    }
}

/// `GET /me`.
pub(super) async fn page(State(web): State<Web>, who: Who, Query(done): Query<Done>) -> Response {
    let known = ["name", "mail", "mail-asked", "password", "codes", "passkey", "sessions", "provider", "keys", "proof"];
    let done = known.into_iter().find(|known| *known == done.done).unwrap_or_default();
    let server = Server::of(&web);
    web.page_for(&who, None, move |cx, who| own(cx, who, server, "", Trouble::default(), done)).await
}

/// The page again, with the error.
pub(super) async fn refused(web: &Web, who: &Who, place: &'static str, error: Error) -> Response {
    let server = Server::of(web);
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| own(cx, who, server, place, trouble, "");
    web.again(who, None, Trouble::discarding(error, who.lang), again).await
}

fn own(
    cx: &mut Context<'_, '_>,
    who: &Who,
    server: Server,
    place: &'static str,
    trouble: Trouble,
    done: &'static str,
) -> Result<Reply, Error> {
    let account = account::show(cx)?;
    let (sessions, devices) = (sessions::list(cx)?, devices::list(cx)?);
    let (asked_mail, proven) = (account::asked_mail(cx)?, proof::holds(cx)?);
    let may_found = founders::may(cx)?;
    let page = Page::load(cx, who, Section::Other, "自分のアカウント", "Your account")?;
    let (Server { passkeys, provider }, outcome) = (server, trouble.outcome());
    Reply::page_with(
        outcome,
        &Own {
            page,
            account,
            sessions,
            devices,
            asked_mail,
            proven,
            passkeys,
            provider,
            place,
            trouble,
            done,
            may_found,
        },
    )
}

#[derive(Template)]
#[template(path = "people/account/protect.html")]
struct Protect {
    page: Page,
    back: Back,
    passkeys: bool,
    /// Whether an organization requires one to enter.
    required: bool,
    /// Whether there is a second factor that was not used in this session.
    unused: bool,
}

/// `GET /me/protect`: offers a second factor after an account was created, and later if an organization requires one.
pub(super) async fn protect(State(web): State<Web>, who: Who, Query(back): Query<Back>) -> Response {
    let server = Server::of(&web);
    web.page_for(&who, None, move |cx, who| {
        let own = account::show(cx)?;
        let unused = own.has_second_factor();
        let required = own.organizations.iter().any(|own| own.second_factor);
        if cx.actor()?.assured || (unused && !required) {
            return Ok(Reply::Go(back.path().to_owned()));
        }
        let page = Page::plain(who);
        let title = page.t("アカウントを守る", "Protect your account").to_owned();
        Reply::page(&Protect { page: page.titled(title), back, passkeys: server.passkeys, required, unused })
    })
    .await
}

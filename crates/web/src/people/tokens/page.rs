//! The page of the API tokens.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::api_tokens::{self, New};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::tokens::Token;
use tasuki_store::{ApiTokenId, OrganizationId};

use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "tokens/page.html")]
struct Tokens {
    page: Page,
    tokens: Vec<Token>,
    now: i64,
    /// The secret of a token just made.
    secret: Option<String>,
    /// What the form holds.
    asked: New,
    trouble: Trouble,
}

impl Tokens {
    fn scope(&self, scope: &str) -> &str {
        match scope {
            "read" => self.page.t("読むだけ", "Read"),
            "write" => self.page.t("読み書き", "Read and write"),
            _ => self.page.t("すべて", "Everything"),
        }
    }
}

/// What the form holds when it is shown for the first time.
fn usual() -> New {
    New { name: String::new(), scope: "read".to_owned(), days: 90 }
}

/// `GET /o/{organization}/tokens`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| show(cx, &copy, None, usual(), Trouble::default())).await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    secret: Option<String>,
    asked: New,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let tokens = if cx.may(Permission::ManageIntegrations) { api_tokens::list(cx)? } else { api_tokens::own(cx)? };
    let now = cx.now.milliseconds();
    let page = Page::load(cx, who, Section::Settings, "APIトークン", "API tokens")?;
    Reply::page_with(trouble.outcome(), &Tokens { page, tokens, now, secret, asked, trouble })
}

/// `POST /o/{organization}/tokens`: a new one, whose secret is shown once.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(new): Form<New>,
) -> Response {
    let (copy, asked) = (who.clone(), new.clone());
    let done = web.attempt(&who, Some(organization), move |cx| {
        let (_, secret) = api_tokens::create(cx, &new)?;
        show(cx, &copy, Some(secret), usual(), Trouble::default())
    });
    match done.await {
        Err(error) if Trouble::keeps_typed(&error) => {
            let (copy, trouble) = (who.clone(), Trouble::new(error, who.lang));
            web.page(&who, Some(organization), move |cx| show(cx, &copy, None, asked, trouble)).await
        }
        done => Reply::respond(&who, done),
    }
}

/// `POST /o/{organization}/tokens/{token}/revoke`.
pub(super) async fn revoke(
    State(web): State<Web>,
    who: Who,
    Path((organization, token)): Path<(OrganizationId, ApiTokenId)>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        api_tokens::revoke(cx, token)?;
        Ok(Reply::Go(format!("/o/{organization}/tokens")))
    })
    .await
}

//! The page of the API tokens.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::tokens::{self, New};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::tokens::Token;
use tasuki_store::{ApiTokenId, OrganizationId};

use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/tokens/page.html")]
struct Tokens {
    page: Page,
    tokens: Vec<Token>,
    now: i64,
    /// The secret of a new token.
    secret: Option<String>,
    /// What the form holds.
    asked: New,
    trouble: Trouble,
}

/// What the form holds when it is shown for the first time.
fn usual() -> New {
    New { name: String::new(), scope: "read".to_owned(), days: 90 }
}

/// `GET /o/{organization}/tokens`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, None, usual(), Trouble::default())).await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    secret: Option<String>,
    asked: New,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let tokens = if cx.may(Permission::ManageIntegrations) { tokens::list(cx)? } else { tokens::own(cx)? };
    let now = cx.now.milliseconds();
    let page = Page::load(cx, who, Section::Settings, "APIトークン", "API tokens")?;
    Reply::page_with(trouble.outcome(), &Tokens { page, tokens, now, secret, asked, trouble })
}

/// `POST /o/{organization}/tokens`: creates a token, whose secret is shown once.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(new): Form<New>,
) -> Response {
    let asked = new.clone();
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let (_, secret) = tokens::create(cx, &new)?;
        show(cx, who, Some(secret), usual(), Trouble::default())
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, None, asked, trouble);
    web.submit(&who, Some(organization), work, again).await
}

/// `POST /o/{organization}/tokens/{token}/revoke`.
pub(super) async fn revoke(
    State(web): State<Web>,
    who: Who,
    Path((organization, token)): Path<(OrganizationId, ApiTokenId)>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        tokens::revoke(cx, token)?;
        Ok(Reply::Go(format!("/o/{organization}/tokens")))
    })
    .await
}

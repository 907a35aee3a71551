//! API tokens: access for programs.

pub(crate) mod description;

use serde_json::json;
use tasuki_catalog::{Lang, visible};
use tasuki_scheme::Permission;
use tasuki_signin::tokens::TokenKind;
use tasuki_store::ApiTokenId;
use tasuki_store::Subject;
use tasuki_store::tokens::{self, Token};

use crate::{Context, Error, proof, secrets};

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// The scopes of a token, the least first.
pub const SCOPES: [&str; 3] = ["read", "write", "admin"];

/// What one of [`SCOPES`] is called on screens.
pub fn scope_name(scope: &str, lang: Lang) -> &'static str {
    match (lang, scope) {
        (Lang::Ja, "read") => "読むだけ",
        (Lang::Ja, "write") => "読み書き",
        (Lang::Ja, _) => "すべて",
        (Lang::En, "read") => "Read",
        (Lang::En, "write") => "Read and write",
        (Lang::En, _) => "Everything",
    }
}

/// What is needed for a token.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct New {
    /// What its owner calls it.
    pub name: String,
    /// The scope: one of [`SCOPES`].
    pub scope: String,
    /// The number of days after which it expires, 1 to 366.
    pub days: i64,
}

/// Creates a token for the request's organization and returns its secret, to be shown once. It never has more
/// permissions than its owner.
pub fn create(cx: &mut Context<'_, '_>, new: &New) -> Result<(Token, String), Error> {
    let (organization, person) = (cx.organization()?, cx.browser()?.id);
    proof::require(cx)?;
    let name = &*visible(&new.name);
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid(
            "token.name",
            "何に使うかを100文字以内で書いてください。",
            "Say what it is for, in at most 100 characters.",
        )
        .hint(
            "使う場所や目的が分かる名前にしてください（例「週次の集計」）。",
            "Use a name that tells where it is used, such as “weekly figures”.",
        )
        .field("name"));
    }
    if !SCOPES.contains(&new.scope.as_str()) {
        return Err(Error::invalid("token.scope", "できることを選んでください。", "Choose what it may do.")
            .hint(
                "読むだけか、書くこともできるかを選び、もう一度お試しください。",
                "Choose whether it may only read or also write, then try again.",
            )
            .field("scope"));
    }
    if !(1..=366).contains(&new.days) {
        return Err(Error::invalid(
            "token.days",
            "期限は1日から366日の間にしてください。",
            "Let it end after 1 to 366 days.",
        )
        .hint(
            "日数を入れ直してください。長く使うときは、期限が来る前に作り直してください。",
            "Enter the number of days again. To use it longer, make a new token before it ends.",
        )
        .field("days"));
    }
    let secret = secrets::mint(cx, TokenKind::Api);
    let now = cx.now.milliseconds();
    let token = Token {
        organization,
        id: ApiTokenId::new(now, cx.random()),
        person,
        name: name.to_owned(),
        scopes: vec![new.scope.clone()],
        created: now,
        used: None,
        ends: Some(now + new.days * DAY),
    };
    tokens::add(cx.tx, &token, &secret.digest().0)?;
    cx.record(
        "token.create",
        &Subject::Token(token.id),
        None,
        Some(&token),
        &json!({ "name": token.name, "scope": new.scope }),
    )?;
    Ok((token, secret.reveal().to_owned()))
}

/// One's own tokens in the request's organization.
pub fn own(cx: &mut Context<'_, '_>) -> Result<Vec<Token>, Error> {
    let (organization, person) = (cx.organization()?, cx.browser()?.id);
    Ok(tokens::of_person(cx.tx, organization, person)?)
}

/// All tokens of the organization, for those who manage integrations.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Token>, Error> {
    let organization = cx.require(Permission::ManageIntegrations)?;
    Ok(tokens::list(cx.tx, organization)?)
}

/// Ends a token: one's own, or anybody's for those who manage integrations.
pub fn revoke(cx: &mut Context<'_, '_>, id: ApiTokenId) -> Result<(), Error> {
    let organization = cx.organization()?;
    let all = if cx.may(Permission::ManageIntegrations) { tokens::list(cx.tx, organization)? } else { own(cx)? };
    let token = all.into_iter().find(|token| token.id == id).ok_or_else(Error::not_found)?;
    tokens::remove(cx.tx, organization, id)?;
    cx.record("token.revoke", &Subject::Token(id), Some(&token), None, &json!({ "name": token.name }))
}

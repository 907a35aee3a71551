//! API tokens: letting a program in.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_signin::tokens::TokenKind;
use tasuki_store::ApiTokenId;
use tasuki_store::tokens::{self, Token};

use crate::{Context, Error, account, proof, secrets};

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// What a token may do at most, the least first.
pub const SCOPES: [&str; 3] = ["read", "write", "admin"];

/// What is needed for a token.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct New {
    /// What its owner calls it.
    pub name: String,
    /// What it may do at most: one of [`SCOPES`].
    pub scope: String,
    /// After how many days it ends, 1 to 366.
    pub days: i64,
}

/// Makes a token for the request's organization and returns its secret, to be shown once. It can do no more than its owner.
pub fn create(cx: &mut Context<'_, '_>, new: &New) -> Result<(Token, String), Error> {
    let (organization, person) = (cx.organization()?, account::browser(cx)?.id);
    proof::require(cx)?;
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Error::invalid(
            "token.name",
            "何に使うかを100文字以内で書いてください。",
            "Say what it is for, in at most 100 characters.",
        )
        .field("name"));
    }
    if !SCOPES.contains(&new.scope.as_str()) {
        return Err(
            Error::invalid("token.scope", "できることを選んでください。", "Choose what it may do.").field("scope")
        );
    }
    if !(1..=366).contains(&new.days) {
        return Err(Error::invalid(
            "token.days",
            "期限は1日から366日の間にしてください。",
            "Let it end after 1 to 366 days.",
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
        &format!("token/{}", token.id),
        None,
        Some(&token),
        &json!({ "name": token.name, "scope": new.scope }),
    )?;
    Ok((token, secret.reveal().to_owned()))
}

/// The own tokens in the request's organization.
pub fn own(cx: &mut Context<'_, '_>) -> Result<Vec<Token>, Error> {
    let (organization, person) = (cx.organization()?, account::browser(cx)?.id);
    Ok(tokens::of_person(cx.tx, organization, person)?)
}

/// All tokens of the organization, for whoever looks after integrations.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Token>, Error> {
    let organization = cx.require(Permission::ManageIntegrations)?;
    Ok(tokens::list(cx.tx, organization)?)
}

/// Ends a token: an own one, or anybody's for whoever looks after integrations.
pub fn revoke(cx: &mut Context<'_, '_>, id: ApiTokenId) -> Result<(), Error> {
    let organization = cx.organization()?;
    let all = if cx.may(Permission::ManageIntegrations) { tokens::list(cx.tx, organization)? } else { own(cx)? };
    let token = all.into_iter().find(|token| token.id == id).ok_or_else(Error::not_found)?;
    tokens::remove(cx.tx, organization, id)?;
    cx.record("token.revoke", &format!("token/{id}"), Some(&token), None, &json!({ "name": token.name }))
}

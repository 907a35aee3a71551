//! API tokens in the API. Creating one requires a browser session: a token cannot create tokens.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tasuki_app::Context;
use tasuki_app::once::Made;
use tasuki_app::tokens::{self, New};
use tasuki_store::tokens::Token;
use tasuki_store::{ApiTokenId, OrganizationId};
use utoipa::ToSchema;

use crate::once::Created;
use crate::take::{Json, Path};
use crate::words::ScopeWord;
use crate::{Problem, Web, Who};

/// An API token.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenBody {
    /// Identifier.
    id: String,
    /// Whose it is.
    person: String,
    /// What its owner calls it.
    name: String,
    /// What it may do at most.
    #[schema(value_type = Vec<ScopeWord>)]
    scopes: Vec<String>,
    /// When it was created, in milliseconds since 1970.
    created: i64,
    /// When it was last used.
    used: Option<i64>,
    /// When it ends.
    ends: Option<i64>,
    /// The secret, only in the response to the request that created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl TokenBody {
    fn new(own: Token, secret: Option<String>) -> Self {
        Self {
            id: own.id.to_string(),
            person: own.person.to_string(),
            name: own.name,
            scopes: own.scopes,
            created: own.created,
            used: own.used,
            ends: own.ends,
            secret,
        }
    }
}

/// What is needed for a token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTokenBody {
    /// What it is for.
    name: String,
    /// What it may do at most.
    #[schema(value_type = ScopeWord)]
    scope: String,
    /// The number of days after which it expires, 1 to 366.
    days: i64,
}

/// All tokens of the organization.
#[utoipa::path(get, path = "/tokens", tag = "organizations", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<TokenBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<TokenBody>>, Problem> {
    let all = web.read(&who, organization, tokens::list).await?;
    Ok(Json(all.into_iter().map(|own| TokenBody::new(own, None)).collect()))
}

/// Creates a token. The response contains its secret, which is shown only once.
#[utoipa::path(post, path = "/tokens", tag = "organizations", params(("organization" = String, Path)),
    request_body = NewTokenBody,
    responses((status = 201, body = TokenBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewTokenBody>,
) -> Result<Created, Problem> {
    let new = New { name: new.name, scope: new.scope, days: new.days };
    let make = move |cx: &mut Context<'_, '_>| {
        let (made, secret) = tokens::create(cx, &new)?;
        Ok(Made::json(201, &TokenBody::new(made, Some(secret)))?.secret())
    };
    web.make(&who, Some(organization), make).await
}

/// Ends a token.
#[utoipa::path(delete, path = "/tokens/{token}", tag = "organizations",
    params(("organization" = String, Path), ("token" = String, Path)),
    responses((status = 204)))]
pub(super) async fn revoke(
    State(web): State<Web>,
    who: Who,
    Path((organization, token)): Path<(OrganizationId, ApiTokenId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| tokens::revoke(cx, token)).await?;
    Ok(StatusCode::NO_CONTENT)
}

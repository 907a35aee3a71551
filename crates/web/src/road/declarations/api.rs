//! Declarations over the API.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tasuki_app::Context;
use tasuki_app::declarations::{self, New};
use tasuki_store::declarations::Declaration;
use utoipa::ToSchema;

use super::Place;
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{IfMatch, Json, Path, Query};
use crate::{Problem, Web, Who};

/// The word of the management for a submission.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeclarationBody {
    /// The submission, by its digest.
    submission: String,
    /// The road.
    road: String,
    /// The number of the submission on the road.
    number: u32,
    /// Who gives it.
    name: String,
    /// Their office.
    office: String,
    /// What is declared.
    text: String,
    /// The day.
    day: String,
    /// Whose account it was given with.
    person: String,
    /// When, in milliseconds since 1970.
    at: i64,
}

impl From<Declaration> for DeclarationBody {
    fn from(own: Declaration) -> Self {
        Self {
            submission: own.digest.to_string(),
            road: own.road.to_string(),
            number: own.submission,
            name: own.name,
            office: own.office,
            text: own.text,
            day: own.day.to_string(),
            person: own.person.to_string(),
            at: own.at,
        }
    }
}

/// What is declared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDeclarationBody {
    /// The digest of the submission that the management has seen.
    submission: String,
    /// Who gives the word.
    name: String,
    /// Their office.
    office: String,
    /// What is declared.
    text: String,
}

/// The declarations on a road, the last first.
#[utoipa::path(get, path = "/roads/{road}/declarations", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), Paging),
    responses((status = 200, body = PageBody<DeclarationBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<DeclarationBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let all = declarations::of_road(cx, road)?;
        paging.cut(all.into_iter().map(DeclarationBody::from).collect(), |own| own.submission.clone())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Gives the word of the management for the current submission: in a session, within ten minutes of signing in anew; never with a token.
#[utoipa::path(post, path = "/roads/{road}/declarations", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the road that was seen, in quotation marks")),
    request_body = NewDeclarationBody, responses((status = 201, body = DeclarationBody)))]
pub(super) async fn declare(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<NewDeclarationBody>,
) -> Result<Created, Problem> {
    let new = New { digest: sent.submission, name: sent.name, office: sent.office, text: sent.text };
    let make =
        move |cx: &mut Context<'_, '_>| Ok(DeclarationBody::from(declarations::declare(cx, road, version, &new)?));
    web.create(&who, organization, make).await
}

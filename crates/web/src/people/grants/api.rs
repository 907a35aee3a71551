//! Grants over the API.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use tasuki_app::Context;
use tasuki_app::grants::{self, New};
use tasuki_store::{GrantId, OrganizationId, PersonId};
use utoipa::ToSchema;

use super::wire::{GrantBody, OpeningBody};
use crate::once::Created;
use crate::take::{Json, Path, day};
use crate::{Problem, Web, Who};

/// All grants, the newest first, including those that are over.
#[utoipa::path(get, path = "/grants", tag = "members", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<GrantBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<GrantBody>>, Problem> {
    let all = web.read(&who, organization, grants::list).await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}

/// What to open to whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewGrantBody {
    /// A member of the organization.
    person: String,
    /// What is opened.
    opening: OpeningBody,
    /// The first day: `2026-12-01`. Not given: today.
    #[serde(default)]
    starts: Option<String>,
    /// The last day: `2027-03-31`.
    ends: String,
}

impl NewGrantBody {
    /// The same, checked for words and days that there are.
    fn grant(&self) -> Result<New, tasuki_app::Error> {
        Ok(New {
            person: self.person.parse::<PersonId>().map_err(|_| tasuki_app::Error::not_found())?,
            opening: self.opening.opening()?,
            starts: self.starts.as_deref().map(|text| day(text, "starts")).transpose()?,
            ends: day(&self.ends, "ends")?,
        })
    }
}

/// Opens an assessment to a member, until a day.
#[utoipa::path(post, path = "/grants", tag = "members", params(("organization" = String, Path)), request_body = NewGrantBody,
    responses((status = 201, body = GrantBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewGrantBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| Ok(GrantBody::from(grants::create(cx, new.grant()?)?));
    web.create(&who, organization, make).await
}

/// Takes a grant back. One that is over stays as it is.
#[utoipa::path(delete, path = "/grants/{grant}", tag = "members",
    params(("organization" = String, Path), ("grant" = String, Path)),
    responses((status = 204)))]
pub(super) async fn end(
    State(web): State<Web>,
    who: Who,
    Path((organization, grant)): Path<(OrganizationId, GrantId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| grants::end(cx, grant)).await?;
    Ok(StatusCode::NO_CONTENT)
}

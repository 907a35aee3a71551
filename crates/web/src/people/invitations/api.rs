//! Invitations over the API.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tasuki_app::Context;
use tasuki_app::invitations::{self, New};
use tasuki_app::once::Made;
use tasuki_store::invitations::Invitation;
use tasuki_store::{InvitationId, OrganizationId};
use utoipa::ToSchema;

use crate::grants::OpeningBody;
use crate::members::{AreaBody, PlaceBody};
use crate::once::Created;
use crate::take::{Json, Path};
use crate::words::RoleWord;
use crate::{Problem, Web, Who};

/// An invitation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationBody {
    /// Identifier.
    id: String,
    /// To whom.
    mail: String,
    /// The name that the inviter entered.
    name: String,
    /// What the person is to be.
    #[schema(value_type = Vec<RoleWord>)]
    roles: tasuki_scheme::Roles,
    /// The last day of a guest.
    member_ends: Option<String>,
    /// When, in milliseconds since 1970.
    created: i64,
    /// When the link ends.
    ends: i64,
    /// Whether anybody who has the link may use it; otherwise only the invited address may.
    anybody: bool,
    /// The link, only in the response to the request that created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

impl InvitationBody {
    fn new(own: Invitation, link: Option<String>) -> Self {
        Self {
            id: own.id.to_string(),
            mail: own.mail,
            name: own.name,
            roles: own.roles,
            member_ends: own.member_ends.map(|day| day.to_string()),
            created: own.created,
            ends: own.ends,
            anybody: !own.bound,
            link,
        }
    }
}

/// Whom to invite as what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInvitationBody {
    /// The mail address.
    mail: String,
    /// The name, as far as known.
    #[serde(default)]
    name: String,
    /// Whether anybody who has the link may use it, with any mail address; otherwise only the invited address may.
    #[serde(default)]
    anybody: bool,
    /// What the person is to be.
    #[schema(value_type = Vec<RoleWord>)]
    roles: Vec<String>,
    /// The areas of a contributor; none means all.
    #[serde(default)]
    areas: Vec<AreaBody>,
    /// The last day of a guest: `2027-03-31`.
    #[serde(default)]
    ends: Option<String>,
    /// What is opened with the invitation, until the last day.
    #[serde(default)]
    openings: Vec<OpeningBody>,
}

/// The open invitations, newest first.
#[utoipa::path(get, path = "/invitations", tag = "members", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<InvitationBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<InvitationBody>>, Problem> {
    let all = web.read(&who, organization, invitations::list).await?;
    Ok(Json(all.into_iter().map(|own| InvitationBody::new(own, None)).collect()))
}

/// Invites somebody. The response contains the link, which is shown only once.
#[utoipa::path(post, path = "/invitations", tag = "members", params(("organization" = String, Path)),
    request_body = NewInvitationBody,
    responses((status = 201, body = InvitationBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewInvitationBody>,
) -> Result<Created, Problem> {
    let place = PlaceBody { roles: new.roles, areas: new.areas, ends: new.ends };
    let place = place.place().map_err(|error| Problem::new(error, who.lang))?;
    let openings: Result<Vec<_>, _> = new.openings.iter().map(OpeningBody::opening).collect();
    let openings = openings.map_err(|error| Problem::new(error, who.lang))?;
    let new = New { mail: new.mail, name: new.name, place, openings, anybody: new.anybody };
    let own = web.clone();
    let make = move |cx: &mut Context<'_, '_>| {
        let (made, secret) = invitations::create(cx, new)?;
        Ok(Made::json(201, &InvitationBody::new(made, Some(crate::members::link(&own, &secret))))?.secret())
    };
    web.make(&who, Some(organization), make).await
}

/// Gives an invitation a new link, which is shown only once; the old one becomes invalid.
#[utoipa::path(post, path = "/invitations/{invitation}/link", tag = "members",
    params(("organization" = String, Path), ("invitation" = String, Path)), responses((status = 200, body = InvitationBody)))]
pub(super) async fn renew(
    State(web): State<Web>,
    who: Who,
    Path((organization, invitation)): Path<(OrganizationId, InvitationId)>,
) -> Result<Created, Problem> {
    let own = web.clone();
    let make = move |cx: &mut Context<'_, '_>| {
        let (renewed, secret) = invitations::renew(cx, invitation)?;
        Ok(Made::json(200, &InvitationBody::new(renewed, Some(crate::members::link(&own, &secret))))?.secret())
    };
    web.make(&who, Some(organization), make).await
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/invitations/{invitation}", tag = "members",
    params(("organization" = String, Path), ("invitation" = String, Path)),
    responses((status = 204)))]
pub(super) async fn revoke(
    State(web): State<Web>,
    who: Who,
    Path((organization, invitation)): Path<(OrganizationId, InvitationId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| invitations::revoke(cx, invitation)).await?;
    Ok(StatusCode::NO_CONTENT)
}

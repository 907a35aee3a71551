//! Organizations and their sites over the API.

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tasuki_app::Context;
use tasuki_app::once::Made;
use tasuki_app::organizations::{self, Profile};
use tasuki_store::organizations::Organization;
use tasuki_store::sites::Site;
use tasuki_store::{OrganizationId, SiteId};
use utoipa::ToSchema;

use crate::once::Created;
use crate::take::{Json, Path};
use crate::words::{IdentityKindWord, SizeWord};
use crate::{Problem, Web, Who};

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganizationBody {
    /// Identifier.
    id: String,
    /// Name.
    name: String,
    /// How it is identified.
    #[schema(value_type = IdentityKindWord)]
    identity_kind: String,
    /// The identity.
    identity: String,
    /// 業種: a letter of the Japan Standard Industrial Classification, or empty.
    industry: String,
    /// 規模.
    #[schema(value_type = SizeWord)]
    size_class: String,
    /// Whether members need a second factor or a passkey to enter.
    second_factor: bool,
    /// When it was created, in milliseconds since 1970.
    created: i64,
}

/// One of the caller's organizations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnOrganizationBody {
    /// Identifier.
    id: String,
    /// Name.
    name: String,
}

impl From<Organization> for OwnOrganizationBody {
    fn from(own: Organization) -> Self {
        Self { id: own.id.to_string(), name: own.name }
    }
}

impl From<Organization> for OrganizationBody {
    fn from(own: Organization) -> Self {
        Self {
            id: own.id.to_string(),
            name: own.name,
            identity_kind: own.identity_kind,
            identity: own.identity,
            industry: own.industry,
            size_class: own.size_class,
            second_factor: own.second_factor,
            created: own.created,
        }
    }
}

/// The profile of an organization.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfileBody {
    /// Its name.
    name: String,
    /// The kind of its identity; `own` if it is not given.
    #[serde(default)]
    identity_kind: String,
    /// The identity. May be left out for `own`, which then uses the name.
    #[serde(default)]
    identity: String,
    /// 業種: a letter.
    #[serde(default)]
    industry: String,
    /// 規模.
    #[serde(default)]
    #[schema(value_type = SizeWord)]
    size_class: String,
    /// Whether members need a second factor or a passkey to enter. Not changed if it is left out.
    #[serde(default)]
    second_factor: Option<bool>,
}

impl From<ProfileBody> for Profile {
    fn from(own: ProfileBody) -> Self {
        Self {
            name: own.name,
            identity_kind: own.identity_kind,
            identity: own.identity,
            industry: own.industry,
            size_class: own.size_class,
            second_factor: own.second_factor,
        }
    }
}

/// The caller's organizations, sorted by name.
#[utoipa::path(get, path = "/organizations", tag = "organizations",
    responses((status = 200, body = Vec<OwnOrganizationBody>)))]
pub(super) async fn list(State(web): State<Web>, who: Who) -> Result<Json<Vec<OwnOrganizationBody>>, Problem> {
    let own = web.app().read(who.credentials, None, organizations::own).await;
    let own = own.map_err(|error| Problem::new(error, who.lang))?;
    Ok(Json(own.into_iter().map(Into::into).collect()))
}

/// Creates another organization, of which the caller becomes administrator.
#[utoipa::path(post, path = "/organizations", tag = "organizations", request_body = ProfileBody,
    responses((status = 201, body = OrganizationBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Json(profile): Json<ProfileBody>,
) -> Result<Created, Problem> {
    let profile = Profile::from(profile);
    let make =
        move |cx: &mut Context<'_, '_>| Made::json(201, &OrganizationBody::from(organizations::create(cx, &profile)?));
    web.make(&who, None, make).await
}

/// The organization.
#[utoipa::path(get, path = "/profile", tag = "organizations", params(("organization" = String, Path)),
    responses((status = 200, body = OrganizationBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<OrganizationBody>, Problem> {
    Ok(Json(web.read(&who, organization, organizations::show).await?.into()))
}

/// Changes the organization's profile.
#[utoipa::path(put, path = "/profile", tag = "organizations", params(("organization" = String, Path)), request_body = ProfileBody,
    responses((status = 200, body = OrganizationBody)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(profile): Json<ProfileBody>,
) -> Result<Json<OrganizationBody>, Problem> {
    let profile = Profile::from(profile);
    Ok(Json(web.write(&who, organization, move |cx| organizations::change(cx, &profile)).await?.into()))
}

/// A site.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SiteBody {
    /// Identifier.
    id: String,
    /// Name.
    name: String,
    /// Address.
    address: String,
}

impl From<Site> for SiteBody {
    fn from(own: Site) -> Self {
        Self { id: own.id.to_string(), name: own.name, address: own.address }
    }
}

/// The data of a site.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSiteBody {
    /// Name.
    name: String,
    /// Address.
    #[serde(default)]
    address: String,
}

/// The sites, oldest first.
#[utoipa::path(get, path = "/sites", tag = "organizations", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<SiteBody>)))]
pub(super) async fn sites(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<SiteBody>>, Problem> {
    let sites = web.read(&who, organization, organizations::sites).await?;
    Ok(Json(sites.into_iter().map(Into::into).collect()))
}

/// Adds a site.
#[utoipa::path(post, path = "/sites", tag = "organizations", params(("organization" = String, Path)), request_body = NewSiteBody,
    responses((status = 201, body = SiteBody)))]
pub(super) async fn add_site(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewSiteBody>,
) -> Result<Created, Problem> {
    let make =
        move |cx: &mut Context<'_, '_>| Ok(SiteBody::from(organizations::put_site(cx, None, &new.name, &new.address)?));
    web.create(&who, organization, make).await
}

/// Changes a site.
#[utoipa::path(put, path = "/sites/{site}", tag = "organizations",
    params(("organization" = String, Path), ("site" = String, Path)), request_body = NewSiteBody,
    responses((status = 200, body = SiteBody)))]
pub(super) async fn change_site(
    State(web): State<Web>,
    who: Who,
    Path((organization, site)): Path<(OrganizationId, SiteId)>,
    Json(new): Json<NewSiteBody>,
) -> Result<Json<SiteBody>, Problem> {
    let done =
        web.write(&who, organization, move |cx| organizations::put_site(cx, Some(site), &new.name, &new.address));
    Ok(Json(done.await?.into()))
}

/// Removes a site.
#[utoipa::path(delete, path = "/sites/{site}", tag = "organizations",
    params(("organization" = String, Path), ("site" = String, Path)),
    responses((status = 204)))]
pub(super) async fn remove_site(
    State(web): State<Web>,
    who: Who,
    Path((organization, site)): Path<(OrganizationId, SiteId)>,
) -> Result<StatusCode, Problem> {
    web.write(&who, organization, move |cx| organizations::remove_site(cx, site)).await?;
    Ok(StatusCode::NO_CONTENT)
}

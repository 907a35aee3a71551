//! Partners over the API.

use axum::extract::State;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use tasuki_app::register::{self, Entry};
use tasuki_app::{Context, history};
use tasuki_store::register::Partner;
use tasuki_store::{OrganizationId, Subject};
use utoipa::ToSchema;

use super::{Place, Wanted};
use crate::etag::versioned;
use crate::history::ChangeList;
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::take::{IfMatch, Json, Path, Query};
use crate::words::IdentityKindWord;
use crate::{Problem, Web, Who};

/// A partner.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartnerBody {
    /// Identifier.
    id: String,
    /// Its name.
    name: String,
    /// The kind of its identity.
    #[schema(value_type = IdentityKindWord)]
    identity_kind: String,
    /// The identity.
    identity: String,
    /// What it supplies.
    supplies: String,
    /// What else there is to say.
    note: String,
    /// When it was added, in milliseconds since 1970.
    created: i64,
    /// When it was archived.
    archived: Option<i64>,
    /// Goes up with every change; for `If-Match`.
    version: i64,
}

/// What is entered about a partner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartnerEntryBody {
    /// Its name.
    name: String,
    /// The kind of its identity; not given: `own`.
    #[serde(default)]
    #[schema(value_type = Option<IdentityKindWord>)]
    identity_kind: Option<String>,
    /// The identity. May be empty for `own`, which then uses the name.
    #[serde(default)]
    identity: String,
    /// What it supplies.
    #[serde(default)]
    supplies: String,
    /// What else there is to say.
    #[serde(default)]
    note: String,
    /// Whether it is in the archive; not given: as it was.
    #[serde(default)]
    archived: Option<bool>,
}

impl From<PartnerEntryBody> for Entry {
    fn from(sent: PartnerEntryBody) -> Self {
        let PartnerEntryBody { name, identity_kind, identity, supplies, note, archived: _ } = sent;
        Self { name, identity_kind: identity_kind.unwrap_or_default(), identity, supplies, note }
    }
}

impl From<Partner> for PartnerBody {
    fn from(own: Partner) -> Self {
        let (id, created, archived, version) = (own.id.to_string(), own.created, own.archived, own.version);
        let Entry { name, identity_kind, identity, supplies, note } = own.into();
        Self { id, name, identity_kind, identity, supplies, note, created, archived, version }
    }
}

/// The partners, by name.
#[utoipa::path(get, path = "/partners", tag = "partners", params(("organization" = String, Path), Wanted, Paging),
    responses((status = 200, body = PageBody<PartnerBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<PartnerBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        paging.cut(register::list(cx, &wanted.q, wanted.archived)?, |own| own.id.to_string())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Registers a partner.
#[utoipa::path(post, path = "/partners", tag = "partners", params(("organization" = String, Path)),
    request_body = PartnerEntryBody, responses((status = 201, body = PartnerBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(sent): Json<PartnerEntryBody>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| Ok(PartnerBody::from(register::create(cx, &sent.into())?));
    web.create(&who, organization, make).await
}

/// One partner.
#[utoipa::path(get, path = "/partners/{partner}", tag = "partners",
    params(("organization" = String, Path), ("partner" = String, Path)),
    responses((status = 200, body = PartnerBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
) -> Result<impl IntoResponse, Problem> {
    let own = web.read(&who, organization, move |cx| register::find(cx, id)).await?;
    Ok(versioned(own.version, PartnerBody::from(own)))
}

/// Changes a partner: all that is entered about it, and whether it is in the archive.
#[utoipa::path(put, path = "/partners/{partner}", tag = "partners",
    params(("organization" = String, Path), ("partner" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = PartnerEntryBody,
    responses((status = 200, body = PartnerBody)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
    IfMatch(version): IfMatch,
    Json(sent): Json<PartnerEntryBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let archived = sent.archived;
        let changed = register::change(cx, id, version, &sent.into())?;
        archived.map_or(Ok(changed), |archived| register::archive(cx, id, archived))
    };
    let own = web.write(&who, organization, work).await?;
    Ok(versioned(own.version, PartnerBody::from(own)))
}

/// The changes to a partner, newest first; at most the last hundred.
#[utoipa::path(get, path = "/partners/{partner}/history", tag = "partners",
    params(("organization" = String, Path), ("partner" = String, Path)),
    responses((status = 200, body = ChangeList)))]
pub(super) async fn history(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<Place>,
) -> Result<Json<ChangeList>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let lang = cx.lang();
        Ok(ChangeList::new(history::of_subject(cx, &Subject::Partner(id))?, lang))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

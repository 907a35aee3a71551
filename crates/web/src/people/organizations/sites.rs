//! Sites.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::{Context, organizations};
use tasuki_store::{OrganizationId, SiteId};

use super::settings::{SiteDraft, Typed, show};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

async fn put(web: Web, who: Who, organization: OrganizationId, site: Option<SiteId>, given: SiteDraft) -> Response {
    let typed = given.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        organizations::put_site(cx, site, &given.name, &given.address)?;
        Ok(back(organization))
    };
    // On this page, the field `name` is that of the organization.
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| {
        show(cx, who, Typed::Site(site, typed), trouble.without_fields())
    };
    web.submit(&who, Some(organization), work, again).await
}

fn back(organization: OrganizationId) -> Reply {
    Reply::Go(format!("/o/{organization}/settings#sites"))
}

/// `POST /o/{organization}/sites`.
pub(super) async fn add(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(given): Form<SiteDraft>,
) -> Response {
    put(web, who, organization, None, given).await
}

/// `POST /o/{organization}/sites/{site}`.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, site)): Path<(OrganizationId, SiteId)>,
    Form(given): Form<SiteDraft>,
) -> Response {
    put(web, who, organization, Some(site), given).await
}

/// `POST /o/{organization}/sites/{site}/remove`.
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, site)): Path<(OrganizationId, SiteId)>,
) -> Response {
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        organizations::remove_site(cx, site)?;
        Ok(back(organization))
    };
    let again =
        |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| show(cx, who, Typed::Nothing, trouble.without_fields());
    web.submit_discarding(&who, Some(organization), work, again).await
}

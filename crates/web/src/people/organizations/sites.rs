//! Sites.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::{Context, Error, organizations};
use tasuki_store::{OrganizationId, SiteId};

use super::settings::show;
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
}

async fn put(web: Web, who: Who, organization: OrganizationId, site: Option<SiteId>, given: Given) -> Response {
    submit(&web, &who, organization, move |cx| organizations::put_site(cx, site, &given.name, &given.address).map(drop))
        .await
}

async fn submit<F>(web: &Web, who: &Who, organization: OrganizationId, change: F) -> Response
where
    F: FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send + 'static,
{
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        change(cx)?;
        Ok(Reply::Go(format!("/o/{organization}/settings#sites")))
    };
    // On this page, the field `name` is that of the organization.
    let again = |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| show(cx, who, None, trouble.without_fields());
    web.submit_discarding(who, Some(organization), work, again).await
}

/// `POST /o/{organization}/sites`.
pub(super) async fn add(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(given): Form<Given>,
) -> Response {
    put(web, who, organization, None, given).await
}

/// `POST /o/{organization}/sites/{site}`.
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    Path((organization, site)): Path<(OrganizationId, SiteId)>,
    Form(given): Form<Given>,
) -> Response {
    put(web, who, organization, Some(site), given).await
}

/// `POST /o/{organization}/sites/{site}/remove`.
pub(super) async fn remove(
    State(web): State<Web>,
    who: Who,
    Path((organization, site)): Path<(OrganizationId, SiteId)>,
) -> Response {
    submit(&web, &who, organization, move |cx| organizations::remove_site(cx, site)).await
}

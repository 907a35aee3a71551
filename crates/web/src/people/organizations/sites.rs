//! Sites.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::organizations;
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
    let done = web.attempt(&who, Some(organization), move |cx| {
        organizations::put_site(cx, site, &given.name, &given.address)?;
        Ok(back(organization))
    });
    answer(&web, &who, organization, done.await).await
}

fn back(organization: OrganizationId) -> Reply {
    Reply::Go(format!("/o/{organization}/settings#sites"))
}

async fn answer(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    done: Result<Reply, tasuki_app::Error>,
) -> Response {
    match done {
        Err(error) if Trouble::belongs_to_form(&error) => {
            // The name of a site is not the name of the organization above.
            let mut error = error;
            error.fields.clear();
            show(web, who, organization, None, Trouble::new(error, who.lang)).await
        }
        done => Reply::respond(who, done),
    }
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
    let done = web.attempt(&who, Some(organization), move |cx| {
        organizations::remove_site(cx, site)?;
        Ok(back(organization))
    });
    answer(&web, &who, organization, done.await).await
}

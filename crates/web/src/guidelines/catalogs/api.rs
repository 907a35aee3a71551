//! Adding, reading and withdrawing catalogues of one's own.

use axum::extract::State;
use tasuki_app::{Context, catalogs};
use tasuki_store::OrganizationId;

use super::wire::{CatalogBody, CatalogFilesBody, NewCatalogBody};
use crate::assessments::{CHECKING, at};
use crate::once::Created;
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// The editions of the organization's own catalogues, in the order in which they were added. The built-in ones are not among them.
#[utoipa::path(get, path = "/catalogs", tag = "catalogs", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<CatalogBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<CatalogBody>>, Problem> {
    let all = web.read(&who, organization, catalogs::list).await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}

/// Adds an edition of a catalogue of the organization's own.
///
/// It is checked like the built-in ones, and all problems are told at once, each with its file and line. An edition cannot be changed
/// later: another edition replaces it, with a crosswalk that says what changed. At most 24 editions, 1 MiB each and 6 MiB together.
#[utoipa::path(post, path = "/catalogs", tag = "catalogs", params(("organization" = String, Path)), request_body = NewCatalogBody,
    responses((status = 201, body = CatalogBody)))]
pub(super) async fn add(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewCatalogBody>,
) -> Result<Created, Problem> {
    let library = web.read(&who, organization, |cx| catalogs::for_adding(cx)).await?;
    // Reading a long catalogue must not keep others from writing.
    let checked = at(&CHECKING, move || catalogs::check(&library, new.files())).await;
    // A request that was answered before is answered the same again, although the edition is there by now.
    let make = move |cx: &mut Context<'_, '_>| Ok(CatalogBody::from(catalogs::add(cx, checked?)?));
    web.create(&who, organization, make).await
}

/// One edition, with its files as they were given.
#[utoipa::path(get, path = "/catalogs/{catalog}", tag = "catalogs",
    params(("organization" = String, Path), ("catalog" = String, Path, description = "The `id` in its `catalog.toml`")),
    responses((status = 200, body = CatalogFilesBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, catalog)): Path<(OrganizationId, String)>,
) -> Result<Json<CatalogFilesBody>, Problem> {
    let (listed, files) = web.read(&who, organization, move |cx| catalogs::show(cx, &catalog)).await?;
    Ok(Json(CatalogFilesBody::new(listed, files)))
}

/// Withdraws an edition: nothing new begins with it. The assessments that were begun with it go on.
#[utoipa::path(post, path = "/catalogs/{catalog}/archive", tag = "catalogs",
    params(("organization" = String, Path), ("catalog" = String, Path, description = "The `id` in its `catalog.toml`")),
    responses((status = 200, body = CatalogBody)))]
pub(super) async fn archive(
    State(web): State<Web>,
    who: Who,
    Path((organization, catalog)): Path<(OrganizationId, String)>,
) -> Result<Json<CatalogBody>, Problem> {
    Ok(Json(web.write(&who, organization, move |cx| catalogs::archive(cx, &catalog, true)).await?.into()))
}

/// Offers an edition again that was withdrawn.
#[utoipa::path(post, path = "/catalogs/{catalog}/restore", tag = "catalogs",
    params(("organization" = String, Path), ("catalog" = String, Path, description = "The `id` in its `catalog.toml`")),
    responses((status = 200, body = CatalogBody)))]
pub(super) async fn restore(
    State(web): State<Web>,
    who: Who,
    Path((organization, catalog)): Path<(OrganizationId, String)>,
) -> Result<Json<CatalogBody>, Problem> {
    Ok(Json(web.write(&who, organization, move |cx| catalogs::archive(cx, &catalog, false)).await?.into()))
}

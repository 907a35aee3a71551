//! Making a package: collected in a transaction, made outside of one, stored, and then kept.

use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use tasuki_app::packages::{self, Made};
use tasuki_app::{Context, Error};
use tasuki_store::packages::Package;
use tasuki_store::{Digest, OrganizationId, RoadId};

use super::Place;
use crate::assessments::{PACKING, PRINTING, at, seat};
use crate::evidence::{Stored, missing, send, unreadable};
use crate::take::NotStored;
use crate::{Web, Who};

/// A package that was made and stored, but is not kept yet: no row names its file.
pub(super) struct Prepared {
    made: Made,
    /// The digest of its zip, and the size in bytes.
    file: (Digest, u64),
}

impl Prepared {
    /// Keeps it.
    pub(super) fn keep(&self, cx: &mut Context<'_, '_>, road: RoadId) -> Result<Package, Error> {
        packages::keep(cx, road, &self.made, self.file)
    }
}

/// Makes a package with these files of evidence, by their identifiers, and stores it.
pub(super) async fn prepare(
    web: &Web,
    who: &Who,
    (organization, road): (OrganizationId, RoadId),
    chosen: Vec<String>,
) -> Result<Prepared, Error> {
    let collect = move |cx: &mut Context<'_, '_>| packages::material(cx, road, &chosen);
    let material = web.app().read(who.credentials, Some(organization), collect).await?;
    // Only one package is in memory at a time: the others wait without their files.
    let _seat = seat(&PACKING).await?;
    let mut files = Vec::new();
    for digest in material.files() {
        files.push(fetched(web, digest).await?);
    }
    let (made, bytes) = at(&PRINTING, move || packages::make(&material, files)).await?;
    let size = bytes.len() as u64;
    let stored = web.app().blobs().put(stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]), size).await;
    let stored = stored.map_err(|error| if error.is_full() { Error::full() } else { Error::from(NotStored) })?;
    Ok(Prepared { made, file: (stored.digest, stored.size) })
}

async fn fetched(web: &Web, digest: Digest) -> Result<Vec<u8>, Error> {
    let mut blob = web.app().blobs().get(digest).await.map_err(|error| unreadable(&error))?.ok_or_else(missing)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = blob.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| unreadable(&error))?);
    }
    Ok(bytes)
}

/// Sends a package. Taking it along is noted in the log.
pub(super) async fn serve(
    web: &Web,
    who: &Who,
    (organization, road, digest): Place,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let find = move |cx: &mut Context<'_, '_>| packages::find(cx, road, digest);
    let package = web.app().read(who.credentials, Some(organization), find).await?;
    let note = move |cx: &mut Context<'_, '_>| packages::note(cx, road, digest);
    let note = web.app().take_along(who.credentials, organization, note);
    let stored = Stored { digest: package.file, media_type: "application/zip", name: &package.name };
    send(web, stored, headers, false, note).await
}

//! Packages over the API.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tasuki_app::{Context, packages, roads};
use tasuki_store::Digest;
use tasuki_store::packages::Package;
use utoipa::ToSchema;

use super::make::{prepare, serve};
use super::{Place, RoadPlace};
use crate::etag::versioned;
use crate::once::Created;
use crate::paging::{PageBody, Paging};
use crate::roads::WholeRoadBody;
use crate::take::{IfMatch, Json, Path, Query};
use crate::wire::File;
use crate::{Problem, Web, Who};

/// A package of an application.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PackageBody {
    /// The SHA-256 of its `SHA256SUMS`, by which people know it again.
    digest: String,
    /// The road.
    road: String,
    /// The number of the submission on the road.
    submission: u32,
    /// The SHA-256 of the zip.
    sha256: String,
    /// The size of the zip in bytes.
    size: u64,
    /// The name of the file.
    name: String,
    /// When it was made, in milliseconds since 1970.
    made: i64,
    /// By whom.
    made_by: String,
}

impl From<Package> for PackageBody {
    fn from(own: Package) -> Self {
        Self {
            digest: own.digest.to_string(),
            road: own.road.to_string(),
            submission: own.submission,
            sha256: own.file.to_string(),
            size: own.size,
            name: own.name,
            made: own.made,
            made_by: own.made_by.to_string(),
        }
    }
}

/// What goes into a package besides what always does.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPackageBody {
    /// The files of evidence of the submission that go with it, by identifier; at most 200 MB together.
    #[serde(default)]
    evidence: Vec<String>,
}

/// Which package went to the operator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicationBody {
    /// The digest of the package.
    #[schema(value_type = String)]
    package: Digest,
}

/// The packages of a road, the last first.
#[utoipa::path(get, path = "/roads/{road}/packages", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), Paging),
    responses((status = 200, body = PageBody<PackageBody>)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<PackageBody>>, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        let all = packages::of_road(cx, road)?;
        paging.cut(all.into_iter().map(PackageBody::from).collect(), |own| own.digest.clone())
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

/// Makes a package of the last submission: a zip with the submission, the documents, the list of evidence, the chosen files, the confirmation
/// and the declaration, that anybody can check with `sha256sum`. It takes a few seconds, and is kept.
#[utoipa::path(post, path = "/roads/{road}/packages", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body = NewPackageBody, responses((status = 201, body = PackageBody)))]
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Json(sent): Json<NewPackageBody>,
) -> Result<Created, Problem> {
    let prepared = prepare(&web, &who, (organization, road), sent.evidence).await;
    let prepared = prepared.map_err(|error| Problem::new(error, who.lang))?;
    let keep = move |cx: &mut Context<'_, '_>| Ok(PackageBody::from(prepared.keep(cx, road)?));
    web.create(&who, organization, keep).await
}

/// A package. Taking it along is noted in the log.
#[utoipa::path(get, path = "/roads/{road}/packages/{package}", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path), ("package" = String, Path)),
    responses((status = 200, content_type = "application/zip", body = File),
        (status = 206, description = "The part of it that `Range` names", content_type = "application/zip", body = File),
        (status = 304), (status = 416)))]
pub(super) async fn download(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&web, &who, place, &headers).await.map_err(|error| Problem::new(error, who.lang))
}

/// Records that a package of the last submission went to the operator.
#[utoipa::path(post, path = "/roads/{road}/apply", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = ApplicationBody, responses((status = 200, body = WholeRoadBody)))]
pub(super) async fn apply(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    IfMatch(version): IfMatch,
    Json(sent): Json<ApplicationBody>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut Context<'_, '_>| {
        packages::apply(cx, road, version, sent.package)?;
        let standing = roads::find(cx, road)?;
        crate::roads::whole(cx, &standing)
    };
    let (version, body) = web.write(&who, organization, work).await?;
    Ok(versioned(version, body))
}

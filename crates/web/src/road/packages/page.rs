//! The page on which packages are made, taken along, and entered as sent.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::{Context, Error, packages, roads, submissions};
use tasuki_scheme::road::Event;
use tasuki_scheme::{Classification, Permission};
use tasuki_store::{Digest, RoadId};

use super::make::{prepare, serve};
use super::{Place, RoadPlace};
use crate::evidence::size;
use crate::page::{Page, Section};
use crate::roads::Crumb;
use crate::take::{Form, Path, seen};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/packages/page.html")]
struct Packages {
    page: Page,
    road: Crumb,
    version: i64,
    may_manage: bool,
    /// Whether a package can be made now.
    may_make: bool,
    /// Whether it is the step of the application.
    may_apply: bool,
    packages: Vec<PackageView>,
    pieces: Vec<PieceView>,
    /// Evidence that is no file: links and notes, of which the list tells.
    others: usize,
    trouble: Trouble,
}

struct PackageView {
    number: u32,
    /// Whether it is of the last submission.
    is_current: bool,
    digest: String,
    name: String,
    size: String,
    made: i64,
    by: String,
}

/// A file of evidence that can go with it.
struct PieceView {
    id: String,
    name: String,
    what: String,
    chosen: bool,
}

/// `GET /o/{organization}/roads/{road}/packages`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path((organization, road)): Path<RoadPlace>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, road, &[], Trouble::default())).await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    road: RoadId,
    chosen: &[String],
    trouble: Trouble,
) -> Result<Reply, Error> {
    let standing = roads::find(cx, road)?;
    let page = Page::load(cx, who, Section::Roads, "申請の一式", "Package of the application")?;
    let may_manage = cx.may(Permission::ManageRoads);
    let may_make = may_manage && packages::may_be_made(&standing);
    let next = roads::next(cx, &standing);
    let last = submissions::of_road(cx, road)?.into_iter().next();
    let shown = last.filter(|_| may_make).map(|last| submissions::find(cx, last.digest)).transpose()?;
    let lang = page.language();
    let evidence = shown.as_ref().map(|own| own.submission.evidence.as_slice()).unwrap_or_default();
    let files = evidence.iter().filter(|own| own.kind == "file");
    let pieces: Vec<PieceView> = files
        .map(|own| PieceView {
            id: own.id.clone(),
            name: own.name.clone(),
            what: format!(
                "{} · {}",
                Classification::from_word(&own.classification).map_or("", |class| class.name(lang)),
                own.file_name
            ),
            chosen: chosen.contains(&own.id),
        })
        .collect();
    let all = packages::of_road(cx, road)?;
    let view = Packages {
        road: Crumb::new(&standing, lang),
        version: standing.road.version,
        may_manage,
        may_make,
        may_apply: next.iter().any(|own| own.event == Event::Apply && own.is_mine),
        packages: all
            .into_iter()
            .map(|own| PackageView {
                number: own.submission,
                is_current: own.submission == standing.road.submissions,
                digest: own.digest.to_string(),
                name: own.name,
                size: size(own.size),
                made: own.made,
                by: own.made_by_name,
            })
            .collect(),
        others: evidence.len() - pieces.len(),
        pieces,
        page,
        trouble,
    };
    Reply::page_with(view.trouble.outcome(), &view)
}

/// `POST /o/{organization}/roads/{road}/packages`.
pub(super) async fn create(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let chosen: Vec<String> = pairs.into_iter().filter(|(name, _)| name == "evidence").map(|(_, id)| id).collect();
    let prepared = prepare(&web, &who, (organization, road), chosen.clone()).await;
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        prepared?.keep(cx, road)?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}/packages?told=saved")))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| {
        show(cx, who, road, &chosen, trouble.without_fields())
    };
    web.submit(&who, Some(organization), work, again).await
}

/// `GET /o/{organization}/roads/{road}/packages/{package}`.
pub(super) async fn download(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    headers: HeaderMap,
) -> Response {
    serve(&web, &who, place, &headers).await.unwrap_or_else(|error| Reply::respond(&who, Err(error)))
}

/// What is sent to enter an application.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Applied {
    package: String,
    /// The version that the person saw.
    version: String,
}

/// `POST /o/{organization}/roads/{road}/apply`.
pub(super) async fn apply(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<RoadPlace>,
    Form(sent): Form<Applied>,
) -> Response {
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let package: Digest = sent.package.parse().map_err(|_| Error::not_found())?;
        packages::apply(cx, road, Some(seen(&sent.version)), package)?;
        Ok(Reply::Go(format!("/o/{organization}/roads/{road}?told=saved")))
    };
    web.submit(&who, Some(organization), work, move |cx, who, trouble| show(cx, who, road, &[], trouble)).await
}

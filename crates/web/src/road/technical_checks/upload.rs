//! Files that are sent: scans, lists about vulnerabilities, and lists of targets.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::once::{Fulfilled, Made};
use tasuki_app::technical_checks::{self as checks, LARGEST, Sent};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::{OrganizationId, RoadId};
use utoipa::ToSchema;

use super::page::{Typed, WhichForm, again};
use super::wire::{ImportedTargetsBody, ScanImportBody, VulnerabilityListBody};
use super::{Place, path};
use crate::assessments::{READING, at};
use crate::once::{Created, FIELD};
use crate::take::{Multipart, Path, pick_up, put_down};
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

/// A file of a scanner.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct ScanForm {
    /// The file: up to 50 MB, of any format that `tasuki scan read` reads.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A list of targets.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct TargetsForm {
    /// The list as CSV, with a heading.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A file that was received.
struct Received {
    name: String,
    bytes: Vec<u8>,
    /// The key of the form, and who sent it, with the identity of the upload.
    who: Who,
}

/// Receives a file. The permission is checked before its first byte is read, and again when something is written.
async fn receive(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    mut form: Multipart,
    permit: impl FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send + 'static,
) -> Result<Received, Error> {
    web.app().read(who.credentials, Some(organization), permit).await?;
    let (mut file, mut key) = (None, String::new());
    while let Some(part) = form.next().await? {
        match part.name() {
            "file" => {
                let name = part.file_name().unwrap_or_default();
                let put = put_down(part, LARGEST, checks::too_large).await?;
                file = put.map(|(file, digest)| (name, file, digest));
            }
            FIELD => key = part.text().await?.trim().chars().take(100).collect(),
            _ => {}
        }
    }
    let (name, file, digest) = file.ok_or_else(|| {
        Error::invalid("technical_check.no_file", "ファイルを選んでください。", "Choose a file.")
            .hint(
                "検査の道具が書き出したファイルを選び、もう一度送ってください。",
                "Choose the file that the scanner wrote, and send it again.",
            )
            .field("file")
    })?;
    let who = who.clone().brought(&key, &[name.as_bytes(), &digest]);
    let bytes = tokio::task::spawn_blocking(move || pick_up(&file)).await.map_err(|_| Error::internal())??;
    Ok(Received { name, bytes, who })
}

/// Receives a scan or a list, and reads it when it is its turn.
async fn read(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    form: Multipart,
    permit: impl FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send + 'static,
) -> Result<(Sent, Who), Error> {
    let Received { name, bytes, who } = receive(web, who, organization, form, permit).await?;
    let sent = at(&READING, move || checks::read(&name, &bytes)).await?;
    Ok((sent, who))
}

/// `POST /o/{organization}/roads/{road}/technical-check/scans`: a scan, or a list about vulnerabilities for the organization.
pub(super) async fn scan_form(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    form: Multipart,
) -> Response {
    let done = async {
        let (sent, who) = read(&web, &who, organization, form, move |cx| checks::permit_import(cx, road)).await?;
        web.once(&who, Some(organization), move |cx| keep(cx, organization, road, &sent)).await
    };
    told(&web, &who, (organization, road), WhichForm::Scan, done.await).await
}

/// Keeps what a file says, and goes on to where it is shown.
fn keep(cx: &mut Context<'_, '_>, organization: OrganizationId, road: RoadId, sent: &Sent) -> Result<Made, Error> {
    let is_new = if checks::is_list(sent.scan.format) {
        may_add_lists(cx)?;
        checks::add_list(cx, sent)?.is_new
    } else {
        checks::import(cx, road, sent)?.is_new
    };
    let told = if is_new { "?told=saved" } else { "?same=true" };
    Reply::Go(format!("{}{told}#scans", path(organization, road))).made()
}

/// A verifier who may import scans is told who brings the lists, which are for the whole organization.
fn may_add_lists(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    if cx.may(Permission::ManageRoads) {
        return Ok(());
    }
    let error = Error::invalid(
        "vulnerability_list.not_yours",
        "脆弱性の一覧（KEV、EPSS）は、組織のセキュリティ責任者が取り込みます。",
        "Lists of vulnerabilities (KEV, EPSS) are brought by the organization's security lead.",
    );
    Err(error
        .hint(
            "この一覧は組織のすべての道で使われます。責任者に取り込みを頼んでください。検査結果は、ここから取り込めます。",
            "They are used on every road of the organization: ask the security lead. Scans can be imported here.",
        )
        .field("file"))
}

/// `POST /o/{organization}/roads/{road}/technical-check/targets/import`.
pub(super) async fn targets_form(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    form: Multipart,
) -> Response {
    let done = async {
        let Received { bytes, who, .. } = receive(&web, &who, organization, form, may_manage).await?;
        let work = move |cx: &mut Context<'_, '_>| {
            checks::import_targets(cx, road, &bytes)?;
            Reply::Go(format!("{}?told=saved#targets", path(organization, road))).made()
        };
        web.once(&who, Some(organization), work).await
    };
    told(&web, &who, (organization, road), WhichForm::List, done.await).await
}

fn may_manage(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    cx.require(Permission::ManageRoads).map(drop)
}

/// The page again with the reason, if a file was refused.
async fn told(
    web: &Web,
    who: &Who,
    (organization, road): Place,
    form: WhichForm,
    done: Result<Fulfilled, Error>,
) -> Response {
    match done {
        Ok(told) => Reply::respond(who, Ok(Reply::told(told))),
        Err(error) => {
            let trouble = Trouble::keeping(error, who.lang);
            web.again(who, Some(organization), trouble, move |cx, who, trouble| {
                again(cx, who, road, Typed::file(form), trouble)
            })
            .await
        }
    }
}

/// Imports a scan. The identical file again changes nothing.
#[utoipa::path(post, path = "/roads/{road}/technical-check/scans", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body(content = ScanForm, content_type = "multipart/form-data"),
    responses((status = 201, body = ScanImportBody)))]
pub(super) async fn scan(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    form: Multipart,
) -> Result<Created, Problem> {
    let done = async {
        let (sent, who) = read(&web, &who, organization, form, move |cx| checks::permit_import(cx, road)).await?;
        let work =
            move |cx: &mut Context<'_, '_>| Made::json(201, &ScanImportBody::from(checks::import(cx, road, &sent)?));
        web.once(&who, Some(organization), work).await
    };
    done.await.map(Created).map_err(|error| Problem::new(error, who.lang))
}

/// Imports a list of targets as CSV. Those that it names are added or changed; others stay.
#[utoipa::path(post, path = "/roads/{road}/technical-check/targets/import", tag = "roads",
    params(("organization" = String, Path), ("road" = String, Path)),
    request_body(content = TargetsForm, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportedTargetsBody)))]
pub(super) async fn targets(
    State(web): State<Web>,
    who: Who,
    Path((organization, road)): Path<Place>,
    form: Multipart,
) -> Result<Created, Problem> {
    let done = async {
        let Received { bytes, who, .. } = receive(&web, &who, organization, form, may_manage).await?;
        let work = move |cx: &mut Context<'_, '_>| {
            let count = checks::import_targets(cx, road, &bytes)?;
            Made::json(201, &ImportedTargetsBody { targets: count })
        };
        web.once(&who, Some(organization), work).await
    };
    done.await.map(Created).map_err(|error| Problem::new(error, who.lang))
}

/// Puts a list about vulnerabilities (KEV as JSON, EPSS as CSV) in the place of the one in use, for all roads of the organization.
#[utoipa::path(post, path = "/vulnerability-lists", tag = "roads",
    params(("organization" = String, Path)),
    request_body(content = ScanForm, content_type = "multipart/form-data"),
    responses((status = 201, body = VulnerabilityListBody)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    form: Multipart,
) -> Result<Created, Problem> {
    let done = async {
        let (sent, who) = read(&web, &who, organization, form, may_manage).await?;
        let work = move |cx: &mut Context<'_, '_>| {
            let added = checks::add_list(cx, &sent)?;
            Made::json(201, &VulnerabilityListBody::new(&added.list, Some(added.is_new)))
        };
        web.once(&who, Some(organization), work).await
    };
    done.await.map(Created).map_err(|error| Problem::new(error, who.lang))
}

//! Importing a workbook, for programs: upload, preview, import.

use axum::extract::State;
use serde::Deserialize;
use tasuki_app::Context;
use tasuki_app::assessments::New;
use tasuki_app::imports::{self, Pending, Upload};
use tasuki_app::once::Made;
use tasuki_store::{AssessmentId, OrganizationId, ParcelId};
use utoipa::ToSchema;

use super::upload::{receive, take_in};
use super::wire::ImportBody;
use crate::assessments::wire::AssessmentBody;
use crate::assessments::workshop::pay_for_answers;
use crate::once::Created;
use crate::take::{Json, Multipart, Path, Query};
use crate::{Problem, Web, Who};

/// A file with answers.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct ImportForm {
    /// The workbook: .xlsx, .csv or .json.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The edition; without it, it is recognised from the file.
    edition: Option<String>,
    /// The sheet to read; may be repeated. Required if several sheets answer the same criteria.
    sheet: Option<Vec<String>>,
}

/// Reads a file of answers and keeps what it says for a day. Nothing is imported yet.
#[utoipa::path(post, path = "/imports", tag = "assessments",
    params(("organization" = String, Path)),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportBody)))]
pub(crate) async fn send(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    form: Multipart,
) -> Result<Created, Problem> {
    let read = async {
        let sent = receive(&web, &who, organization, form).await?;
        let who = sent.brought(who.clone());
        let tell = |id, upload: &Upload| Made::json(201, &ImportBody::new(id, upload));
        let ask = |_: &mut Context<'_, '_>, pending: Pending, _| Err(imports::asks(&pending.sheets));
        take_in(&web, &who, organization, sent, tell, ask).await
    };
    read.await.map(Created).map_err(|error| Problem::new(error, who.lang))
}

/// Where it is to go.
#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    into: Option<AssessmentId>,
}

/// The contents that were read; with `into`, also the changes to that assessment.
#[utoipa::path(get, path = "/imports/{import}", tag = "assessments",
    params(("organization" = String, Path), ("import" = String, Path),
        ("into" = Option<String>, Query, description = "An assessment of the same edition")),
    responses((status = 200, body = ImportBody)))]
pub(crate) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, import)): Path<(OrganizationId, ParcelId)>,
    Query(wanted): Query<Target>,
) -> Result<Json<ImportBody>, Problem> {
    let body = web.read(&who, organization, move |cx| {
        let upload = imports::load(cx, import)?;
        let body = ImportBody::new(import, &upload);
        match wanted.into {
            Some(into) => Ok(body.with(imports::effect(cx, &upload, into)?)),
            None => Ok(body),
        }
    });
    Ok(Json(body.await?))
}

/// The target of the import: `into` an existing assessment, or a new one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommitBody {
    /// An assessment of the same edition.
    #[schema(value_type = Option<String>)]
    into: Option<AssessmentId>,
    /// `seen` of the preview with that assessment; if something has changed since then, nothing is imported.
    seen: Option<i64>,
    /// For a new one: its name.
    #[serde(default)]
    title: String,
    /// For a new one: the target level.
    level: Option<u8>,
    /// For a new one: the target date.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<jiff::civil::Date>,
}

/// Imports what was read, completely or not at all.
#[utoipa::path(post, path = "/imports/{import}/commit", tag = "assessments", request_body = CommitBody,
    params(("organization" = String, Path), ("import" = String, Path)),
    responses((status = 200, body = AssessmentBody), (status = 412)))]
pub(crate) async fn commit(
    State(web): State<Web>,
    who: Who,
    Path((organization, import)): Path<(OrganizationId, ParcelId)>,
    Json(body): Json<CommitBody>,
) -> Result<Created, Problem> {
    let counted = (web.clone(), who.clone());
    let work = move |cx: &mut Context<'_, '_>| {
        let made = if let Some(into) = body.into {
            imports::into_existing(cx, import, into, body.seen)?
        } else {
            let new =
                New { title: body.title, edition: String::new(), level: body.level, scope: Vec::new(), due: body.due };
            imports::into_new(cx, import, new)?
        };
        pay_for_answers(&counted.0, &counted.1, cx, &made.edition);
        Made::json(200, &AssessmentBody::from(made))
    };
    web.make(&who, Some(organization), work).await
}

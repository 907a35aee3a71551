//! Reading a workbook in, for programs: send, look, import.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tasuki_app::Context;
use tasuki_app::assessments::New;
use tasuki_app::imports::{self, Pending, Upload};
use tasuki_app::once::Made;
use tasuki_store::{AssessmentId, OrganizationId, ParcelId};
use utoipa::ToSchema;

use super::import::{answers_in, receive, take_in};
use super::wire::AssessmentBody;
use crate::once::Created;
use crate::server::pay;
use crate::take::{Json, Multipart, Path, Query};
use crate::{Problem, Web, Who};

/// A file with answers.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
pub(crate) struct ImportForm {
    /// The workbook: .xlsx, .csv or .json.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The edition; without it, it is recognised.
    edition: Option<String>,
    /// The sheet that is meant; may be given several times. Needed where several sheets answer the same criteria.
    sheet: Option<Vec<String>>,
}

/// What a file says. It waits a day for its import.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportBody {
    /// Under which it is imported.
    id: String,
    /// The file's name.
    name: String,
    /// The edition that it answers.
    edition: String,
    /// The sheet in which the answers are.
    sheet: String,
    /// What it answers: criterion, status, note, confirmed, accepted, maturity.
    #[schema(value_type = Vec<serde_json::Value>)]
    answers: serde_json::Value,
    /// What is wrong with it: where, what was found, what was expected.
    #[schema(value_type = Vec<serde_json::Value>)]
    problems: serde_json::Value,
    /// With `into`: what would change, as criterion, old and new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<serde_json::Value>>)]
    changes: Option<serde_json::Value>,
    /// With `into`: names the state of that assessment in which this would change, for the import itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<i64>,
}

impl ImportBody {
    fn new(id: ParcelId, upload: &Upload) -> Self {
        Self {
            id: id.to_string(),
            name: upload.name.clone(),
            edition: upload.edition.clone(),
            sheet: upload.sheet.clone(),
            answers: serde_json::to_value(&upload.answers).unwrap_or_default(),
            problems: serde_json::to_value(&upload.problems).unwrap_or_default(),
            changes: None,
            seen: None,
        }
    }
}

/// Reads a file of answers and keeps what it says for a day. Nothing is imported yet.
#[utoipa::path(post, path = "/imports", tag = "assessments",
    params(("organization" = String, Path)),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 413, body = crate::problem::ProblemBody), (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn send(
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
pub(super) struct Into {
    into: Option<AssessmentId>,
}

/// What was read; with `into`, also what would change there.
#[utoipa::path(get, path = "/imports/{import}", tag = "assessments",
    params(("organization" = String, Path), ("import" = String, Path),
        ("into" = Option<String>, Query, description = "An assessment of the same edition")),
    responses((status = 200, body = ImportBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn show(
    State(web): State<Web>,
    who: Who,
    Path((organization, import)): Path<(OrganizationId, ParcelId)>,
    Query(wanted): Query<Into>,
) -> Result<Json<ImportBody>, Problem> {
    let body = web.read(&who, organization, move |cx| {
        let upload = imports::load(cx, import)?;
        let mut body = ImportBody::new(import, &upload);
        if let Some(into) = wanted.into {
            let effect = imports::effect(cx, &upload, into)?;
            body.seen = Some(effect.sheet.revision());
            let changes = effect
                .changes
                .iter()
                .map(|(_, old, new)| serde_json::json!({ "criterion": new.criterion, "old": old, "new": new }));
            body.changes = Some(changes.collect());
        }
        Ok(body)
    });
    Ok(Json(body.await?))
}

/// Where what was read goes: `into` an assessment that is there, or into a new one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommitBody {
    /// An assessment of the same edition.
    #[schema(value_type = Option<String>)]
    into: Option<AssessmentId>,
    /// `seen` of the import with that assessment; if something changed since, nothing is imported.
    seen: Option<i64>,
    /// Of a new one: what people call it.
    #[serde(default)]
    title: String,
    /// Of a new one: the level that is aimed at.
    level: Option<u8>,
    /// Of a new one: when it is to be done.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<jiff::civil::Date>,
}

/// Imports what was read, all of it or nothing.
#[utoipa::path(post, path = "/imports/{import}/commit", tag = "assessments", request_body = CommitBody,
    params(("organization" = String, Path), ("import" = String, Path)),
    responses((status = 200, body = AssessmentBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 409, body = crate::problem::ProblemBody), (status = 412, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn commit(
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
        pay(&counted.0, &counted.1, answers_in(&counted.0, &made.edition));
        Made::json(200, &AssessmentBody::from(made))
    };
    web.make(&who, Some(organization), work).await
}

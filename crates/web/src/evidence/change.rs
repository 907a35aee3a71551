//! Changing a piece of evidence, taking it out of use and back.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::evidence::{self, Change, Classification};
use tasuki_app::{Error, Kind};
use tasuki_store::evidence::Evidence;
use tasuki_store::{EvidenceId, OrganizationId};

use super::show;
use super::wire::EvidenceBody;
use crate::etag::versioned;
use crate::take::{Form, IfMatch, Json, Path};
use crate::{Problem, Reply, Web, Who};

/// What the form says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) version: String,
    pub(super) name: String,
    pub(super) classification: String,
    pub(super) owner: String,
    pub(super) effective: String,
    pub(super) ends: String,
}

impl Typed {
    /// What the form says before anybody typed.
    pub(super) fn of(evidence: &Evidence) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            version: evidence.version.to_string(),
            name: evidence.name.clone(),
            classification: evidence.classification.word().to_owned(),
            owner: evidence.owner.map(|owner| owner.to_string()).unwrap_or_default(),
            effective: day(evidence.effective),
            ends: day(evidence.ends),
        }
    }

    fn change(&self) -> Result<Change, Error> {
        let day = |name: &str, text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse::<Date>().map(Some).map_err(|_| {
                let error = Error::invalid("evidence.field", "日付を確かめてください。", "Check the date.");
                error.field(name)
            }),
        };
        let owner = match self.owner.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::not_found())?),
        };
        Ok(Change {
            name: Some(self.name.clone()),
            classification: Some(Classification::from_word(&self.classification).ok_or_else(Error::not_found)?),
            owner: Some(owner),
            effective: Some(day("effective", &self.effective)?),
            ends: Some(day("ends", &self.ends)?),
            archived: None,
        })
    }
}

/// `POST /o/{organization}/evidence/{evidence}`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
    Form(typed): Form<Typed>,
) -> Response {
    let version = Some(typed.version.parse().unwrap_or(i64::MIN));
    let done = match typed.change() {
        Ok(change) => {
            let work = move |cx: &mut tasuki_app::Context<'_, '_>| evidence::change(cx, id, version, &change).map(drop);
            web.app().write(who.credentials, Some(organization), work).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Reply::respond(&who, Ok(Reply::Go(format!("/o/{organization}/evidence/{id}")))),
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Conflict) => {
            show::render(&web, &who, organization, id, Some((typed, error))).await
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

/// `POST /o/{organization}/evidence/{evidence}/archive`.
pub(super) async fn archive(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
) -> Response {
    set_archived(&web, &who, organization, id, true).await
}

/// `POST /o/{organization}/evidence/{evidence}/restore`.
pub(super) async fn restore(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
) -> Response {
    set_archived(&web, &who, organization, id, false).await
}

async fn set_archived(web: &Web, who: &Who, organization: OrganizationId, id: EvidenceId, archived: bool) -> Response {
    web.act(who, Some(organization), move |cx| {
        evidence::change(cx, id, None, &Change { archived: Some(archived), ..Change::default() })?;
        Ok(Reply::Go(format!("/o/{organization}/evidence/{id}")))
    })
    .await
}

/// Changes a piece.
///
/// What is not named stays as it is; `null` clears. With `If-Match`, only when nobody else was first.
#[utoipa::path(patch, path = "/evidence/{evidence}", tag = "evidence",
    params(("organization" = String, Path), ("evidence" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = super::wire::EvidenceChangeBody,
    responses((status = 200, body = EvidenceBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 412, body = crate::problem::ProblemBody), (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
    IfMatch(version): IfMatch,
    Json(change): Json<Change>,
) -> Result<impl IntoResponse, Problem> {
    let piece = web.write(&who, organization, move |cx| evidence::change(cx, id, version, &change)).await?;
    let body = EvidenceBody::from(piece);
    Ok(versioned(body.version, body))
}

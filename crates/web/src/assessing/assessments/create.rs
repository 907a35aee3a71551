//! Making an assessment.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::Context;
use tasuki_app::assessments::{self, New};
use tasuki_store::OrganizationId;
use utoipa::ToSchema;

use super::form::Draft;
use super::new::{self, Aid};
use super::wire::{AssessmentBody, ScopeItemBody};
use crate::once::Created;
use crate::take::{Form, Json, Path};
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/assessments`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let draft = Draft::read(pairs);
    if draft.more {
        let more =
            move |cx: &mut Context<'_, '_>, who: &Who| new::form(cx, who, draft, Aid::default(), Trouble::default());
        return web.page_for(&who, Some(organization), more).await;
    }
    let typed = draft.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let made = assessments::create(cx, draft.new_assessment()?)?;
        Ok(Reply::Go(format!("/o/{organization}/assessments/{}", made.id)))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| new::form(cx, who, typed, Aid::default(), trouble);
    web.submit(&who, Some(organization), work, again).await
}

/// The data of a new assessment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBody {
    /// Its name; if empty, it is named after the edition and level.
    #[serde(default)]
    title: String,
    /// The edition, or its framework.
    #[schema(example = "scs-2026-03")]
    edition: String,
    /// The target level; if it is left out, the highest.
    level: Option<u8>,
    /// What is in and what is out.
    #[serde(default)]
    scope: Vec<ScopeItemBody>,
    /// When it is to be done.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<jiff::civil::Date>,
}

/// Begins an assessment.
#[utoipa::path(post, path = "/assessments", tag = "assessments", request_body = NewBody,
    params(("organization" = String, Path)),
    responses((status = 201, body = AssessmentBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewBody>,
) -> Result<Created, Problem> {
    let new = New {
        title: new.title,
        edition: new.edition,
        level: new.level,
        scope: new.scope.into_iter().map(Into::into).collect(),
        due: new.due,
    };
    web.create(&who, organization, move |cx| Ok(AssessmentBody::from(assessments::create(cx, new)?))).await
}

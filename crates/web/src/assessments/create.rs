//! Making an assessment.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::assessments::{self, New};
use tasuki_app::{Error, Kind};
use tasuki_store::OrganizationId;
use tasuki_store::assessments::ScopeItem;
use utoipa::ToSchema;

use super::form::Draft;
use super::new::{self, Aid};
use super::wire::AssessmentBody;
use crate::once::Created;
use crate::take::{Form, Json, Path};
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/assessments`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let draft = Draft::read(pairs);
    let (copy, typed) = (who.clone(), draft.clone());
    let (error, status) = if draft.more {
        (None, StatusCode::OK)
    } else {
        let done = web.attempt(&who, Some(organization), move |cx| {
            let made = assessments::create(cx, draft.new_assessment()?)?;
            Ok(Reply::Go(format!("/o/{organization}/assessments/{}", made.id)))
        });
        match done.await {
            Err(error) if error.kind == Kind::Invalid => (Some(error), StatusCode::UNPROCESSABLE_ENTITY),
            done => return Reply::respond(&who, done),
        }
    };
    web.page(&who, Some(organization), move |cx| {
        let errors: Vec<&Error> = error.iter().collect();
        Reply::page_with(status, &new::form(cx, &copy, typed, Aid::default(), &errors)?)
    })
    .await
}

/// What is needed to begin an assessment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBody {
    /// What people call it; empty: the edition and level name it.
    #[serde(default)]
    title: String,
    /// The edition, or its framework.
    #[schema(example = "scs-2026-03")]
    edition: String,
    /// The level that is aimed at; none is the highest.
    level: Option<u8>,
    /// What is in and what is out: kind (`entity`, `site`, `department`, `system`, `network`, `cloud`), name, included, reason.
    #[serde(default)]
    #[schema(value_type = Vec<super::wire::ScopeItemBody>)]
    scope: Vec<ScopeItem>,
    /// When it is to be done.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<jiff::civil::Date>,
}

/// Begins an assessment.
#[utoipa::path(post, path = "/assessments", tag = "assessments", request_body = NewBody,
    params(("organization" = String, Path)),
    responses((status = 201, body = AssessmentBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewBody>,
) -> Result<Created, Problem> {
    let new = New { title: new.title, edition: new.edition, level: new.level, scope: new.scope, due: new.due };
    web.create(&who, organization, move |cx| Ok(AssessmentBody::from(assessments::create(cx, new)?))).await
}

//! Changing what an assessment is.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use tasuki_app::assessments::{self, Edit};
use tasuki_app::{Context, Error, Kind};
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::{AssessmentId, OrganizationId};

use super::form::{Draft, KINDS};
use super::tabs::Tabs;
use super::wire::AssessmentBody;
use crate::page::{Page, Section};
use crate::take::{Form, IfMatch, Json, Path};
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessments/edit.html")]
struct Settings {
    page: Page,
    tabs: Tabs,
    draft: Draft,
    levels: Vec<(String, String)>,
    archived: bool,
    errors: Vec<(String, String)>,
}

/// `GET /o/{organization}/assessments/{assessment}/settings`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        cx.require(Permission::ManageAssessments)?;
        let assessment = assessments::find(cx, assessment)?;
        let draft = Draft::of(&assessment);
        Reply::page(&settings(cx, &copy, &assessment, draft, None)?)
    })
    .await
}

fn settings(
    cx: &mut Context<'_, '_>,
    who: &Who,
    assessment: &Assessment,
    draft: Draft,
    error: Option<&Error>,
) -> Result<Settings, Error> {
    let page = Page::load(cx, who, Section::Assessments, "評価の設定", "Settings of the assessment")?;
    let lang = page.language();
    let catalog = assessments::catalog_of(cx, assessment)?;
    let levels = catalog.levels().iter();
    let levels =
        levels.map(|level| (format!("{}/{}", catalog.id(), level.id), level.title.get(lang).to_owned())).collect();
    let errors = error.iter().map(|error| {
        let field = error.fields.first().map_or("title", |field| field.name.as_str());
        (field.to_owned(), error.sentence(lang))
    });
    Ok(Settings {
        tabs: Tabs::of(cx, assessment, "settings", lang)?,
        errors: errors.collect(),
        draft: draft.with_room(),
        archived: assessment.archived.is_some(),
        levels,
        page,
    })
}

/// `POST /o/{organization}/assessments/{assessment}/settings`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let copy = who.clone();
    let draft = Draft::read(pairs);
    let typed = draft.clone();
    let done = web.app().write(who.credentials, Some(organization), move |cx| {
        if draft.more {
            return Ok(None);
        }
        let edit = Edit {
            title: Some(draft.title.clone()),
            level: draft.chosen().1,
            scope: Some(draft.scope()?),
            due: Some(draft.due()?),
        };
        assessments::update(cx, assessment, draft.version, edit).map(Some)
    });
    let (error, outcome) = match done.await {
        Ok(Some(_)) => {
            return Reply::respond(&who, Ok(Reply::Go(format!("/o/{organization}/assessments/{assessment}/overview"))));
        }
        Ok(None) => (None, StatusCode::OK.into()),
        Err(error) if matches!(error.kind, Kind::Invalid | Kind::Conflict) => {
            let outcome = crate::Outcome::of(&error);
            (Some(error), outcome)
        }
        Err(error) => return Reply::respond(&who, Err(error)),
    };
    web.page(&who, Some(organization), move |cx| {
        cx.require(Permission::ManageAssessments)?;
        let current = assessments::find(cx, assessment)?;
        let mut draft = typed;
        if error.as_ref().is_some_and(|error| error.kind == Kind::Conflict) {
            // What was typed stays; saving it again now means it.
            draft.version = Some(current.version);
        }
        Reply::page_with(outcome, &settings(cx, &copy, &current, draft, error.as_ref())?)
    })
    .await
}

/// Changes title, level, scope and due date of an assessment. What is not named stays as it is. With `If-Match`, only when nobody else was first.
#[utoipa::path(patch, path = "/assessments/{assessment}", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = super::wire::EditBody,
    responses((status = 200, body = AssessmentBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 412, body = crate::problem::ProblemBody), (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    IfMatch(version): IfMatch,
    Json(edit): Json<Edit>,
) -> Result<Json<AssessmentBody>, Problem> {
    let saved = web.write(&who, organization, move |cx| assessments::update(cx, assessment, version, edit)).await?;
    Ok(Json(saved.into()))
}

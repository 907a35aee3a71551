//! Changing an assessment.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::assessments::{self, Edit};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::assessments::Assessment;
use tasuki_store::{AssessmentId, OrganizationId};

use super::form::Draft;
use super::tabs::Tabs;
use super::wire::AssessmentBody;
use crate::page::{Page, Section};
use crate::take::{Form, IfMatch, Json, Path};
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessing/assessments/edit.html")]
struct Settings {
    page: Page,
    tabs: Tabs,
    draft: Draft,
    levels: Vec<(String, String)>,
    archived: bool,
    trouble: Trouble,
}

/// `GET /o/{organization}/assessments/{assessment}/settings`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let assessment = find(cx, assessment)?;
        settings(cx, who, &assessment, Draft::of(&assessment), Trouble::default())
    })
    .await
}

/// The assessment, for somebody who may change it.
fn find(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Assessment, Error> {
    cx.require(Permission::ManageAssessments)?;
    assessments::find(cx, id)
}

fn settings(
    cx: &mut Context<'_, '_>,
    who: &Who,
    assessment: &Assessment,
    draft: Draft,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Assessments, "評価の設定", "Settings of the assessment")?;
    let lang = page.language();
    let catalog = assessments::catalog_of(cx, assessment)?;
    let levels = catalog.levels().iter();
    let levels =
        levels.map(|level| (format!("{}/{}", catalog.id(), level.id), level.title.get(lang).to_owned())).collect();
    let (tabs, outcome) = (Tabs::of(cx, assessment, "settings", lang)?, trouble.outcome());
    let archived = assessment.archived.is_some();
    Reply::page_with(outcome, &Settings { page, tabs, draft: draft.with_room(), levels, archived, trouble })
}

/// `POST /o/{organization}/assessments/{assessment}/settings`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let mut draft = Draft::read(pairs);
    if draft.more {
        return web
            .page_for(&who, Some(organization), move |cx, who| {
                let assessment = find(cx, assessment)?;
                settings(cx, who, &assessment, draft, Trouble::default())
            })
            .await;
    }
    let sent = draft.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        let edit = Edit {
            title: Some(sent.title.clone()),
            level: sent.chosen().1,
            scope: Some(sent.scope()?),
            due: Some(sent.due()?),
        };
        assessments::update(cx, assessment, sent.version, edit)?;
        Ok(Reply::Go(format!("/o/{organization}/assessments/{assessment}/overview")))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble| {
        let current = find(cx, assessment)?;
        if trouble.is_conflict() {
            // The typed values are kept; saving again overwrites the other change.
            draft.version = Some(current.version);
        }
        settings(cx, who, &current, draft, trouble)
    };
    web.submit(&who, Some(organization), work, again).await
}

/// Changes title, level, scope and due date. Fields that are not given are not changed. Supports `If-Match`.
#[utoipa::path(patch, path = "/assessments/{assessment}", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = super::wire::EditBody,
    responses((status = 200, body = AssessmentBody)))]
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

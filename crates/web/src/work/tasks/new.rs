//! Making tasks of gaps: many at once, or one with its details.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tasuki_app::tasks::{self, Gap, New};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use super::view::{PersonView, Views};
use crate::answering::words;
use crate::page::{Page, Section};
use crate::take::{Json, Path, Query};
use crate::{Problem, Reply, Web, Who};

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    assessment: String,
    criterion: String,
}

/// A gap as a row.
struct GapView {
    criterion: String,
    title: String,
    status: &'static str,
    why: String,
    first_step: String,
    effort: &'static str,
    unblocks: usize,
    tasks: Vec<String>,
}

#[derive(Template)]
#[template(path = "tasks/new.html")]
struct Gaps {
    page: Page,
    assessment: String,
    assessments: Vec<(String, String)>,
    gaps: Vec<GapView>,
    workers: Vec<PersonView>,
    error: String,
    owner: String,
    due: String,
}

/// One task before it is made, and what is wrong with it.
#[derive(Template)]
#[template(path = "tasks/form.html")]
pub(super) struct Form {
    pub(super) page: Page,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) assessment: String,
    pub(super) criterion: String,
    pub(super) criterion_title: String,
    pub(super) statement: String,
    pub(super) title: String,
    pub(super) done_when: String,
    pub(super) owner: String,
    pub(super) due: String,
    pub(super) steps: String,
    pub(super) version: i64,
    pub(super) workers: Vec<PersonView>,
    pub(super) problem: Option<Error>,
}

impl Form {
    /// What is wrong with a field, in the page's language.
    fn error(&self, name: &str) -> &str {
        let fields = self.problem.iter().flat_map(|error| &error.fields);
        fields
            .filter(|field| field.name == name)
            .map(|field| field.message.get(self.page.language()))
            .next()
            .unwrap_or_default()
    }
}

/// `GET /o/{organization}/tasks/new`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(asked): Query<Asked>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        cx.require(Permission::ManageTasks)?;
        match (asked.assessment.parse(), asked.criterion.as_str()) {
            (Ok(assessment), criterion) if !criterion.is_empty() => {
                let new = tasks::suggestion(cx, assessment, criterion)?;
                Reply::page(&form(cx, &copy, &new, None)?)
            }
            (assessment, _) => choose(cx, &copy, assessment.ok(), "", "", None),
        }
    })
    .await
}

/// The gaps of an assessment, to choose from.
pub(super) fn choose(
    cx: &mut Context<'_, '_>,
    who: &Who,
    assessment: Option<AssessmentId>,
    owner: &str,
    due: &str,
    problem: Option<&Error>,
) -> Result<Reply, Error> {
    let views = Views::load(cx)?;
    let lang = cx.lang();
    // Without a choice it is the one that people work on.
    let chosen = assessment.or_else(|| views.assessments.first().map(|own| own.id));
    let found = chosen.map(|id| tasks::gaps(cx, id)).transpose()?.map(|(_, gaps)| gaps).unwrap_or_default();
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = Gaps {
        page: Page::load(cx, who, Section::Tasks, "課題から対応を作る", "Make tasks of gaps")?,
        assessment: chosen.map(|id| id.to_string()).unwrap_or_default(),
        assessments: views.assessments.iter().map(|own| (own.id.to_string(), own.title.clone())).collect(),
        gaps: found.into_iter().map(|gap| gap_view(&gap, lang)).collect(),
        workers: views.workers(cx),
        error: problem.map(|error| error.sentence(lang)).unwrap_or_default(),
        owner: owner.to_owned(),
        due: due.to_owned(),
    };
    Reply::page_with(status, &template)
}

fn gap_view(gap: &Gap, lang: tasuki_catalog::Lang) -> GapView {
    GapView {
        criterion: gap.criterion.id.clone(),
        title: gap.criterion.title.get(lang).to_owned(),
        status: words::key(gap.answer.status),
        why: match gap.open {
            tasuki_assess::Open::Lapsed { .. } | tasuki_assess::Open::NoReason | tasuki_assess::Open::NotAccepted => {
                gap.open.sentence(lang)
            }
            _ => String::new(),
        },
        first_step: gap.criterion.first_step.as_ref().map(|step| step.get(lang).to_owned()).unwrap_or_default(),
        effort: gap.effort.name(lang),
        unblocks: gap.unblocks,
        tasks: gap.tasks.iter().map(|task| task.id.to_string()).collect(),
    }
}

/// The form of one task that is to be made.
pub(super) fn form(cx: &mut Context<'_, '_>, who: &Who, new: &New, problem: Option<Error>) -> Result<Form, Error> {
    let views = Views::load(cx)?;
    let lang = cx.lang();
    let criterion = views.criterion(cx, new.assessment, &new.criterion).ok_or_else(Error::not_found)?;
    let page = Page::load(cx, who, Section::Tasks, "対応を作る", "New task")?;
    Ok(Form {
        action: format!("{}/tasks", page.base()),
        back: format!("{}/tasks/new?assessment={}", page.base(), new.assessment),
        page,
        assessment: new.assessment.to_string(),
        criterion: criterion.id.clone(),
        criterion_title: criterion.title.get(lang).to_owned(),
        statement: criterion.statement.get(lang).to_owned(),
        title: new.title.clone(),
        done_when: new.done_when.clone(),
        owner: new.owner.map(|owner| owner.to_string()).unwrap_or_default(),
        due: new.due.map(|due| due.to_string()).unwrap_or_default(),
        steps: new.steps.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join("\n"),
        version: 0,
        workers: views.workers(cx),
        problem,
    })
}

/// A gap of an assessment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GapBody {
    /// The criterion.
    criterion: String,
    /// Why it is open.
    #[schema(value_type = serde_json::Value)]
    open: tasuki_assess::Open,
    /// `small`, `medium`, `large`.
    #[schema(value_type = String)]
    effort: tasuki_catalog::Effort,
    /// The first thing to do, in the person's language.
    first_step: Option<String>,
    /// How many open criteria wait for it.
    unblocks: usize,
    /// Its tasks that are not dropped.
    tasks: Vec<String>,
}

/// The gaps of an assessment, in the order in which to close them.
#[utoipa::path(get, path = "/assessments/{assessment}/gaps", tag = "tasks",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, body = Vec<GapBody>), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn gaps(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Json<Vec<GapBody>>, Problem> {
    let all = web.read(&who, organization, move |cx| {
        let lang = cx.lang();
        let (_, gaps) = tasks::gaps(cx, assessment)?;
        Ok(gaps
            .into_iter()
            .map(|gap| GapBody {
                criterion: gap.criterion.id.clone(),
                open: gap.open,
                effort: gap.effort,
                first_step: gap.criterion.first_step.as_ref().map(|step| step.get(lang).to_owned()),
                unblocks: gap.unblocks,
                tasks: gap.tasks.iter().map(|task| task.id.to_string()).collect(),
            })
            .collect())
    });
    Ok(Json(all.await?))
}

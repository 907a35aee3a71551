//! Creating tasks from gaps: many at once, or one with its details.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::tasks::{self, Gap, New};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::{AssessmentId, OrganizationId};

use super::form::{Fields, all, field};
use super::view::{PersonView, Views};
use crate::page::{Page, Section};
use crate::take::{Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

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
    ticked: bool,
}

#[derive(Template)]
#[template(path = "work/tasks/new.html")]
struct Gaps {
    page: Page,
    assessment: String,
    assessments: Vec<(String, String)>,
    gaps: Vec<GapView>,
    workers: Vec<PersonView>,
    trouble: Trouble,
    owner: String,
    due: String,
}

/// A task before it is created, and the errors of the form.
#[derive(Template)]
#[template(path = "work/tasks/form.html")]
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
    pub(super) trouble: Trouble,
}

impl Form {
    /// The same with what was typed.
    pub(super) fn with_typed(self, fields: &Fields) -> Self {
        let typed = |name: &str| field(fields, name).to_owned();
        let (title, done_when, steps) = (typed("title"), typed("done_when"), typed("steps"));
        Self { title, done_when, steps, owner: typed("owner"), due: typed("due"), ..self }
    }

    /// The page.
    pub(super) fn reply(&self) -> Result<Reply, Error> {
        Reply::page_with(self.trouble.outcome(), self)
    }
}

/// `GET /o/{organization}/tasks/new`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(asked): Query<Asked>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        cx.require(Permission::ManageTasks)?;
        match (asked.assessment.parse(), asked.criterion.as_str()) {
            (Ok(assessment), criterion) if !criterion.is_empty() => {
                let new = tasks::suggestion(cx, assessment, criterion)?;
                form(cx, who, &new, Trouble::default())?.reply()
            }
            (assessment, _) => choose(cx, who, assessment.ok(), &Fields::new(), Trouble::default()),
        }
    })
    .await
}

/// The gaps of an assessment, for selection; after an error, with what was chosen.
pub(super) fn choose(
    cx: &mut Context<'_, '_>,
    who: &Who,
    assessment: Option<AssessmentId>,
    typed: &Fields,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let views = Views::load(cx)?;
    let lang = cx.lang();
    // Without a choice, the assessment that people are working on.
    let chosen = assessment.or_else(|| views.assessments.first().map(|own| own.id));
    let found = chosen.map(|id| tasks::gaps(cx, id)).transpose()?.map(|(_, gaps)| gaps).unwrap_or_default();
    let template = Gaps {
        page: Page::load(cx, who, Section::Tasks, "課題から対応を作る", "Make tasks of gaps")?,
        assessment: chosen.map(|id| id.to_string()).unwrap_or_default(),
        assessments: views.assessments.iter().map(|own| (own.id.to_string(), own.title.clone())).collect(),
        gaps: found.into_iter().map(|gap| gap_view(&gap, typed, lang)).collect(),
        workers: views.workers(cx),
        trouble,
        owner: field(typed, "owner").to_owned(),
        due: field(typed, "due").to_owned(),
    };
    Reply::page_with(template.trouble.outcome(), &template)
}

fn gap_view(gap: &Gap, typed: &Fields, lang: tasuki_catalog::Lang) -> GapView {
    GapView {
        criterion: gap.criterion.id.clone(),
        title: gap.criterion.title.get(lang).to_owned(),
        status: gap.answer.status.word(),
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
        ticked: all(typed, "c").any(|criterion| criterion == gap.criterion.id),
    }
}

/// The form of a task that is to be created.
pub(super) fn form(cx: &mut Context<'_, '_>, who: &Who, new: &New, trouble: Trouble) -> Result<Form, Error> {
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
        trouble,
    })
}

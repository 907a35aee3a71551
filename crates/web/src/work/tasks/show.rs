//! One task.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use tasuki_app::history::{self, Line};
use tasuki_app::{Context, Error, answers, tasks};
use tasuki_store::{OrganizationId, TaskId};

use super::new::Form;
use super::view::{TaskView, Views};
use super::wire::TaskBody;
use crate::etag::versioned;
use crate::page::{Page, Section};
use crate::take::Path;
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who, time};

/// A line of the history.
struct LineView {
    at: String,
    when: String,
    who: String,
    text: String,
}

#[derive(Template)]
#[template(path = "work/tasks/show.html")]
struct Show {
    page: Page,
    task: TaskView,
    statement: String,
    /// The present answer to the criterion.
    status: &'static str,
    history: Vec<LineView>,
    /// A text that was typed and could not be saved.
    typed: String,
    trouble: Trouble,
}

/// `GET /o/{organization}/tasks/{task}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, task, String::new(), Trouble::default())).await
}

/// The page of a task; after an error, with the contents of the form.
pub(super) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: TaskId,
    typed: String,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let task = tasks::find(cx, id)?;
    let lang = cx.lang();
    let mut views = Views::load(cx)?;
    let criterion = views.criterion(cx, task.assessment, &task.criterion);
    let statement = criterion.map(|own| own.statement.get(lang).to_owned()).unwrap_or_default();
    let answer = answers::find(cx, task.assessment, &task.criterion)?;
    let lines = history::of_task(cx, id)?;
    let today = cx.now.today;
    let task = views.task(cx, task)?;
    let page = Page::load(cx, who, Section::Tasks, "対応", "Task")?.titled(task.title.clone());
    let template = Show {
        page,
        task,
        statement,
        status: answer.map_or("unanswered", |answer| answer.status.word()),
        history: lines.into_iter().map(|line| line_view(line, today, lang)).collect(),
        typed,
        trouble,
    };
    Reply::page_with(template.trouble.outcome(), &template)
}

fn line_view(line: Line, today: jiff::civil::Date, lang: tasuki_catalog::Lang) -> LineView {
    LineView {
        at: time::instant(line.at),
        when: time::time(line.at, today, lang),
        who: line.who.name,
        text: line.text.get(lang).to_owned(),
    }
}

/// `GET /o/{organization}/tasks/{task}/edit`.
pub(super) async fn edit(
    State(web): State<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| edit_form(cx, who, task, Trouble::default())?.reply()).await
}

/// The form of an existing task.
pub(super) fn edit_form(cx: &mut Context<'_, '_>, who: &Who, id: TaskId, trouble: Trouble) -> Result<Form, Error> {
    let task = tasks::find(cx, id)?;
    if !tasks::rights(cx, &task)?.edit {
        return Err(Error::not_found());
    }
    let views = Views::load(cx)?;
    let lang = cx.lang();
    let criterion = views.criterion(cx, task.assessment, &task.criterion).ok_or_else(Error::not_found)?;
    let page = Page::load(cx, who, Section::Tasks, "対応を直す", "Edit task")?;
    let here = format!("{}/tasks/{id}", page.base());
    Ok(Form {
        page,
        action: here.clone(),
        back: here,
        assessment: task.assessment.to_string(),
        criterion: task.criterion.clone(),
        criterion_title: criterion.title.get(lang).to_owned(),
        statement: criterion.statement.get(lang).to_owned(),
        title: task.title,
        done_when: task.done_when,
        owner: task.owner.map(|owner| owner.to_string()).unwrap_or_default(),
        due: task.due.map(|due| due.to_string()).unwrap_or_default(),
        steps: task.steps.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join("\n"),
        version: task.version,
        workers: views.workers(cx),
        trouble,
    })
}

/// A task.
#[utoipa::path(get, path = "/tasks/{task}", tag = "tasks", params(("organization" = String, Path), ("task" = String, Path)),
    responses((status = 200, body = TaskBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
) -> Result<impl IntoResponse, Problem> {
    let task = web.read(&who, organization, move |cx| tasks::find(cx, task)).await?;
    Ok(versioned(task.version, TaskBody::from(task)))
}

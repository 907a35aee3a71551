//! One task.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tasuki_app::history::{self, Line};
use tasuki_app::{Context, Error, Kind, tasks};
use tasuki_store::{OrganizationId, TaskId};

use super::new::Form;
use super::view::{TaskView, Views, word};
use super::wire::TaskBody;
use crate::answering::words;
use crate::etag::versioned;
use crate::page::{Page, Section};
use crate::take::Path;
use crate::{Problem, Reply, Web, Who, time};

/// A line of the history.
struct LineView {
    at: String,
    when: String,
    who: String,
    text: String,
}

#[derive(Template)]
#[template(path = "tasks/show.html")]
struct Show {
    page: Page,
    task: TaskView,
    state_word: &'static str,
    statement: String,
    /// How the criterion is answered today.
    status: &'static str,
    history: Vec<LineView>,
    /// What somebody wrote and could not be kept.
    typed: String,
    problem: String,
}

/// `GET /o/{organization}/tasks/{task}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| show(cx, &copy, task, "", None)).await
}

/// The page of a task; after a form was refused with what was typed and why.
pub(super) fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: TaskId,
    typed: &str,
    problem: Option<&Error>,
) -> Result<Reply, Error> {
    let task = tasks::find(cx, id)?;
    let lang = cx.lang();
    let mut views = Views::load(cx)?;
    let criterion = views.criterion(cx, task.assessment, &task.criterion);
    let statement = criterion.map(|own| own.statement.get(lang).to_owned()).unwrap_or_default();
    let organization = cx.organization()?;
    let answer = tasuki_store::answers::find(cx.tx, organization, task.assessment, &task.criterion)?;
    let lines = history::of_task(cx, id)?;
    let today = cx.now.today;
    let task = views.task(cx, task)?;
    let page = Page::load(cx, who, Section::Tasks, "対応", "Task")?.titled(task.title.clone());
    let template = Show {
        page,
        state_word: word(task.state, lang),
        task,
        statement,
        status: answer.map_or("unanswered", |answer| words::key(answer.status)),
        history: lines.into_iter().map(|line| line_view(line, today, lang)).collect(),
        typed: typed.to_owned(),
        problem: problem.map(|error| error.sentence(lang)).unwrap_or_default(),
    };
    let outcome = problem.map_or(StatusCode::OK.into(), crate::Outcome::of);
    Reply::page_with(outcome, &template)
}

/// Whether what was typed should be shown again beside what is wrong.
pub(super) fn is_refusal(error: &Error) -> bool {
    matches!(error.kind, Kind::Invalid | Kind::Conflict | Kind::State)
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
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| Reply::page(&edit_form(cx, &copy, task, None)?)).await
}

/// The form of a task that is there.
pub(super) fn edit_form(
    cx: &mut Context<'_, '_>,
    who: &Who,
    id: TaskId,
    problem: Option<Error>,
) -> Result<Form, Error> {
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
        problem,
    })
}

/// A task.
#[utoipa::path(get, path = "/tasks/{task}", tag = "tasks", params(("organization" = String, Path), ("task" = String, Path)),
    responses((status = 200, body = TaskBody), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
) -> Result<impl IntoResponse, Problem> {
    let task = web.read(&who, organization, move |cx| tasks::find(cx, task)).await?;
    Ok(versioned(task.version, TaskBody::from(task)))
}

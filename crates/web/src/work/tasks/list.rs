//! All tasks, as a board or a list.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::tasks::{self, Due, Filter};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;
use tasuki_store::tasks::{DueAnswer, State};

use super::view::{PersonView, TaskView, Views, word};
use super::wire::TaskBody;
use crate::answering::words;
use crate::page::{Page, Section};
use crate::paging::{PageBody, Paging};
use crate::take::{Json, Path, Query};
use crate::{Problem, Reply, Web, Who, time};

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
    owner: String,
    due: String,
    state: String,
    assessment: String,
}

/// One lane of the board.
struct Lane {
    key: &'static str,
    word: &'static str,
    tasks: Vec<TaskView>,
}

/// An answer that is due.
struct AnswerView {
    assessment: String,
    criterion: String,
    title: String,
    status: &'static str,
    owner: Option<PersonView>,
    due: String,
    overdue: bool,
}

#[derive(Template)]
#[template(path = "tasks/list.html")]
struct List {
    page: Page,
    asked: Asked,
    /// The query without the view, to be followed by one.
    query: String,
    is_board: bool,
    lanes: Vec<Lane>,
    tasks: Vec<TaskView>,
    answers: Vec<AnswerView>,
    workers: Vec<PersonView>,
    assessments: Vec<(String, String)>,
    states: Vec<(&'static str, &'static str)>,
    may_make: bool,
    is_filtered: bool,
    is_empty: bool,
}

/// `GET /o/{organization}/tasks`.
pub(super) async fn page(
    Shared(web): Shared<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(asked): Query<Asked>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| Reply::page(&view(cx, &copy, asked)?)).await
}

fn view(cx: &mut Context<'_, '_>, who: &Who, mut asked: Asked) -> Result<List, Error> {
    // What the frame counts is one's own.
    if asked.owner.is_empty() {
        (if asked.due.is_empty() { "all" } else { "me" }).clone_into(&mut asked.owner);
    }
    let filter = filter(cx, &asked)?;
    let mut views = Views::load(cx)?;
    let found = tasks::list(cx, &filter)?;
    let answers =
        if filter.due.is_some() && filter.state.is_none() { tasks::due_answers(cx, &filter)? } else { Vec::new() };
    let mut all = Vec::with_capacity(found.len());
    for task in found {
        all.push(views.task(cx, task)?);
    }
    let answers: Vec<_> =
        answers.into_iter().map(|answer| answer_view(cx, &mut views, answer)).collect::<Result<_, _>>()?;
    let lang = cx.lang();
    let is_empty = all.is_empty() && answers.is_empty();
    let is_board = asked.view != "list" && filter.state != Some(State::Dropped);
    let (lanes, tasks) = if is_board { (lanes(all, lang), Vec::new()) } else { (Vec::new(), all) };
    Ok(List {
        page: Page::load(cx, who, Section::Tasks, "対応", "Tasks")?,
        query: query(&asked),
        is_board,
        lanes,
        tasks,
        answers,
        workers: views.workers(cx),
        assessments: views.assessments.iter().map(|own| (own.id.to_string(), own.title.clone())).collect(),
        states: State::ALL.into_iter().map(|state| (state.word(), word(state, lang))).collect(),
        may_make: cx.may(Permission::ManageTasks) && !views.assessments.is_empty(),
        is_filtered: filter != Filter::default(),
        is_empty,
        asked,
    })
}

fn lanes(all: Vec<TaskView>, lang: tasuki_catalog::Lang) -> Vec<Lane> {
    let states = [State::Open, State::Doing, State::Reported, State::Done];
    let mut lanes: Vec<Lane> = states
        .into_iter()
        .map(|state| Lane { key: state.word(), word: word(state, lang), tasks: Vec::new() })
        .collect();
    for task in all {
        if let Some(lane) = lanes.iter_mut().find(|lane| lane.key == task.key) {
            lane.tasks.push(task);
        }
    }
    lanes
}

fn answer_view(cx: &mut Context<'_, '_>, views: &mut Views, answer: DueAnswer) -> Result<AnswerView, Error> {
    let (lang, today) = (cx.lang(), cx.now.today);
    let criterion = views.criterion(cx, answer.assessment, &answer.criterion);
    Ok(AnswerView {
        assessment: answer.assessment.to_string(),
        title: criterion.map(|own| own.title.get(lang).to_owned()).unwrap_or_default(),
        criterion: answer.criterion,
        status: words::key(answer.status),
        owner: answer.owner.map(|owner| views.person(cx, owner)).transpose()?,
        due: time::day(answer.due, today, lang),
        overdue: answer.due < today,
    })
}

/// What the query means. What it does not know filters nothing.
fn filter(cx: &Context<'_, '_>, asked: &Asked) -> Result<Filter, Error> {
    let owner = match asked.owner.as_str() {
        "me" => Some(Some(cx.person()?.id)),
        "none" => Some(None),
        id => id.parse().ok().map(Some),
    };
    let due = match asked.due.as_str() {
        "week" => Some(Due::Week),
        "overdue" => Some(Due::Overdue),
        _ => None,
    };
    let state = State::ALL.into_iter().find(|state| state.word() == asked.state);
    Ok(Filter { owner, due, state, assessment: asked.assessment.parse().ok() })
}

fn query(asked: &Asked) -> String {
    let pairs =
        [("owner", &asked.owner), ("due", &asked.due), ("state", &asked.state), ("assessment", &asked.assessment)];
    pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .fold(String::new(), |text, (name, value)| text + name + "=" + &crate::reply::escape_query(value) + "&")
}

/// All tasks, also those that ended, by identifier.
#[utoipa::path(get, path = "/tasks", tag = "tasks", params(("organization" = String, Path), Paging),
    responses((status = 200, body = PageBody<TaskBody>), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    Shared(web): Shared<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<TaskBody>>, Problem> {
    let body = web.read(&who, organization, move |cx| {
        let after = paging.after().map(|id| id.parse().map_err(|_| Paging::unknown())).transpose()?;
        let limit = i64::try_from(paging.limit()).unwrap_or(i64::MAX - 1) + 1;
        let found = tasks::page(cx, after, limit)?;
        Ok(paging.page(found, |task| task.id.to_string()))
    });
    Ok(Json(body.await?))
}

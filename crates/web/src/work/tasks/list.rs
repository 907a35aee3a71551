//! All tasks, as a board or a list.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::agenda::{Item, Why};
use tasuki_app::calendar::What;
use tasuki_app::tasks::{self, Due, Filter};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;
use tasuki_store::tasks::State;

use super::view::{PersonView, TaskView, Views};
use super::wire::TaskBody;
use crate::page::{Page, Section};
use crate::paging::{PageBody, Paging};
use crate::take::{Json, Path, Query};
use crate::{Problem, Reply, Web, Who, address, time};

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

/// Something that is due and is no task.
struct DueView {
    href: String,
    criterion: String,
    title: String,
    /// What it is.
    what: &'static str,
    /// How it is answered; empty if it is no answer.
    status: &'static str,
    owner: Option<PersonView>,
    due: String,
    overdue: bool,
}

#[derive(Template)]
#[template(path = "work/tasks/list.html")]
struct List {
    page: Page,
    asked: Asked,
    /// The query without the view, for appending another view.
    query: String,
    is_board: bool,
    lanes: Vec<Lane>,
    tasks: Vec<TaskView>,
    dues: Vec<DueView>,
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
    web.page_for(&who, Some(organization), move |cx, who| Reply::page(&view(cx, who, asked)?)).await
}

fn view(cx: &mut Context<'_, '_>, who: &Who, mut asked: Asked) -> Result<List, Error> {
    // The frame counts the person's own tasks.
    if asked.owner.is_empty() {
        (if asked.due.is_empty() { "all" } else { "me" }).clone_into(&mut asked.owner);
    }
    let filter = filter(cx, &asked)?;
    let mut views = Views::load(cx)?;
    let found = tasks::list(cx, &filter)?;
    let mut dues = if filter.state.is_none() { tasks::due(cx, &filter)? } else { Vec::new() };
    dues.retain(|item| !matches!(item.why, Why::Task | Why::Review));
    let mut all = Vec::with_capacity(found.len());
    for task in found {
        all.push(views.task(cx, task)?);
    }
    let dues: Vec<_> = dues.into_iter().map(|item| due_view(cx, &mut views, item)).collect::<Result<_, _>>()?;
    let lang = cx.lang();
    let is_empty = all.is_empty() && dues.is_empty();
    let is_board = asked.view != "list" && filter.state != Some(State::Dropped);
    let (lanes, tasks) = if is_board { (lanes(all, lang), Vec::new()) } else { (Vec::new(), all) };
    Ok(List {
        page: Page::load(cx, who, Section::Tasks, "対応", "Tasks")?,
        query: query(&asked),
        is_board,
        lanes,
        tasks,
        dues,
        workers: views.workers(cx),
        assessments: views.assessments.iter().map(|own| (own.id.to_string(), own.title.clone())).collect(),
        states: State::ALL.into_iter().map(|state| (state.word(), state.name(lang))).collect(),
        may_make: cx.may(Permission::ManageTasks) && !views.assessments.is_empty(),
        is_filtered: filter != Filter::default(),
        is_empty,
        asked,
    })
}

fn lanes(all: Vec<TaskView>, lang: tasuki_catalog::Lang) -> Vec<Lane> {
    let states = [State::Open, State::Doing, State::Reported, State::Done];
    let mut lanes: Vec<Lane> =
        states.into_iter().map(|state| Lane { key: state.word(), word: state.name(lang), tasks: Vec::new() }).collect();
    for task in all {
        if let Some(lane) = lanes.iter_mut().find(|lane| lane.key == task.key) {
            lane.tasks.push(task);
        }
    }
    lanes
}

fn due_view(cx: &mut Context<'_, '_>, views: &mut Views, item: Item) -> Result<DueView, Error> {
    let (lang, today) = (cx.lang(), cx.now.today);
    Ok(DueView {
        href: address::of(cx.organization()?, &item.subject),
        title: item.title.get(lang).to_owned(),
        what: What::from(item.why).name(lang),
        status: match item.why {
            Why::Answer(status) => status.word(),
            _ => "",
        },
        owner: item.whose.owner().map(|owner| views.person(cx, owner)).transpose()?,
        due: time::day(item.day, today, lang),
        overdue: item.is_overdue(today),
        criterion: item.criterion.unwrap_or_default(),
    })
}

/// The filter in the query. Unknown values are ignored.
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
        .fold(String::new(), |text, (name, value)| text + name + "=" + &address::escape_query(value) + "&")
}

/// All tasks, including finished ones, ordered by identifier.
#[utoipa::path(get, path = "/tasks", tag = "tasks", params(("organization" = String, Path), Paging),
    responses((status = 200, body = PageBody<TaskBody>)))]
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

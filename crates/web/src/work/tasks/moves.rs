//! Moving a task from one state to the next.

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tasuki_app::tasks::{self, Move};
use tasuki_app::{Context, Error, Kind};
use tasuki_store::tasks::State;
use tasuki_store::{OrganizationId, TaskId};

use super::form::{Fields, field};
use super::show::show;
use super::wire::TaskBody;
use crate::address::local;
use crate::etag::versioned;
use crate::take::{Form, IfMatch, Json, Path};
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/tasks/{task}/move`.
pub(super) async fn form(
    Shared(web): Shared<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
    Form(fields): Form<Fields>,
) -> Response {
    let typed = [field(&fields, "report"), field(&fields, "review")].concat();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        tasks::advance(cx, task, field(&fields, "version").parse().ok(), &step(&fields)?)?;
        let back = field(&fields, "back");
        let here = format!("/o/{organization}/tasks/{task}");
        Ok(Reply::Go(if back.is_empty() { here } else { local(back).to_owned() }))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, task, typed, trouble);
    web.submit(&who, Some(organization), work, again).await
}

fn step(fields: &Fields) -> Result<Move, Error> {
    let text = |name: &str| field(fields, name).to_owned();
    Ok(match field(fields, "move") {
        "start" => Move::Start {},
        "stop" => Move::Stop {},
        "report" => Move::Report { report: text("report") },
        "accept" => Move::Accept { review: text("review") },
        "return" => Move::Return { review: text("review") },
        "drop" => Move::Drop { review: text("review") },
        "reopen" => Move::Reopen {},
        _ => return Err(Error::not_found()),
    })
}

/// A card that was dropped into a lane.
#[derive(Debug, Deserialize)]
pub(super) struct Dropped {
    card: TaskId,
    lane: String,
    /// The version that the person saw, because only that is confirmed.
    version: i64,
}

/// `POST /o/{organization}/tasks/move`: by drag and drop. Moves that require a text (a report, what is missing) are
/// made on the task's page.
pub(super) async fn drag(
    Shared(web): Shared<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(dropped): Form<Dropped>,
) -> Response {
    let done = web.write(&who, organization, move |cx| {
        let task = tasks::find(cx, dropped.card)?;
        if task.state.word() == dropped.lane {
            return Ok(task);
        }
        let step = by_mouse(cx, task.state, &dropped.lane)?;
        tasks::advance(cx, dropped.card, Some(dropped.version), &step)
    });
    match done.await {
        Ok(task) => (StatusCode::NO_CONTENT, [(ETAG, format!("\"{}\"", task.version))]).into_response(),
        Err(problem) => problem.into_response(),
    }
}

fn by_mouse(_: &Context<'_, '_>, state: State, lane: &str) -> Result<Move, Error> {
    match (state, lane) {
        (State::Open, "doing") => Ok(Move::Start {}),
        (State::Doing, "open") => Ok(Move::Stop {}),
        (State::Reported, "done") => Ok(Move::Accept { review: String::new() }),
        (State::Done, "open") => Ok(Move::Reopen {}),
        (State::Open | State::Doing, "reported") => Err(Error::new(
            Kind::State,
            "task.needs_report",
            "対応を開いて、何をしたかを書いて報告してください。",
            "Open the task and report what was done.",
        )
        .hint("報告が済むと、確認待ちに移ります。", "Once it is reported, the task moves on to its review.")),
        (State::Reported, "open" | "doing") => Err(Error::new(
            Kind::State,
            "task.needs_review",
            "対応を開いて、何が足りないかを書いて差し戻してください。",
            "Open the task and say what is missing.",
        )
        .hint(
            "差し戻すと、担当者にその内容が知らされます。",
            "When it is returned, the person responsible is told what is missing.",
        )),
        _ => Err(tasks::wrong_state(state)),
    }
}

/// Moves a task: `{"move": "start"}`, `stop`, `report` (with `report`), `accept` or `return` or `drop` (with `review`), `reopen`.
#[utoipa::path(post, path = "/tasks/{task}/moves", tag = "tasks",
    params(("organization" = String, Path), ("task" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body(content = super::wire::MoveBody, example = json!({"move": "report", "report": "手順書を作り、全員に配った"})),
    responses((status = 200, body = TaskBody)))]
pub(super) async fn endpoint(
    Shared(web): Shared<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
    IfMatch(version): IfMatch,
    Json(step): Json<Move>,
) -> Result<impl IntoResponse, Problem> {
    let task = web.write(&who, organization, move |cx| tasks::advance(cx, task, version, &step)).await?;
    Ok(versioned(task.version, TaskBody::from(task)))
}

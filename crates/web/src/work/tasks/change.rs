//! Changing a task, and ticking its steps.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use tasuki_app::tasks::{self, Change};
use tasuki_app::{Context, Error};
use tasuki_store::{OrganizationId, TaskId};

use super::form::{Fields, all, due, field, owner, steps as written};
use super::show::edit_form;
use super::wire::TaskBody;
use crate::etag::versioned;
use crate::take::{Form, IfMatch, Json, Path};
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/tasks/{task}`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
    Form(fields): Form<Fields>,
) -> Response {
    let typed = fields.clone();
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        save(cx, task, &fields)?;
        Ok(Reply::Go(format!("/o/{organization}/tasks/{task}")))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| {
        edit_form(cx, who, task, trouble)?.with_typed(&typed).reply()
    };
    web.submit(&who, Some(organization), work, again).await
}

fn save(cx: &mut Context<'_, '_>, id: TaskId, fields: &Fields) -> Result<(), Error> {
    let before = tasks::find(cx, id)?;
    let change = Change {
        title: Some(field(fields, "title").to_owned()),
        done_when: Some(field(fields, "done_when").to_owned()),
        owner: Some(owner(fields)?),
        due: Some(due(fields)?),
        steps: Some(written(fields, &before.steps)),
    };
    tasks::change(cx, id, field(fields, "version").parse().ok(), &change)?;
    Ok(())
}

/// `POST /o/{organization}/tasks/{task}/steps`: `done` is the position of each finished step, `new` is an additional
/// step.
pub(super) async fn steps(
    State(web): State<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
    Form(fields): Form<Fields>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        let mut steps = tasks::find(cx, task)?.steps;
        // Only the steps that the page showed: a step that was added in the meantime is not changed.
        let shown: usize = field(&fields, "shown").parse().unwrap_or(steps.len());
        for (place, step) in steps.iter_mut().enumerate().take(shown) {
            step.done = all(&fields, "done").any(|done| done.parse() == Ok(place));
        }
        let new = field(&fields, "new");
        if !new.is_empty() {
            steps.push(tasuki_store::tasks::Step { text: new.to_owned(), done: false });
        }
        tasks::change(cx, task, None, &Change { steps: Some(steps), ..Change::default() })?;
        Ok(Reply::Go(format!("/o/{organization}/tasks/{task}#steps")))
    })
    .await
}

/// Changes a task. A field that is not given is not changed; `null` clears it. Supports `If-Match`. Somebody who only
/// works on the task may change only its steps.
#[utoipa::path(patch, path = "/tasks/{task}", tag = "tasks",
    params(("organization" = String, Path), ("task" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotation marks")),
    request_body = super::wire::TaskChangeBody,
    responses((status = 200, body = TaskBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, task)): Path<(OrganizationId, TaskId)>,
    IfMatch(version): IfMatch,
    Json(change): Json<Change>,
) -> Result<impl IntoResponse, Problem> {
    let task = web.write(&who, organization, move |cx| tasks::change(cx, task, version, &change)).await?;
    Ok(versioned(task.version, TaskBody::from(task)))
}

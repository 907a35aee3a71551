//! Making tasks.

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::tasks::{self, New};
use tasuki_app::{Context, Error};
use tasuki_store::{AssessmentId, OrganizationId, PersonId};
use utoipa::ToSchema;

use super::form::{Fields, all, due, field, owner, steps};
use super::new;
use super::wire::{StepBody, TaskBody};
use crate::once::Created;
use crate::server::charge;
use crate::take::{Form, Json, JsonList, Path};
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/tasks`: one task with its details, or (`many`) one for each chosen gap.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(fields): Form<Fields>,
) -> Response {
    if let Err(error) = charge(&web, &who, all(&fields, "c").count()) {
        return Reply::respond(&who, Err(error));
    }
    let (organization, typed) = (Some(organization), fields.clone());
    if field(&fields, "many").is_empty() {
        let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| {
            new::form(cx, who, &one(&typed)?, trouble)?.with_typed(&typed).reply()
        };
        web.submit(&who, organization, move |cx, _| create(cx, &fields), again).await
    } else {
        let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| {
            new::choose(cx, who, Some(assessment(&typed)?), &typed, trouble)
        };
        web.submit(&who, organization, move |cx, _| create_each(cx, &fields), again).await
    }
}

fn assessment(fields: &Fields) -> Result<AssessmentId, Error> {
    field(fields, "assessment").parse().map_err(|_| Error::not_found())
}

/// The task that the fields describe, without its due date, which may be anything.
fn one(fields: &Fields) -> Result<New, Error> {
    Ok(New {
        assessment: assessment(fields)?,
        criterion: field(fields, "criterion").to_owned(),
        title: field(fields, "title").to_owned(),
        done_when: field(fields, "done_when").to_owned(),
        owner: owner(fields)?,
        due: None,
        steps: steps(fields, &[]),
    })
}

fn create(cx: &mut Context<'_, '_>, fields: &Fields) -> Result<Reply, Error> {
    let new = New { due: due(fields)?, ..one(fields)? };
    let task = tasks::create(cx, new)?;
    Ok(Reply::Go(format!("/o/{}/tasks/{}", cx.organization()?, task.id)))
}

fn create_each(cx: &mut Context<'_, '_>, fields: &Fields) -> Result<Reply, Error> {
    let (assessment, due, owner) = (assessment(fields)?, due(fields)?, owner(fields)?);
    let news = all(fields, "c").map(|criterion| New {
        assessment,
        criterion: criterion.to_owned(),
        title: String::new(),
        done_when: String::new(),
        owner,
        due,
        steps: Vec::new(),
    });
    tasks::create_all(cx, news.collect())?;
    Ok(Reply::Go(format!("/o/{}/tasks?assessment={assessment}", cx.organization()?)))
}

/// The data of a new task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTaskBody {
    /// The assessment that has the gap.
    #[schema(value_type = String)]
    assessment: AssessmentId,
    /// The criterion that is to be met.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// What is to be done; if empty, the criterion's name is used.
    #[serde(default)]
    title: String,
    /// When it counts as done; if empty, the criterion's examples of evidence are used.
    #[serde(default)]
    done_when: String,
    /// Who does it.
    #[schema(value_type = Option<String>)]
    owner: Option<PersonId>,
    /// Until when.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<Date>,
    /// Its steps; if left out, the first step that the catalogue suggests.
    #[serde(default)]
    steps: Vec<StepBody>,
}

impl From<NewTaskBody> for New {
    fn from(own: NewTaskBody) -> Self {
        Self {
            assessment: own.assessment,
            criterion: own.criterion,
            title: own.title,
            done_when: own.done_when,
            owner: own.owner,
            due: own.due,
            steps: own.steps.into_iter().map(Into::into).collect(),
        }
    }
}

/// Makes a task.
#[utoipa::path(post, path = "/tasks", tag = "tasks", request_body = NewTaskBody, params(("organization" = String, Path)),
    responses((status = 201, body = TaskBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewTaskBody>,
) -> Result<Created, Problem> {
    web.create(&who, organization, move |cx| Ok(TaskBody::from(tasks::create(cx, new.into())?))).await
}

/// Creates all tasks, or none if one of them is invalid.
#[utoipa::path(post, path = "/tasks/bulk", tag = "tasks", request_body = Vec<NewTaskBody>, params(("organization" = String, Path)),
    responses((status = 201, body = Vec<TaskBody>)))]
pub(super) async fn many(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    JsonList(all): JsonList<NewTaskBody>,
) -> Result<Created, Problem> {
    charge(&web, &who, all.len()).map_err(|error| Problem::new(error, who.lang))?;
    let all = all.into_iter().map(Into::into).collect();
    let make = move |cx: &mut Context<'_, '_>| {
        let made = tasks::create_all(cx, all)?;
        Ok(made.into_iter().map(TaskBody::from).collect::<Vec<_>>())
    };
    web.create(&who, organization, make).await
}

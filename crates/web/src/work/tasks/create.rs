//! Making tasks.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::tasks::{self, New};
use tasuki_app::{Context, Error, Kind};
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
    let copy = who.clone();
    if let Err(error) = charge(&web, &who, all(&fields, "c").count()) {
        return Reply::respond(&who, Err(error));
    }
    web.act(&who, Some(organization), move |cx| {
        if field(&fields, "many").is_empty() { one(cx, &copy, &fields) } else { each(cx, &copy, &fields) }
    })
    .await
}

fn one(cx: &mut Context<'_, '_>, who: &Who, fields: &Fields) -> Result<Reply, Error> {
    let mut typed = New {
        assessment: field(fields, "assessment").parse().map_err(|_| Error::not_found())?,
        criterion: field(fields, "criterion").to_owned(),
        title: field(fields, "title").to_owned(),
        done_when: field(fields, "done_when").to_owned(),
        owner: owner(fields)?,
        due: None,
        steps: steps(fields, &[]),
    };
    let made = due(fields).and_then(|due| {
        typed.due = due;
        tasks::create(cx, typed.clone())
    });
    match made {
        Ok(task) => Ok(Reply::Go(format!("/o/{}/tasks/{}", cx.organization()?, task.id))),
        Err(error) if error.kind == Kind::Invalid => {
            let form = new::form(cx, who, &typed, Some(error))?;
            Reply::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form)
        }
        Err(error) => Err(error),
    }
}

fn each(cx: &mut Context<'_, '_>, who: &Who, fields: &Fields) -> Result<Reply, Error> {
    let assessment: AssessmentId = field(fields, "assessment").parse().map_err(|_| Error::not_found())?;
    let made = due(fields).and_then(|due| {
        let owner = owner(fields)?;
        let news = all(fields, "c").map(|criterion| New {
            assessment,
            criterion: criterion.to_owned(),
            title: String::new(),
            done_when: String::new(),
            owner,
            due,
            steps: Vec::new(),
        });
        tasks::create_all(cx, news.collect())
    });
    match made {
        Ok(_) => Ok(Reply::Go(format!("/o/{}/tasks?assessment={assessment}", cx.organization()?))),
        Err(error) if error.kind == Kind::Invalid => {
            new::choose(cx, who, Some(assessment), field(fields, "owner"), field(fields, "due"), Some(&error))
        }
        Err(error) => Err(error),
    }
}

/// What is needed to make a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTaskBody {
    /// The assessment in which the gap is.
    #[schema(value_type = String)]
    assessment: AssessmentId,
    /// The criterion that is to be met.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// What is to be done; empty: the criterion names it.
    #[serde(default)]
    title: String,
    /// What done looks like; empty: what the criterion wants to see.
    #[serde(default)]
    done_when: String,
    /// Who does it.
    #[schema(value_type = Option<String>)]
    owner: Option<PersonId>,
    /// Until when.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<Date>,
    /// The steps to it; none: the first step that the catalogue suggests.
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
    responses((status = 201, body = TaskBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Json(new): Json<NewTaskBody>,
) -> Result<Created, Problem> {
    web.create(&who, organization, move |cx| Ok(TaskBody::from(tasks::create(cx, new.into())?))).await
}

/// Makes many tasks, or none when one of them cannot be made.
#[utoipa::path(post, path = "/tasks/bulk", tag = "tasks", request_body = Vec<NewTaskBody>, params(("organization" = String, Path)),
    responses((status = 201, body = Vec<TaskBody>), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
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

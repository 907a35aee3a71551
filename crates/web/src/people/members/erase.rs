//! Erasing a person: the account ends, and who it was is forgotten.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use tasuki_app::erasure::{self, Erased};
use tasuki_store::{OrganizationId, PersonId};
use utoipa::ToSchema;

use super::one::show;
use crate::page::{Page, Section};
use crate::problem::ProblemBody;
use crate::take::{Json, Path};
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "members/erased.html")]
struct Gone {
    page: Page,
    erased: Erased,
}

/// `POST /o/{organization}/members/{person}/erase`. What remains is told.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    let copy = who.clone();
    let done = web.app().write(who.credentials, Some(organization), move |cx| {
        let erased = erasure::erase_member(cx, person)?;
        let page = Page::load(cx, &copy, Section::Members, "消去しました", "Erased")?;
        Reply::page(&Gone { page, erased })
    });
    match done.await {
        Err(error) if Trouble::belongs_to_form(&error) => {
            show(&web, &who, organization, person, None, Trouble::new(error, who.lang)).await
        }
        done => Reply::respond(&who, done),
    }
}

/// What is left of somebody who was erased.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ErasedBody {
    /// Who it was.
    person: String,
    /// The name that stands everywhere now.
    name: String,
    /// How many entries of the audit log lost their detail. The log holds all the same.
    blanked: usize,
    /// What remains under that name. Backups that were made before still hold the person.
    remains: RemainsBody,
}

/// What remains under the other name.
#[derive(Debug, Serialize, ToSchema)]
struct RemainsBody {
    /// Answers of which the person takes care, or which they changed last.
    answers: u64,
    /// Comments that they wrote.
    comments: u64,
    /// Tasks of which they take care.
    tasks: u64,
    /// Pieces of evidence of which they take care.
    evidence: u64,
    /// Texts in which the former name stands.
    texts: u64,
}

/// Erases a member for good: the account ends, name and address go, what they did stays under a name that says nothing. Only who belongs to no
/// other organization can be erased here.
#[utoipa::path(post, path = "/members/{person}/erasure", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = ErasedBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Result<Json<ErasedBody>, Problem> {
    let erased = web.write(&who, organization, move |cx| erasure::erase_member(cx, person)).await?;
    let own = erased.remains;
    let remains = RemainsBody {
        answers: own.answers,
        comments: own.comments,
        tasks: own.tasks,
        evidence: own.evidence,
        texts: own.texts,
    };
    Ok(Json(ErasedBody { person: erased.person.to_string(), name: erased.name, blanked: erased.blanked, remains }))
}

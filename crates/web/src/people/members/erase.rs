//! Erasing a person: the account is closed, and everything that identifies the person is deleted.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use tasuki_app::erasure::{self, Erased};
use tasuki_store::{OrganizationId, PersonId};
use utoipa::ToSchema;

use super::change::press;
use crate::page::{Page, Section};
use crate::take::{Json, Path};
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/members/erased.html")]
struct Gone {
    page: Page,
    erased: Erased,
}

/// `POST /o/{organization}/members/{person}/erase`. The page shows what remains.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, person)): Path<(OrganizationId, PersonId)>,
) -> Response {
    press(&web, &who, organization, person, move |cx, who| {
        let erased = erasure::erase_member(cx, person)?;
        let page = Page::load(cx, who, Section::Members, "消去しました", "Erased")?;
        Reply::page(&Gone { page, erased })
    })
    .await
}

/// What remains of an erased person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ErasedBody {
    /// Who it was.
    person: String,
    /// The pseudonym that replaces the name everywhere.
    name: String,
    /// The number of entries in the audit log whose details were removed. The log is still intact.
    blanked: usize,
    /// What remains under that name. Backups that were made before still contain the person's data.
    remains: RemainsBody,
}

/// What remains under the pseudonym.
#[derive(Debug, Serialize, ToSchema)]
struct RemainsBody {
    /// Answers whose owner or last editor is the person.
    answers: u64,
    /// Comments that they wrote.
    comments: u64,
    /// Tasks that the person owns.
    tasks: u64,
    /// Pieces of evidence that the person owns.
    evidence: u64,
    /// Texts that contain the former name.
    texts: u64,
}

/// Erases a member permanently: closes the account and deletes name and address. The member's actions remain under a
/// pseudonym. Only for a person who belongs to no other organization.
#[utoipa::path(post, path = "/members/{person}/erasure", tag = "members",
    params(("organization" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = ErasedBody)))]
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

//! Adding evidence: files, a link or a note.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use tasuki_app::evidence::{self, New, Target};
use tasuki_app::once::{Fulfilled, Made};
use tasuki_app::{Context, Error};
use tasuki_store::OrganizationId;
use tasuki_store::evidence::Piece;

use super::receive::{Received, receive};
use super::wire::EvidenceList;
use crate::address::local;
use crate::once::Created;
use crate::take::{Multipart, Path};
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/evidence`: from a drop zone, or from a plain form.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let received = match receive(&web, &who, organization, form).await {
        Ok(received) => received,
        Err(error) => return refused(&who, &headers, error),
    };
    let back = match received.field("back") {
        "" => String::new(),
        back => local(back).to_owned(),
    };
    let json = wants_json(&who, &headers);
    let stored = store(&web, &who, organization, received, move |pieces| {
        if json {
            return Made::json(201, &list(pieces));
        }
        let library = format!("/o/{organization}/evidence");
        let only = (pieces.len() == 1).then(|| pieces.first()).flatten();
        let page = only.map_or_else(|| library.clone(), |piece| format!("{library}/{}", piece.evidence.id));
        Reply::Go(if back.is_empty() { page } else { back }).made()
    });
    told(&who, &headers, stored.await)
}

/// Adds evidence: files (`file`, repeated), or a `link`, or a `note`. `name`, `classification`, `owner`, `effective` and `ends` may
/// be given; with `assessment` and `criterion` it is attached to a criterion at once. A file that is there already under the same name
/// is not added a second time.
#[utoipa::path(post, path = "/evidence", tag = "evidence",
    params(("organization" = String, Path)),
    request_body(content = super::UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, body = EvidenceList)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    form: Multipart,
) -> Result<Created, Problem> {
    let stored = async {
        let received = receive(&web, &who, organization, form).await?;
        store(&web, &who, organization, received, |pieces| Made::json(201, &list(pieces))).await
    };
    stored.await.map(Created).map_err(|error| Problem::new(error, who.lang))
}

fn list(pieces: Vec<Piece>) -> EvidenceList {
    EvidenceList { items: pieces.into_iter().map(Into::into).collect(), next: None }
}

/// Writes all rows or none; `tell` makes the response.
async fn store(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    received: Received,
    tell: impl FnOnce(Vec<Piece>) -> Result<Made, Error> + Send + 'static,
) -> Result<Fulfilled, Error> {
    let (news, target) = (received.new_pieces()?, received.target()?);
    let who = received.brought(who.clone());
    web.once(&who, Some(organization), move |cx| tell(add_all(cx, news, target.as_ref())?)).await
}

fn add_all(cx: &mut Context<'_, '_>, news: Vec<New>, target: Option<&Target>) -> Result<Vec<Piece>, Error> {
    news.into_iter().map(|new| evidence::add(cx, new, target)).collect()
}

/// Whether the caller is a program, which reads the response.
pub(super) fn wants_json(who: &Who, headers: &HeaderMap) -> bool {
    let accept = headers.get(axum::http::header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    who.is_fragment || accept.starts_with("application/json")
}

/// The response to a form with files, for a program or for a person.
pub(super) fn told(who: &Who, headers: &HeaderMap, done: Result<Fulfilled, Error>) -> Response {
    match done {
        Ok(told) if wants_json(who, headers) => Created(told).into_response(),
        Ok(told) => Reply::respond(who, Ok(Reply::told(told))),
        Err(error) => refused(who, headers, error),
    }
}

pub(super) fn refused(who: &Who, headers: &HeaderMap, error: Error) -> Response {
    if wants_json(who, headers) {
        Problem::new(error, who.lang).into_response()
    } else {
        Reply::respond(who, Err(error))
    }
}

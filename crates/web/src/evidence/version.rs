//! A new version of a piece of evidence.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use tasuki_app::evidence::{self, Content};
use tasuki_app::once::Made;
use tasuki_app::{Context, Error};
use tasuki_store::{EvidenceId, OrganizationId};

use super::receive::{Received, nothing, receive};
use super::upload::{told, wants_json};
use super::wire::EvidenceBody;
use crate::once::Created;
use crate::take::{IfMatch, Multipart, Path};
use crate::{Problem, Reply, Web, Who};

/// `POST /o/{organization}/evidence/{evidence}/versions`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let json = wants_json(&who, &headers);
    let next = Reply::Go(format!("/o/{organization}/evidence/{id}"));
    let added = async {
        let received = receive(&web, &who, organization, form).await?;
        let (content, brought) = (only(&received)?, received.brought(who.clone()));
        let work = move |cx: &mut Context<'_, '_>| {
            let piece = evidence::add_version(cx, id, None, content)?;
            if json { Made::json(201, &EvidenceBody::from(piece)) } else { next.made() }
        };
        web.once(&brought, Some(organization), work).await
    };
    told(&who, &headers, added.await)
}

/// Adds a version to a piece: one `file`, or a `link`, or a `note`, of the same kind as before. The versions before stay.
#[utoipa::path(post, path = "/evidence/{evidence}/versions", tag = "evidence",
    params(("organization" = String, Path), ("evidence" = String, Path),
        ("If-Match" = Option<String>, Header, description = "The version of the piece that was seen, in quotation marks")),
    request_body(content = super::UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, body = EvidenceBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<(OrganizationId, EvidenceId)>,
    IfMatch(version): IfMatch,
    form: Multipart,
) -> Result<Created, Problem> {
    let received = receive(&web, &who, place.0, form).await;
    let asked = received.and_then(|received| Ok((only(&received)?, received.brought(who.clone()))));
    let (content, who) = asked.map_err(|error| Problem::new(error, who.lang))?;
    let work =
        move |cx: &mut Context<'_, '_>| evidence::add_version(cx, place.1, version, content).map(EvidenceBody::from);
    web.create(&who, place.0, work).await
}

/// The content of the new version, of which there must be one.
fn only(received: &Received) -> Result<Content, Error> {
    let mut contents = received.contents();
    match contents.pop() {
        Some(content) if contents.is_empty() => Ok(content),
        Some(_) => {
            let error = Error::invalid(
                "evidence.one",
                "新しい版は1件だけ選んでください。",
                "Choose one file for the new version.",
            )
            .hint(
                "新しい版にするものを1件だけ選び、ほかは別の証跡として追加してください。",
                "Choose the one that is the new version, and add the others as separate evidence.",
            );
            Err(error.field("file"))
        }
        None => Err(nothing()),
    }
}

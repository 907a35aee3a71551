//! One piece of evidence.

use askama::Template;
use axum::extract::State;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use tasuki_app::{evidence, history};
use tasuki_store::evidence::{Kind, Version};
use tasuki_store::{Digest, EvidenceId, OrganizationId};

use super::file::is_shown;
use super::form::Typed;
use super::views::{MemberView, PieceView, Rights, UseView, VersionView, members_of};
use super::wire::{DetailBody, UseBody};
use crate::etag::versioned;
use crate::history::LineView;
use crate::page::{Page, Section};
use crate::take::Path;
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

/// The length of the text that is displayed, in bytes.
const SHOWN: usize = 64 << 10;

/// The preview of the latest version.
pub(crate) enum Preview {
    Image,
    Pdf,
    /// A text, and whether it was cut.
    Text(String, bool),
    Link(String),
    Note(String),
    /// Only to be downloaded.
    None,
}

#[derive(Template)]
#[template(path = "evidence/show.html")]
struct Show {
    page: Page,
    piece: PieceView,
    typed: Typed,
    trouble: Trouble,
    preview: Preview,
    version: i64,
    members: Vec<MemberView>,
    versions: Vec<VersionView>,
    uses: Vec<UseView>,
    history: Vec<LineView>,
    rights: Rights,
    largest: u64,
}

/// `GET /o/{organization}/evidence/{evidence}`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
) -> Response {
    render(&web, &who, organization, id, None, Trouble::default()).await
}

/// The page; after an error, with the contents of the form.
pub(super) async fn render(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    id: EvidenceId,
    typed: Option<Typed>,
    trouble: Trouble,
) -> Response {
    let find = move |cx: &mut tasuki_app::Context<'_, '_>| evidence::version(cx, id, 0);
    let latest = match web.app().read(who.credentials, Some(organization), find).await {
        Ok((_, latest)) => latest,
        Err(error) => return Reply::respond(who, Err(error)),
    };
    let preview = preview(web, &latest).await;
    let largest = web.largest_file();
    let mut response = web
        .page_for(who, Some(organization), move |cx, who| {
            let piece = evidence::find(cx, id)?;
            let page = Page::load(cx, who, Section::Evidence, "", "")?.titled(piece.evidence.name.clone());
            let (today, lang, base) = (cx.now.today, page.language(), page.base());
            let versions = evidence::versions(cx, id)?.into_iter();
            let show = Show {
                typed: typed.unwrap_or_else(|| Typed::of(&piece.evidence)),
                versions: versions.map(|version| VersionView::new(piece.evidence.kind, version, today, lang)).collect(),
                uses: evidence::uses(cx, id)?.into_iter().map(|used| UseView::new(used, lang)).collect(),
                history: history::of_evidence(cx, id)?.iter().map(|line| LineView::new(line, today, lang)).collect(),
                members: members_of(cx)?,
                rights: Rights::of(cx, &piece),
                version: piece.evidence.version,
                piece: PieceView::new(&piece, &base, today, lang),
                trouble: trouble.said_in(lang),
                preview,
                page,
                largest,
            };
            Reply::page_with(show.trouble.outcome(), &show)
        })
        .await;
    // The page embeds its own preview of a PDF, and nothing else.
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, crate::guard::policy_with_frames());
    response
}

/// The preview of a version: nothing in it is executed.
pub(crate) async fn preview(web: &Web, latest: &Version) -> Preview {
    let kind = match latest.media_type.as_str() {
        "text/uri-list" => Kind::Link,
        "text/x-note" => Kind::Note,
        _ => Kind::File,
    };
    match (kind, latest.media_type.as_str()) {
        (Kind::Link, _) => Preview::Link(latest.body.clone()),
        (Kind::Note, _) => Preview::Note(latest.body.clone()),
        (Kind::File, "application/pdf") => Preview::Pdf,
        (Kind::File, media_type) if is_shown(media_type) => Preview::Image,
        (Kind::File, media_type) if is_text(media_type) => text(web, latest).await.unwrap_or(Preview::None),
        _ => Preview::None,
    }
}

/// Types that are displayed as source text; also those that a browser would execute, which has no effect then.
fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || matches!(media_type, "application/json" | "application/xml" | "image/svg+xml" | "message/rfc822")
}

/// The beginning of a text.
async fn text(web: &Web, latest: &Version) -> Option<Preview> {
    let digest: Digest = latest.digest.as_deref()?.parse().ok()?;
    let mut blob = web.app().blobs().get(digest).await.ok()??;
    let more = blob.size() > SHOWN as u64;
    let mut bytes = Vec::new();
    while bytes.len() < SHOWN {
        let Some(chunk) = blob.next().await else { break };
        bytes.extend_from_slice(&chunk.ok()?);
    }
    bytes.truncate(SHOWN);
    Some(Preview::Text(decoded(&bytes), more))
}

/// UTF-8, or the encoding in which Japanese spreadsheet programs save CSV.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Cut in the middle of a character.
        Err(error) if error.error_len().is_none() => {
            String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned()
        }
        Err(_) => encoding_rs::SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// A piece of evidence with its versions and what uses it.
#[utoipa::path(get, path = "/evidence/{evidence}", tag = "evidence",
    params(("organization" = String, Path), ("evidence" = String, Path)),
    responses((status = 200, body = DetailBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
) -> Result<impl IntoResponse, Problem> {
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let lang = cx.lang();
        let (piece, versions, uses) = (evidence::find(cx, id)?, evidence::versions(cx, id)?, evidence::uses(cx, id)?);
        Ok(DetailBody {
            evidence: piece.into(),
            versions: versions.into_iter().map(|(version, _)| version.into()).collect(),
            uses: uses.into_iter().map(|used| UseBody::new(used, lang)).collect(),
        })
    };
    let body = web.read(&who, organization, work).await?;
    Ok(versioned(body.evidence.version, body))
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn texts_of_japan_are_read() {
        assert_eq!(decoded("点検".as_bytes()), "点検");
        assert_eq!(decoded(b"\x93\x5F\x8C\x9F"), "点検");
        assert_eq!(decoded(&"点検".as_bytes()[..5]), "点");
    }
}

//! The bytes of a version: for downloading, or for a preview.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, future};
use serde_json::json;
use tasuki_app::{Error, Kind, downloads, evidence};
use tasuki_store::evidence::Version;
use tasuki_store::{BlobError, Digest, EvidenceId, OrganizationId, Subject};

use crate::reply::disposition;
use crate::take::Path;
use crate::wire::File;
use crate::{Problem, Reply, Web, Who};

/// Types that browsers display themselves and cannot execute. PDF is displayed by the browser's own viewer.
const SHOWN: [&str; 6] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf"];

/// A file on its own may not execute scripts, load anything, or be framed by other sites.
const SEALED: &str = "default-src 'none'; sandbox; frame-ancestors 'self'";
/// Browsers show no PDF in a sandbox. The viewer executes nothing of ours, and the bytes are known to begin like a
/// PDF.
const SEALED_PDF: &str =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

type Place = (OrganizationId, EvidenceId, u32);

/// Whether a version has a preview.
pub(super) fn is_shown(media_type: &str) -> bool {
    SHOWN.contains(&media_type)
}

/// `GET /o/{organization}/evidence/{evidence}/versions/{number}/file`: the download.
pub(super) async fn download(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    headers: HeaderMap,
) -> Response {
    match serve(&web, &who, place, &headers, false).await {
        Ok(response) => response,
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

/// `GET /o/{organization}/evidence/{evidence}/versions/{number}/preview`: the preview, only of types that cannot be
/// executed.
pub(super) async fn preview(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    headers: HeaderMap,
) -> Response {
    match serve(&web, &who, place, &headers, true).await {
        Ok(response) => response,
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

/// The file of a version. Supports `If-None-Match`, `Range` and `If-Range`.
#[utoipa::path(get, path = "/evidence/{evidence}/versions/{number}/file", tag = "evidence",
    params(("organization" = String, Path), ("evidence" = String, Path), ("number" = u32, Path)),
    responses((status = 200, content_type = "*/*", body = File),
        (status = 206, description = "The part of it that `Range` names", content_type = "*/*", body = File), (status = 304), (status = 416)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    serve(&web, &who, place, &headers, false).await.map_err(|error| Problem::new(error, who.lang))
}

async fn serve(web: &Web, who: &Who, place: Place, headers: &HeaderMap, inline: bool) -> Result<Response, Error> {
    let (organization, id, number) = place;
    let find = move |cx: &mut tasuki_app::Context<'_, '_>| evidence::version(cx, id, number);
    let (_, version) = web.app().read(who.credentials, Some(organization), find).await?;
    let note = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let way = if inline { "preview" } else { "file" };
        downloads::note(cx, "evidence.download", &Subject::Evidence(id), &json!({ "version": number, "way": way }))
    };
    let note = web.app().take_along(who.credentials, organization, note);
    send(web, Stored::of(&version)?, headers, inline, note).await
}

/// A kept file, as it is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored<'a> {
    /// The digest under which it is kept.
    pub(crate) digest: Digest,
    /// Its media type.
    pub(crate) media_type: &'a str,
    /// Its name.
    pub(crate) name: &'a str,
}

impl<'a> Stored<'a> {
    /// The file of a version of evidence; a link and a note have none.
    pub(crate) fn of(version: &'a Version) -> Result<Self, Error> {
        let digest = version.digest.as_deref().and_then(|digest| digest.parse().ok()).ok_or_else(Error::not_found)?;
        Ok(Self { digest, media_type: &version.media_type, name: &version.file_name })
    }
}

/// The bytes of a file. `note` writes down that they are taken along; it runs before the first of them is sent.
pub(crate) async fn send(
    web: &Web,
    stored: Stored<'_>,
    headers: &HeaderMap,
    inline: bool,
    note: impl Future<Output = Result<(), Error>>,
) -> Result<Response, Error> {
    if inline && !is_shown(stored.media_type) {
        return Err(Error::not_found());
    }
    let tag = format!("\"{}\"", stored.digest);
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known == "*" || known.contains(&tag)) {
        let fields = [(ETAG, tag.as_str()), (CACHE_CONTROL, "private, no-cache")];
        return Ok((StatusCode::NOT_MODIFIED, fields).into_response());
    }
    let blob = web.app().blobs().get(stored.digest).await.map_err(|error| unreadable(&error))?.ok_or_else(missing)?;
    let size = blob.size();
    let asked = headers.get(RANGE).filter(|_| goes_on(headers, &tag)).and_then(|value| value.to_str().ok());
    let part = asked.map_or(Part::Whole, |asked| part_of(asked, size));
    let (status, first, length) = match part {
        Part::Whole => (StatusCode::OK, 0, size),
        Part::Of(first, last) => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Part::Beyond => {
            return Ok(
                (StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, format!("bytes */{size}"))]).into_response()
            );
        }
    };
    note.await?;
    let mut response = (status, Body::from_stream(cut(blob, first, length))).into_response();
    let fields = response.headers_mut();
    for (name, value) in fields_of(stored, &tag, inline, length) {
        if let Ok(value) = HeaderValue::try_from(value) {
            fields.insert(name, value);
        }
    }
    if let Part::Of(first, last) = part
        && let Ok(range) = HeaderValue::try_from(format!("bytes {first}-{last}/{size}"))
    {
        fields.insert(CONTENT_RANGE, range);
    }
    Ok(response)
}

/// Whether a range may be sent: a client that has the beginning of another file (`If-Range`) gets the complete one.
/// Only the strong tag of this file proves that it is the same; a date or a weak tag does not.
fn goes_on(headers: &HeaderMap, tag: &str) -> bool {
    headers.get(IF_RANGE).is_none_or(|had| had.as_bytes() == tag.as_bytes())
}

fn fields_of(stored: Stored<'_>, tag: &str, inline: bool, length: u64) -> Vec<(HeaderName, String)> {
    let name = disposition(stored.name);
    let name = if inline { name.replacen("attachment", "inline", 1) } else { name };
    let is_pdf = stored.media_type == "application/pdf";
    // A download is just bytes: no browser or proxy should transform it.
    let media_type = if inline { stored.media_type } else { kept_type(stored.media_type) }.to_owned();
    let mut fields = vec![
        (CONTENT_TYPE, media_type),
        (CONTENT_DISPOSITION, name),
        (CONTENT_LENGTH, length.to_string()),
        (CONTENT_SECURITY_POLICY, if inline && is_pdf { SEALED_PDF } else { SEALED }.to_owned()),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
        (ETAG, tag.to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
    ];
    if inline {
        fields.push((X_FRAME_OPTIONS, "SAMEORIGIN".to_owned()));
    }
    fields
}

/// The media type of a download: types that could be executed in a page, or be mistaken for a response of ours, are
/// sent as plain bytes.
fn kept_type(media_type: &str) -> &str {
    let runs = ["text/html", "image/svg+xml", "application/xml", "application/json", "message/rfc822"];
    if runs.contains(&media_type) { "application/octet-stream" } else { media_type }
}

/// The requested range of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    /// First and last byte.
    Of(u64, u64),
    /// There is no such part.
    Beyond,
}

/// One range of bytes; for several or invalid ranges, the complete file is sent.
fn part_of(asked: &str, size: u64) -> Part {
    let Some((first, last)) = asked.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), _) if first >= size => Part::Beyond,
        (Ok(first), Ok(last)) if last >= first => Part::Of(first, last.min(size - 1)),
        (Ok(first), Err(_)) if last.is_empty() => Part::Of(first, size - 1),
        (Err(_), Ok(0)) if first.is_empty() => Part::Beyond,
        (Err(_), Ok(tail)) if first.is_empty() && size > 0 => Part::Of(size.saturating_sub(tail), size - 1),
        _ => Part::Whole,
    }
}

/// `length` bytes from `first` on. The complete file is read and verified nevertheless.
fn cut(
    source: impl Stream<Item = Result<Bytes, BlobError>> + Send + 'static,
    first: u64,
    length: u64,
) -> impl Stream<Item = Result<Bytes, BlobError>> + Send + 'static {
    let (mut skip, mut left) = (first, length);
    source.filter_map(move |chunk| {
        let piece = match chunk {
            Err(error) => Some(Err(error)),
            Ok(mut chunk) => {
                let drop = usize::try_from(skip).unwrap_or(usize::MAX).min(chunk.len());
                skip -= drop as u64;
                drop_front(&mut chunk, drop);
                let take = usize::try_from(left).unwrap_or(usize::MAX).min(chunk.len());
                left -= take as u64;
                chunk.truncate(take);
                (!chunk.is_empty()).then_some(Ok(chunk))
            }
        };
        future::ready(piece)
    })
}

fn drop_front(chunk: &mut Bytes, count: usize) {
    let _ = chunk.split_to(count);
}

pub(crate) fn missing() -> Error {
    tracing::error!("a file of evidence is not where it is kept");
    Error::new(
        Kind::Internal,
        "evidence.missing",
        "ファイルが保管場所にありません。",
        "The file is not where it is kept.",
    )
    .hint("管理者へ知らせてください。", "Tell your administrator.")
}

pub(crate) fn unreadable(error: &BlobError) -> Error {
    tracing::error!(%error, "a file of evidence cannot be read");
    missing()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let cases = [
            ("bytes=0-9", Part::Of(0, 9)),
            ("bytes=90-", Part::Of(90, 99)),
            ("bytes=-10", Part::Of(90, 99)),
            ("bytes=-1000", Part::Of(0, 99)),
            ("bytes=50-1000", Part::Of(50, 99)),
            ("bytes=100-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            ("bytes=9-3", Part::Whole),
            ("bytes=0-1,5-6", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("bytes=a-b", Part::Whole),
        ];
        for (asked, part) in cases {
            assert_eq!(part_of(asked, 100), part, "{asked}");
        }
    }

    #[test]
    fn only_the_same_file_goes_on() {
        let with = |had: &'static str| HeaderMap::from_iter([(IF_RANGE, HeaderValue::from_static(had))]);
        assert!(goes_on(&HeaderMap::new(), "\"a\"") && goes_on(&with("\"a\""), "\"a\""));
        for other in ["\"b\"", "W/\"a\"", "Sat, 21 Nov 2026 05:03:00 GMT", "a", "*"] {
            assert!(!goes_on(&with(other), "\"a\""), "{other}");
        }
    }

    #[tokio::test]
    async fn a_part_is_cut_across_chunks() {
        let chunks = ["0123", "4567", "89"].map(|chunk| Ok::<_, BlobError>(Bytes::from_static(chunk.as_bytes())));
        let got: Vec<Bytes> =
            cut(futures_util::stream::iter(chunks), 3, 6).filter_map(async |chunk| chunk.ok()).collect().await;
        assert_eq!(got.concat(), b"345678");
    }

    #[test]
    fn nothing_that_runs_is_shown_or_named() {
        for kind in ["text/html", "image/svg+xml", "application/xml", "application/json"] {
            assert!(!is_shown(kind));
            assert_eq!(kept_type(kind), "application/octet-stream");
        }
    }
}

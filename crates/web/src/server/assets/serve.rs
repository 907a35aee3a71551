//! Style, script and icons: made by `build.rs`, embedded, and served under names that carry their digest, so that a browser may keep
//! them for good.

use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};

use crate::take::Path;

/// One embedded file.
struct Asset {
    /// As the sources call it: `app.css`.
    name: &'static str,
    /// As pages link to it: `/assets/app-0123456789abcdef.css`.
    path: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    gzip: &'static [u8],
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets/list.rs"));

/// A year: the name changes whenever the content does.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The address of an asset, for the pages. A name that is not embedded leads to a page that says 404; a test looks for such names
/// in the templates.
pub(crate) fn path(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/assets/missing", |asset| asset.path)
}

/// `GET /assets/{file}`.
pub(crate) async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.path.strip_prefix("/assets/") == Some(&file)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{file}\"");
    let fresh = headers.get(IF_NONE_MATCH).is_some_and(|seen| seen.to_str().is_ok_and(|seen| seen.contains(&tag)));
    let zipped = accepts_gzip(&headers);
    let (status, body) = match (fresh, zipped) {
        (true, _) => (StatusCode::NOT_MODIFIED, Body::empty()),
        (false, true) => (StatusCode::OK, Body::from(asset.gzip)),
        (false, false) => (StatusCode::OK, Body::from(asset.bytes)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let fields = response.headers_mut();
    fields.insert(CACHE_CONTROL, FOREVER);
    fields.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        fields.insert(ETAG, tag);
    }
    if !fresh {
        fields.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        fields.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if zipped {
            fields.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    response
}

/// Whether the browser takes gzip; `gzip;q=0` says that it does not.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, io, path::Path as FilePath};

    fn templates(folder: &FilePath, found: &mut String) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                templates(&path, found)?;
            } else {
                found.push_str(&fs::read_to_string(path)?);
            }
        }
        Ok(())
    }

    /// The literal arguments of every call of `function` in the templates.
    fn arguments(function: &str) -> Vec<String> {
        let mut text = String::new();
        templates(&FilePath::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut text).unwrap();
        text.split(&format!("{function}(\""))
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
            .collect()
    }

    #[test]
    fn templates_name_only_assets_that_are_embedded() {
        for name in arguments("asset") {
            assert_ne!(path(&name), "/assets/missing", "{name}");
        }
    }

    #[test]
    fn templates_name_only_icons_that_are_in_the_sprite() {
        let sprite = ASSETS.iter().find(|asset| asset.name == "icons.svg").unwrap();
        let sprite = std::str::from_utf8(sprite.bytes).unwrap();
        for name in arguments("ui::icon") {
            assert!(sprite.contains(&format!("id=\"{name}\"")), "add {name} to assets/icons.txt");
        }
    }

    #[tokio::test]
    async fn serves_compressed_for_good_and_knows_what_it_served() {
        let file = path("app.css").strip_prefix("/assets/").unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("br, gzip"));
        let response = serve(Path(file.clone()), headers.clone()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[CONTENT_ENCODING], "gzip");
        assert_eq!(response.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(response.headers()[CACHE_CONTROL], FOREVER);

        headers.insert(IF_NONE_MATCH, response.headers()[ETAG].clone());
        let again = serve(Path(file), headers.clone()).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);

        let unknown = serve(Path("../Cargo.toml".to_owned()), headers).await;
        assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn gzip_that_is_refused_is_not_sent() {
        let with = |value| HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]);
        assert!(accepts_gzip(&with("deflate, gzip;q=1.0")));
        assert!(!accepts_gzip(&with("gzip;q=0, br")));
        assert!(!accepts_gzip(&with("identity")));
    }
}

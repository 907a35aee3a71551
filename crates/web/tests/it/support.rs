//! A browser for tests: requests to the router with somebody's cookie.

use std::sync::OnceLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use futures_util::{Stream, StreamExt};
use serde_json::Value;
use tasuki_store::OrganizationId;
use tasuki_web::Web;
use tower::ServiceExt;

use crate::common::{Somebody, World};
use crate::conforms;

const BOUNDARY: &str = "x";

/// Somebody's browser.
pub(crate) struct Browser {
    web: Web,
    cookie: String,
    organization: OrganizationId,
    /// Built with the first request: describing the whole API takes a while.
    router: OnceLock<Router>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

/// A part of a form with files.
pub(crate) struct Part {
    name: String,
    file: Option<String>,
    bytes: Vec<u8>,
}

impl Part {
    /// A field.
    pub(crate) fn field(name: &str, value: &str) -> Self {
        Self { name: name.to_owned(), file: None, bytes: value.as_bytes().to_vec() }
    }

    /// A file in the field `file`.
    pub(crate) fn file(file: &str, bytes: &[u8]) -> Self {
        Self { name: "file".to_owned(), file: Some(file.to_owned()), bytes: bytes.to_vec() }
    }
}

impl Answer {
    /// A header, empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }
}

impl Browser {
    /// The browser of somebody.
    pub(crate) fn new(world: &World, somebody: &Somebody) -> Self {
        Self::of_cookie(world, &somebody.cookie)
    }

    /// The browser of somebody with this session; without one, of a stranger.
    pub(crate) fn of_cookie(world: &World, cookie: &str) -> Self {
        Self {
            web: Web::new(world.app.clone(), None),
            cookie: cookie.to_owned(),
            organization: world.organization,
            router: OnceLock::new(),
        }
    }

    /// Over a server that takes smaller files.
    pub(crate) fn with_largest_file(mut self, bytes: u64) -> Self {
        self.web = self.web.with_largest_file(bytes);
        self
    }

    /// Over a server with limits to how often somebody may ask.
    pub(crate) fn with_limits(mut self, limits: tasuki_web::Limits) -> Self {
        self.web = self.web.with_limits(limits);
        self
    }

    /// The same browser with one cookie more.
    pub(crate) fn with_cookie(&self, cookie: &str) -> Self {
        let cookie = format!("{}; {cookie}", self.cookie);
        Self { web: self.web.clone(), cookie, organization: self.organization, router: OnceLock::new() }
    }

    /// Shows the code of a link, and returns the secret of the cookie that lets look at what it opens.
    pub(crate) async fn visit(&self, link: &str, code: &str) -> String {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer =
            self.send(Method::POST, &format!("/l/{link}"), &headers, format!("code={code}").into_bytes()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
        cookie.strip_prefix("tasuki-link=").expect("a visit").to_owned()
    }

    /// The organization of its addresses.
    pub(crate) fn organization(&self) -> OrganizationId {
        self.organization
    }

    fn router(&self) -> Router {
        self.router.get_or_init(|| tasuki_web::router(self.web.clone())).clone()
    }

    /// Sends a request with the cookie, as our own pages do. What the API answers must be as it is described.
    pub(crate) async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header("cookie", format!("tasuki={}", self.cookie))
            .header("sec-fetch-site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        // A stream of events has no end.
        let streams = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let bytes = if streams { Vec::new() } else { to_bytes(body, 1 << 24).await.expect("a body").to_vec() };
        let answer = Answer { status: parts.status, headers: parts.headers, bytes };
        conforms::check(&method, path, &answer);
        answer
    }

    /// Opens a stream of events: its messages as they come, without the signs of life between them.
    pub(crate) async fn stream(&self, path: &str, headers: &[(&str, &str)]) -> impl Stream<Item = String> + use<> {
        let mut request = Request::get(path).header("cookie", format!("tasuki={}", self.cookie));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body().into_data_stream().filter_map(async |bytes| {
            let text = String::from_utf8(bytes.ok()?.to_vec()).ok()?;
            text.starts_with("event:").then_some(text)
        })
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, Vec::new()).await
    }

    /// A query of the API, below the organization.
    pub(crate) async fn api(&self, path: &str) -> Answer {
        self.get(&format!("/api/v1/organizations/{}/{path}", self.organization)).await
    }

    /// A command of the API with a body of JSON.
    pub(crate) async fn command(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let path = format!("/api/v1/organizations/{}/{path}", self.organization);
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/json"));
        self.send(method, &path, &headers, body.to_string().into_bytes()).await
    }

    /// A form of a page in the organization.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.form_at(&format!("/o/{}/{path}", self.organization), fields).await
    }

    /// A form of a page.
    pub(crate) async fn form_at(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let escape = |text: &str| text.bytes().fold(String::new(), |escaped, byte| escaped + &format!("%{byte:02X}"));
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, &headers, body.join("&").into_bytes()).await
    }

    /// A form with files of the API.
    pub(crate) async fn upload(&self, path: &str, parts: &[Part]) -> Answer {
        self.upload_with(path, &[], parts).await
    }

    /// A form with files of a page.
    pub(crate) async fn send_file(&self, path: &str, parts: &[Part]) -> Answer {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, &[("content-type", &kind)], written(parts)).await
    }

    /// The same with headers.
    pub(crate) async fn upload_with(&self, path: &str, headers: &[(&str, &str)], parts: &[Part]) -> Answer {
        self.upload_bytes(path, headers, written(parts)).await
    }

    /// The same with a body that may be broken.
    pub(crate) async fn upload_raw(&self, path: &str, body: &str) -> Answer {
        self.upload_bytes(path, &[], body.as_bytes().to_vec()).await
    }

    pub(crate) async fn upload_bytes(&self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let path = format!("/api/v1/organizations/{}/{path}", self.organization);
        let headers = [headers, &[("content-type", &kind)]].concat();
        self.send(Method::POST, &path, &headers, body).await
    }
}

/// Parts of a form, as a browser writes them.
fn written(parts: &[Part]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"", part.name).as_bytes(),
        );
        if let Some(file) = &part.file {
            body.extend_from_slice(format!("; filename=\"{file}\"\r\nContent-Type: application/x-whatever").as_bytes());
        }
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(&part.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

//! What is refused, and how.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;
use tasuki_store::TaskId;
use tower::ServiceExt;

use super::{Form, IfMatch, Json, JsonList, Path, Query};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[expect(dead_code, reason = "only its shape matters")]
    level: u8,
}

fn app() -> Router {
    let api = Router::new()
        .route("/json", post(async |Json(_): Json<Wanted>| "taken"))
        .route("/list", post(async |JsonList(all): JsonList<Wanted>| format!("{} taken", all.len())))
        .route("/query", get(async |Query(_): Query<Wanted>| "taken"))
        .route("/path/{task}", get(async |Path(_): Path<TaskId>| "taken"))
        .route("/seen", get(async |IfMatch(seen): IfMatch| format!("{seen:?}")));
    Router::new()
        // Nested in another router, like the real ones: handlers see only the rest of the path.
        .nest("/api", api)
        .route("/page/{task}", get(async |Path(_): Path<TaskId>| "taken"))
        .route("/page", post(async |Form(_): Form<Wanted>| "taken"))
}

async fn send(request: Request) -> (StatusCode, String, String) {
    let response: Response = app().oneshot(request).await.unwrap();
    let status = response.status();
    let kind = response.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

async fn json(body: impl Into<Body>, kind: &str) -> (StatusCode, serde_json::Value) {
    let request = Request::post("/api/json").header(CONTENT_TYPE, kind).header(ACCEPT_LANGUAGE, "en");
    let (status, kind, body) = send(request.body(body.into()).unwrap()).await;
    if status == StatusCode::OK {
        return (status, body.into());
    }
    assert_eq!(kind, "application/problem+json", "{body}");
    (status, serde_json::from_str(&body).unwrap())
}

#[tokio::test]
async fn json_that_does_not_fit_is_told_by_field() {
    let long = format!("{{\"level\": \"{}\"}}", "x".repeat(3 << 20));
    let deep = "[".repeat(100_000);
    for (body, kind, status, code) in [
        ("{\"level\": 3}", "application/json; charset=utf-8", 200, ""),
        ("{\"level\": 3}", "application/merge-patch+json", 200, ""),
        ("{\"level\": 3}", "text/plain", 415, "content_type"),
        ("{\"level\": ", "application/json", 400, "json.syntax"),
        ("", "application/json", 400, "json.syntax"),
        ("{\"level\": 3} x", "application/json", 400, "json.syntax"),
        (deep.as_str(), "application/json", 422, "json.value"),
        (long.as_str(), "application/json", 413, "too_large"),
        ("{\"level\": \"a\\u0000b\"}", "application/json", 422, "text.nul"),
        ("{\"level\": \"a\\\\u0000b\"}", "application/json", 422, "json.value"),
        ("{\"level\": -1}", "application/json", 422, "json.value"),
        ("{}", "application/json", 422, "json.value"),
        ("[1]", "application/json", 422, "json.value"),
    ] {
        let (given, problem) = json(body.to_owned(), kind).await;
        assert_eq!(given, status, "{problem}");
        if status != 200 {
            assert_eq!(problem["code"], code, "{problem}");
            assert_eq!(problem["status"], status);
        }
    }
    let (_, problem) = json(vec![b'"', 0xff, b'"'], "application/json").await;
    assert_eq!(problem["code"], "json.syntax");
    let (_, problem) = json("{\"level\": 300}", "application/json").await;
    assert_eq!(problem["fields"][0]["name"], "level");
    assert_eq!(problem["title"], "It is not a whole number from 0 (and not too large).");
    let (_, problem) = json("{\"levels\": 3}", "application/json").await;
    assert_eq!(problem["title"], "There is no levels; there are: `level`");
}

#[test]
fn what_serde_says_is_told_in_words() {
    for (found, ja, en) in [
        ("invalid type: integer `3`, expected a string", "文字列ではありません。", "It is not a text."),
        ("invalid type: string \"x\", expected a boolean", "true か falseではありません。", "It is not true or false."),
        (
            "invalid type: map, expected a sequence at line 1 column 2",
            "並び（[ ]）ではありません。",
            "It is not a list ([ ]).",
        ),
        (
            "invalid type: sequence, expected struct Change",
            "項目の集まり（{ }）ではありません。",
            "It is not an object ({ }).",
        ),
        ("out of range, expected 1 to 200", "1 から 200 までにしてください。", "It must be from 1 to 200."),
        (
            "failed to parse two digit integer as month: parameter 'month' is not in the required range",
            "日付の形が違います。2026-04-01 のように書いてください。",
            "It is no date: write it like 2026-04-01.",
        ),
        ("something else", "値の形が違います。", "The value has the wrong form."),
    ] {
        assert_eq!(super::text::mismatch(found), (ja.to_owned(), en.to_owned()), "{found}");
    }
}

#[tokio::test]
async fn what_is_no_identifier_is_not_found() {
    for path in ["/api/path/x", "/api/path/%00", "/api/path/%ff", "/api/path/..%2f..%2fetc%2fpasswd"] {
        let (status, kind, body) = send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!((status, kind.as_str()), (StatusCode::NOT_FOUND, "application/problem+json"), "{path}");
        assert!(body.contains("見つかりません。"), "{body}");
    }
    let (status, kind, body) = send(Request::get("/page/x").body(Body::empty()).unwrap()).await;
    assert_eq!((status, kind.as_str()), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
    assert!(body.contains("見つかりません。"), "{body}");
}

#[tokio::test]
async fn queries_and_forms_are_read_with_the_same_care() {
    for (query, status, code) in [
        ("level=3", 200, "taken"),
        ("level=x", 422, "query.value"),
        ("level=%00", 422, "text.nul"),
        ("level=%ff", 422, "query.utf8"),
        ("", 422, "query.value"),
    ] {
        let (given, _, body) = send(Request::get(format!("/api/query?{query}")).body(Body::empty()).unwrap()).await;
        assert_eq!(given, status, "{body}");
        assert!(body.contains(code), "{body}");
    }
    for (form, status, code) in [
        ("level=3", 200, "taken"),
        ("level=", 422, "form.value"),
        ("level=%00", 422, "text.nul"),
        ("a=%e3%81", 400, "form.utf8"),
    ] {
        let request = Request::post("/page").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (given, _, body) = send(request.body(form.to_owned().into()).unwrap()).await;
        assert_eq!(given, status, "{body}");
        assert!(body.contains(code), "{body}");
    }
    let (status, ..) = send(Request::post("/page").body("level=3".into()).unwrap()).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn only_a_strong_tag_of_ours_is_a_version() {
    for (tag, seen) in [
        ("\"3\"", "Some(3)"),
        ("*", "None"),
        ("W/\"3\"", "Some(-9223372036854775808)"),
        ("3", "Some(-9223372036854775808)"),
    ] {
        let request = Request::get("/api/seen").header("if-match", tag);
        assert_eq!(send(request.body(Body::empty()).unwrap()).await.2, seen, "{tag}");
    }
}

#[tokio::test]
async fn a_list_is_taken_where_one_is_wanted_and_nowhere_else() {
    let send = async |path: &str, body: &'static str| {
        let request = Request::post(path).header(CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
        let (status, _, body) = send(request).await;
        (status.as_u16(), body)
    };
    assert_eq!(send("/api/list", "[{\"level\": 3}, {\"level\": 4}]").await, (200, "2 taken".to_owned()));
    assert_eq!(send("/api/list", "{\"level\": 3}").await.0, 422);
    assert_eq!(send("/api/json", "[3]").await.0, 422);
}

//! Pages and endpoints of tasks, the calendar, inspections and notifications.

use axum::http::{Method, StatusCode};
use serde_json::json;
use tasuki_scheme::Role;

use crate::common::World;
use crate::support::Browser;

#[tokio::test]
async fn pages_open_empty_and_full() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let base = format!("/o/{}", world.organization);
    let paths = [
        "tasks",
        "tasks?view=list",
        "tasks?due=week",
        "tasks/new",
        "calendar",
        "calendar/2026-11",
        "calendar/feed",
        "inspections",
        "notifications",
    ];
    for path in paths {
        let answer = browser.get(&format!("{base}/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    }
    assert_eq!(browser.get("/me/notifications").await.status, StatusCode::OK);
    let nothing = browser.get(&format!("{base}/inspections/report")).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    let assessment = world.assessment(&lead).await.id;
    let made = browser
        .form(
            "tasks",
            &[
                ("many", "1"),
                ("assessment", &assessment.to_string()),
                ("c", "1-1-1-1"),
                ("c", "1-2-1-1"),
                ("due", "2026-11-25"),
            ],
        )
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    for path in paths {
        let answer = browser.get(&format!("{base}/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    }
    let board = browser.get(&format!("{base}/tasks")).await.text();
    assert_eq!(board.matches("data-card=").count(), 2);
    assert_eq!(browser.get(&format!("{base}/calendar/november")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_typed_stays_when_a_form_is_refused() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let assessment = world.assessment(&lead).await.id.to_string();
    let fields = [("assessment", assessment.as_str()), ("criterion", "1-1-1-1"), ("title", "<方針>"), ("due", "来週")];
    let answer = browser.form("tasks", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("&#60;方針&#62;") || text.contains("&lt;方針&gt;"), "{text}");
    assert!(text.contains("2026-12-01"), "{text}");
    let answer = browser
        .form(
            &format!("inspections/of/{assessment}/1-1-1-2"),
            &[("on", "2026-11-20"), ("result", "met"), ("record", " ")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    let none = browser.form("tasks", &[("many", "1"), ("assessment", &assessment)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_api_does_what_the_pages_do() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let worker = world.somebody("鈴木", Role::Contributor).await;
    let (browser, other) = (Browser::new(&world, &lead), Browser::new(&world, &worker));
    let assessment = world.assessment(&lead).await.id.to_string();
    let gaps = browser.api(&format!("assessments/{assessment}/gaps")).await.json();
    assert_eq!(gaps.as_array().map(Vec::len), Some(81));
    let body = json!({"assessment": assessment, "criterion": "1-1-1-1", "owner": worker.id, "due": "2026-11-25"});
    let made = browser.command(Method::POST, "tasks", &[], &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let path = format!("tasks/{}", made.json()["id"].as_str().expect("an identifier"));
    let change = json!({"title": "方針を決める"});
    let changed = browser.command(Method::PATCH, &path, &[("if-match", "\"1\"")], &change).await;
    assert_eq!((changed.status, changed.header("etag")), (StatusCode::OK, "\"2\""));
    let late = browser.command(Method::PATCH, &path, &[("if-match", "\"1\"")], &json!({"title": "後"})).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(late.json()["current"]["title"], "方針を決める");
    let moved = other
        .command(Method::POST, &format!("{path}/moves"), &[], &json!({"move": "report", "report": "決めた"}))
        .await;
    assert_eq!(moved.json()["state"], "reported", "{}", moved.text());
    let again = other.command(Method::POST, &format!("{path}/moves"), &[], &json!({"move": "start"})).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let list = browser.api("tasks?limit=1").await.json();
    assert_eq!((list["items"].as_array().map(Vec::len), list["next"].is_null()), (Some(1), true));
    let told = other.api("notifications").await.json();
    assert_eq!(told["items"][0]["kind"], "task_assigned");
    let id = told["items"][0]["id"].as_str().expect("an identifier").to_owned();
    let read = other.command(Method::PATCH, &format!("notifications/{id}"), &[], &json!({"read": true})).await;
    assert_eq!(read.status, StatusCode::NO_CONTENT);
    let stolen = browser.command(Method::PATCH, &format!("notifications/{id}"), &[], &json!({"read": true})).await;
    assert_eq!(stolen.status, StatusCode::NOT_FOUND);
    let record = json!({"on": "2026-11-20", "result": "met", "record": "見直した"});
    let recorded =
        browser.command(Method::POST, &format!("assessments/{assessment}/inspections/1-1-1-2"), &[], &record).await;
    assert_eq!(recorded.status, StatusCode::CREATED, "{}", recorded.text());
    let days = browser.api("calendar?from=2026-11-01&to=2026-11-30").await.json();
    let what: Vec<&str> = days.as_array().expect("days").iter().filter_map(|day| day["what"].as_str()).collect();
    assert_eq!(what, ["inspected", "task"]);
}

#[tokio::test]
async fn a_calendar_program_needs_nothing_but_the_address() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let made = browser.command(Method::PUT, "calendar/feed", &[], &json!(null)).await.json();
    let address = made["address"].as_str().expect("an address").to_owned();
    let path = address.strip_prefix("http://tasuki.test").expect("our address").to_owned();
    let answer = browser.get(&path).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
    assert!(answer.text().starts_with("BEGIN:VCALENDAR\r\n"));
    assert!(browser.api("calendar/feed").await.json()["address"].is_null());
    let closed = browser.command(Method::DELETE, "calendar/feed", &[], &json!(null)).await;
    assert_eq!(closed.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_report_is_a_document() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let new = json!({"edition": "scs-2026-03", "level": 4});
    let made = browser.command(Method::POST, "assessments", &[], &new).await.json();
    let assessment = made["id"].as_str().expect("an identifier").to_owned();
    let reports = browser.api("inspection-reports").await.json();
    let criterion = reports[0]["criterion"].as_str().expect("a report").to_owned();
    let report = browser.api(&format!("inspection-reports/{assessment}/{criterion}")).await.json();
    assert_eq!(report["inspections"].as_array().map(Vec::len), Some(18));
    let page = browser.get(&format!("/o/{}/inspections/report", world.organization)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let of = format!("{assessment}/{criterion}");
    let pdf = browser.form("inspections/report/pdf", &[("of", &of), ("text", "報告します。\n\n次の段落 <b>。")]).await;
    assert_eq!(pdf.status, StatusCode::OK, "{}", pdf.text());
    assert!(pdf.bytes.starts_with(b"%PDF"));
    let file = format!("inspection-reports/{assessment}/{criterion}/file");
    let same = browser.command(Method::POST, &file, &[], &json!({ "format": "pdf" })).await;
    assert!(same.bytes.starts_with(b"%PDF-"), "{}", same.text());
    let none = browser.command(Method::POST, &file, &[], &json!({ "format": "docx" })).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.text());
    let html = browser.form("inspections/report/html", &[("of", &of), ("text", "報告 <script>")]).await;
    assert!(
        html.text().contains("報告 &#60;script&#62;") || html.text().contains("報告 &lt;script&gt;"),
        "{}",
        html.text()
    );
    assert!(html.header("content-disposition").starts_with("attachment"));
}

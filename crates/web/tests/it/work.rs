//! Pages and endpoints of tasks, the calendar, inspections and notifications.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;

use crate::common::World;
use crate::support::{Browser, Part};

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
    let chosen = [("many", "1"), ("assessment", &assessment), ("c", "1-2-1-1"), ("due", "来週")];
    let answer = browser.form("tasks", &chosen).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    let ticked: Vec<_> = text.split("<input").filter(|input| input.contains(" checked")).collect();
    assert!(ticked.len() == 1 && ticked[0].contains("value=\"1-2-1-1\""), "{ticked:?}");
}

#[tokio::test]
async fn what_was_typed_stays_when_the_assessment_was_archived_meanwhile() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let assessment = world.assessment(&lead).await.id.to_string();
    let archived = browser.form(&format!("assessments/{assessment}/archive"), &[]).await;
    assert_eq!(archived.status, StatusCode::SEE_OTHER, "{}", archived.text());
    let place = format!("inspections/of/{assessment}/1-1-1-2");
    let typed = [("on", "2026-11-20"), ("result", "partial"), ("record", "台帳を見た")];
    let refused = browser.form(&place, &typed).await;
    let text = refused.text();
    assert_eq!(refused.status, StatusCode::CONFLICT, "{text}");
    assert!(text.contains("value=\"2026-11-20\""), "{text}");
    assert!(text.contains("台帳を見た</textarea>"), "{text}");
    let chosen = text.split("<input").find(|input| input.contains("value=\"partial\"")).unwrap_or_default();
    assert!(chosen.contains("checked"), "{text}");
    assert!(text.contains("data-focus"), "{text}");
    // Whoever opens the page without having typed anything finds no form.
    let page = browser.get(&format!("/o/{}/{place}", world.organization)).await.text();
    assert!(!page.contains("<textarea"), "{page}");
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
async fn what_is_spoken_of_leads_to_its_page() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let worker = world.somebody("鈴木", Role::Contributor).await;
    let (browser, other) = (Browser::new(&world, &lead), Browser::new(&world, &worker));
    let assessment = world.assessment(&lead).await.id.to_string();
    let task =
        json!({"assessment": assessment, "criterion": "1-1-1-1", "title": "梅雨の規程を書く", "owner": worker.id});
    let made = browser.command(Method::POST, "tasks", &[], &task).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let comments = format!("assessments/{assessment}/criteria/1-1-1-2/comments");
    let said = browser.command(Method::POST, &comments, &[], &json!({"body": "@鈴木 梅雨の前に見てください"})).await;
    assert_eq!(said.status, StatusCode::CREATED, "{}", said.text());
    let comment = said.json()["id"].as_str().expect("an identifier").to_owned();
    let answer = format!("assessments/{assessment}/answers/1-1-1-3");
    let saved = browser.command(Method::PATCH, &answer, &[], &json!({"status": "met", "note": "梅雨の点検"})).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let evidence = browser.command(Method::POST, "evidence", &[], &json!({"note": "梅雨", "name": "梅雨の記録"})).await;
    let mut pages = Vec::new();
    let paths = |list: &serde_json::Value| -> Vec<String> {
        let items = list["items"].as_array().expect("items").iter();
        items.map(|item| item["path"].as_str().expect("a path").to_owned()).collect()
    };
    let found = browser.api("search?q=梅雨").await.json();
    assert!(paths(&found).len() >= 3, "{found}, evidence: {}", evidence.status);
    pages.extend(paths(&found));
    pages.extend(paths(&browser.api("changes").await.json()));
    let told = other.api("notifications").await.json();
    assert_eq!(told["items"].as_array().map(Vec::len), Some(2), "the task and the comment: {told}");
    pages.extend(paths(&told).into_iter().map(|path| format!("/o/{}{path}", world.organization)));
    for page in pages {
        let opened = browser.get(&page).await;
        let shown = match opened.header("location") {
            "" => opened.status,
            to => browser.get(to.split('#').next().unwrap_or_default()).await.status,
        };
        assert_eq!(shown, StatusCode::OK, "{page}");
    }
    let place = other.get(&format!("/o/{}/comments/{comment}", world.organization)).await;
    let under = format!("/o/{}/assessments/{assessment}?c=1-1-1-2#comment-{comment}", world.organization);
    assert_eq!(place.header("location"), under);
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

#[tokio::test]
async fn a_conflict_tells_what_somebody_else_changed_as_every_other_answer_does() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let assessment = format!("assessments/{}", world.assessment(&lead).await.id);
    let id = |answer: &Value| answer["id"].as_str().expect("an identifier").to_owned();
    let task = json!({ "assessment": assessment.trim_start_matches("assessments/"), "criterion": "1-1-1-1" });
    let task = browser.command(Method::POST, "tasks", &[], &task).await.json();
    let note = [Part::field("note", "台帳を見た"), Part::field("name", "台帳")];
    let evidence = browser.upload("evidence", &note).await.json()["items"][0].clone();
    for (path, change, place) in [
        (format!("{assessment}/answers/4-4-4-2"), json!({ "status": "met", "confirmed_on": "2026-11-01" }), "/answer"),
        (assessment.clone(), json!({ "title": "別名" }), ""),
        (format!("tasks/{}", id(&task)), json!({ "title": "別名" }), ""),
        (format!("evidence/{}", id(&evidence)), json!({ "name": "別名" }), ""),
    ] {
        let saved = browser.command(Method::PATCH, &path, &[], &change).await;
        assert_eq!(saved.status, StatusCode::OK, "{path}: {}", saved.text());
        let late = browser.command(Method::PATCH, &path, &[("if-match", "\"99\"")], &change).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "{path}: {}", late.text());
        assert_eq!(Some(&late.json()["current"]), saved.json().pointer(place), "{path}");
    }
}

#[tokio::test]
async fn what_was_typed_of_a_site_stays_when_it_is_refused() {
    let world = World::new().await;
    let browser = Browser::new(&world, &world.somebody("管理", Role::Administrator).await);
    let long = "長".repeat(101);
    let refused = browser.form("sites", &[("name", long.as_str()), ("address", "東京都千代田区一番")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains(&long) && text.contains("東京都千代田区一番") && text.contains("100文字以内"), "{text}");
    let added = browser.form("sites", &[("name", "本社"), ("address", "東京都")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let page = browser.get(&format!("/o/{}/settings", browser.organization())).await.text();
    let site = page.split("/sites/").nth(1).and_then(|rest| rest.split('"').next()).expect("a site").to_owned();
    let refused =
        browser.form(&format!("sites/{site}"), &[("name", "本社"), ("address", "番".repeat(301).as_str())]).await;
    let text = refused.text();
    assert!(text.contains(&"番".repeat(301)) && text.contains("<details class=\"more\" open>"), "{text}");
}

#[tokio::test]
async fn a_guest_to_whom_nothing_is_open_is_told_whom_to_ask() {
    let world = World::new().await;
    let guest = Browser::new(&world, &world.somebody("専門", Role::Guest).await);
    let viewer = Browser::new(&world, &world.somebody("閲覧", Role::Viewer).await);
    let base = format!("/o/{}", world.organization);
    for path in [base.clone(), format!("{base}/assessments")] {
        let told = |text: String| text.contains("招いた会社に確かめてください");
        assert!(told(guest.get(&path).await.text()), "{path}");
        assert!(!told(viewer.get(&path).await.text()), "{path}");
    }
}

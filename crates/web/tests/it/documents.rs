//! Documents through the server: of an assessment that came from an imperfect sheet, of an empty one, of one with a name that fonts lack.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde_json::json;
use tasuki_scheme::Role;

use crate::common::World;
use crate::support::{Browser, Part};

const ENDINGS: [(&str, &[u8]); 5] =
    [("xlsx", b"PK"), ("gaps.xlsx", b"PK"), ("pdf", b"%PDF-"), ("html", b"<!DOCTYPE"), ("json", b"{")];

/// A sheet in which nearly everything is wrong that can be.
const IMPERFECT: &str = "評価基準No.,自己評価,理由・現状,確認日\n\
    1-1-1-1,たぶん,,\n1-1-1-2,○,=cmd|'/c calc'!A1,2126/05/01\n1-1-1-3,対象外,,\n1-2-1-1,○,😀 한국 葛\u{e0100}城,いつか\n\
    1-2-1-2,×,\u{1}改行,2026/05/01\n1-2-1-2,○,,\n9-9-9-9,○,,\n,×,,\n1-2-1-3,○,,2024/01/01\n";

async fn imported(browser: &Browser) -> String {
    let parts = [Part::file("回答.csv", IMPERFECT.as_bytes()), Part::field("edition", "scs-2026-03")];
    let read = browser.upload("imports", &parts).await;
    assert_eq!(read.status, StatusCode::CREATED, "{}", read.text());
    let told = read.text();
    assert!(told.contains("2126"), "the day that has not come is told: {told}");
    let path = format!("imports/{}/commit", read.json()["id"].as_str().expect("an identifier"));
    let made = browser.command(Method::POST, &path, &[], &json!({"title": "𠮷野の★3 😀", "level": 3})).await;
    assert!(made.status.is_success(), "{}", made.text());
    made.json()["id"].as_str().expect("an identifier").to_owned()
}

async fn every_document(browser: &Browser, assessment: &str) {
    for (ending, begins) in ENDINGS {
        let page = format!("/o/{}/assessments/{assessment}/export.{ending}", browser.organization());
        let mut answers = vec![browser.api(&format!("assessments/{assessment}/export.{ending}")).await];
        // A PDF takes its time; both doors make it in one place.
        if ending != "pdf" {
            answers.push(browser.get(&page).await);
            answers.push(browser.get_with(&page, &[("accept-language", "en")]).await);
        }
        for answer in answers {
            assert_eq!(answer.status, StatusCode::OK, "{ending}: {}", answer.text());
            let begun = answer.bytes.get(..begins.len()).unwrap_or_default();
            assert!(begun.eq_ignore_ascii_case(begins), "{ending}");
        }
    }
}

#[tokio::test]
async fn an_imperfect_sheet_gives_every_document() {
    let world = World::new().await;
    let lead = world.somebody("𠮷田 😀", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let assessment = imported(&browser).await;
    every_document(&browser, &assessment).await;
    let exported = browser.api(&format!("assessments/{assessment}/export.json")).await.json();
    let answer =
        |id: &str| exported["criteria"].as_array().expect("a list").iter().find(|one| one["id"] == id).cloned();
    assert_eq!(answer("1-1-1-2").expect("it was answered")["confirmed"], json!(null), "what is planned shows nothing");
    let reports = format!("assessments/{assessment}/reports");
    let ordered = browser.form(&reports, &[("format", "pdf")]).await;
    assert_eq!(ordered.status, StatusCode::SEE_OTHER, "{}", ordered.text());
    let place = ordered.header("location").to_owned();
    let mut file = browser.get(&format!("{place}/file")).await;
    for _ in 0..300 {
        if file.status == StatusCode::OK {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        file = browser.get(&format!("{place}/file")).await;
    }
    assert!(file.bytes.starts_with(b"%PDF-"), "{}", file.status);
}

#[tokio::test]
async fn an_empty_assessment_and_one_answer_give_every_document() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let assessment = world.assessment(&lead).await.id.to_string();
    every_document(&browser, &assessment).await;
    let path = format!("assessments/{assessment}/answers/1-1-1-1");
    let saved = browser.command(Method::PATCH, &path, &[], &json!({"status": "met", "note": "\u{ffff}😀"})).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    every_document(&browser, &assessment).await;
}

#[tokio::test]
async fn the_report_says_what_the_pages_show_as_late() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let level = json!({"edition": "scs-2026-03", "level": 4});
    let made = browser.command(Method::POST, "assessments", &[], &level).await;
    let assessment = made.json()["id"].as_str().expect("an identifier").to_owned();
    let base = format!("/o/{}/assessments/{assessment}", world.organization);
    let html = async || browser.get(&format!("{base}/export.html")).await.text();
    assert!(!html().await.contains("class=\"box late-box\""), "nothing is late yet");
    let answers = format!("assessments/{assessment}/answers");
    for (criterion, change) in [
        ("1-1-1-1", json!({"status": "partial", "due": "2026-11-01"})),
        ("1-2-1-3", json!({"status": "met", "confirmed_on": "2025-01-06"})),
    ] {
        let saved = browser.command(Method::PATCH, &format!("{answers}/{criterion}"), &[], &change).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    }
    let task = json!({"assessment": assessment, "criterion": "1-1-1-2", "title": "遅れた対応", "due": "2026-11-20"});
    assert_eq!(browser.command(Method::POST, "tasks", &[], &task).await.status, StatusCode::CREATED);
    let report = html().await;
    let late = report
        .split("class=\"box late-box\"")
        .nth(1)
        .and_then(|rest| rest.split("</ul>").next())
        .expect("a list")
        .to_owned();
    for said in ["1-1-1-1", "1-2-1-3", "遅れた対応"] {
        assert!(late.contains(said), "{said}: {late}");
    }
    let overview = browser.get(&format!("{base}/overview")).await.text();
    assert!(overview.contains("<span class=\"count\">2</span>"), "the pages count the same criteria");
    let listed = browser.get(&format!("{base}?overdue=1")).await.text();
    assert!(listed.contains("c-1-1-1-1") && listed.contains("c-1-2-1-3"), "so does the list");
    assert!(!listed.contains("c-1-1-1-3"));
}

#[tokio::test]
async fn the_report_on_inspections_is_written_in_every_form() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let made = browser
        .command(Method::POST, "assessments", &[], &json!({"edition": "scs-2026-03", "level": 4, "title": "★4 😀"}))
        .await;
    let assessment = made.json()["id"].as_str().expect("an identifier").to_owned();
    let record = json!({"on": "2026-11-20", "result": "met", "record": "見た 😀 한국\u{1}"});
    let recorded =
        browser.command(Method::POST, &format!("assessments/{assessment}/inspections/1-1-1-2"), &[], &record).await;
    assert_eq!(recorded.status, StatusCode::CREATED, "{}", recorded.text());
    let path = format!("inspection-reports/{assessment}/1-4-1-1/file");
    for (format, begins) in [("pdf", &b"%PDF-"[..]), ("html", b"<!")] {
        let wanted = json!({"format": format, "text": "\u{1}一段\n\n二段 😀"});
        let made = browser.command(Method::POST, &path, &[], &wanted).await;
        assert!(made.status == StatusCode::OK && made.bytes.starts_with(begins), "{format}: {}", made.text());
    }
}

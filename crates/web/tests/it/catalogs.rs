//! Catalogues of the organization's own over HTTP: added by a program, answered on a page and over the API, unknown elsewhere.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;
use tasuki_store::OrganizationId;

use crate::common::{NOW, World};
use crate::support::Browser;

/// The files of a sample.
fn sample(id: &str) -> Value {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/catalogs").join(id);
    let file = |entry: std::fs::DirEntry| {
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        json!({"name": entry.file_name().to_string_lossy(), "text": text})
    };
    let files = std::fs::read_dir(folder).expect("a sample").map(|entry| file(entry.expect("a file")));
    json!({"files": files.collect::<Vec<_>>()})
}

async fn add(browser: &Browser, id: &str) -> Value {
    let added = browser.command(Method::POST, "catalogs", &[], &sample(id)).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text());
    added.json()
}

#[tokio::test]
async fn it_is_chosen_answered_and_carried_over() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let added = add(&browser, "mochidashi-1").await;
    assert_eq!((&added["id"], &added["archived"]), (&json!("mochidashi-1"), &Value::Null));
    let contents = &added["contents"];
    assert_eq!((&contents["languages"], &contents["criteria"]), (&json!(["ja"]), &json!(4)));

    let base = format!("/o/{}", browser.organization());
    let chooser = browser.get(&format!("{base}/assessments/new")).await.text();
    assert!(chooser.contains("mochidashi-1/2") && chooser.contains("機器の持ち出し基準（第1版）"));
    let form = [("target", "mochidashi-1/2")];
    let begun = browser.form("assessments", &form).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let id = begun.header("location").rsplit('/').next().expect("an identifier").to_owned();

    let page = browser.get(&format!("{base}/assessments/{id}?c=A-1-1")).await;
    assert!(page.status.is_success() && page.text().contains("誰の許可で何を持ち出せるかが決めてある。"));
    let english = [("accept-language", "en")];
    let english = browser.get_with(&format!("{base}/assessments/{id}/overview"), &english).await;
    assert!(english.status.is_success() && english.text().contains("持ち出し"));
    let answer = browser
        .command(Method::PATCH, &format!("assessments/{id}/answers/A-1-1"), &[], &json!({"status": "met"}))
        .await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let tree = browser.api(&format!("assessments/{id}")).await.json();
    assert_eq!(tree["assessment"]["edition"], "mochidashi-1");

    add(&browser, "mochidashi-2").await;
    let carried = json!({"edition": "mochidashi-2"});
    let carried = browser.command(Method::POST, &format!("assessments/{id}/carry"), &[], &carried).await;
    assert_eq!(carried.status, StatusCode::CREATED, "{}", carried.text());
    for page in ["", "/overview", "/compare", "/reports"] {
        let id = carried.json()["id"].as_str().expect("an identifier").to_owned();
        let shown = browser.get(&format!("{base}/assessments/{id}{page}")).await;
        assert!(shown.status.is_success(), "{page}: {}", shown.text());
    }
}

#[tokio::test]
async fn one_that_is_withdrawn_is_not_chosen_any_more() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    add(&browser, "mochidashi-1").await;
    let chooser = format!("/o/{}/assessments/new", browser.organization());
    let withdrawn = browser.command(Method::POST, "catalogs/mochidashi-1/archive", &[], &Value::Null).await;
    assert!(withdrawn.status.is_success() && withdrawn.json()["archived"].is_i64(), "{}", withdrawn.text());
    assert!(!browser.get(&chooser).await.text().contains("mochidashi-1"));
    let again = browser.command(Method::POST, "catalogs/mochidashi-1/restore", &[], &Value::Null).await;
    assert!(again.json()["archived"].is_null());
    assert!(browser.get(&chooser).await.text().contains("mochidashi-1"));
}

#[tokio::test]
async fn it_reads_back_as_it_was_given_and_nobody_else_reads_it() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    add(&browser, "mochidashi-1").await;
    let shown = browser.api("catalogs/mochidashi-1").await.json();
    let sorted = |files: &Value| {
        let mut files = files.as_array().expect("a list").clone();
        files.sort_by_key(|file| file["name"].as_str().map(str::to_owned));
        files
    };
    assert_eq!(sorted(&shown["files"]), sorted(&sample("mochidashi-1")["files"]));
    assert_eq!(browser.api("catalogs").await.json().as_array().map(Vec::len), Some(1));

    let elsewhere = OrganizationId::new(NOW, [2; 10]);
    world.organization(elsewhere, "見本商事").await;
    let other = world.somebody_in(elsewhere, "鈴木", Role::SecurityLead).await;
    let other = Browser::new(&world, &other);
    // The browser speaks to the first organization, of which this person is no member: the same as one that is not there.
    for path in ["catalogs/mochidashi-1", "catalogs/unknown", "catalogs"] {
        assert_eq!(other.api(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let own = format!("/api/v1/organizations/{elsewhere}/catalogs");
    assert_eq!(other.get(&own).await.json(), json!([]));
    for id in ["mochidashi-1", "unknown", "scs-2026-03"] {
        assert_eq!(other.get(&format!("{own}/{id}")).await.status, StatusCode::NOT_FOUND, "{id}");
    }
    assert!(!other.get(&format!("/o/{elsewhere}/assessments/new")).await.text().contains("mochidashi"));
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let mut files = sample("mochidashi-1");
    for file in files["files"].as_array_mut().expect("a list") {
        let text = file["text"].as_str().expect("a text").replace("level = 1\n", "level = 7\n");
        file["text"] = text.into();
    }
    let refused = browser.command(Method::POST, "catalogs", &[], &files).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let problem = refused.json();
    assert_eq!(problem["code"], "catalog.wrong");
    assert!(refused.text().contains("a.toml:") && refused.text().contains("b.toml:"), "{}", refused.text());
    assert_eq!(browser.api("catalogs").await.json(), json!([]), "nothing was added");
}

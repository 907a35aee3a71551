//! The register of partners: entering, finding, changing and archiving one, over pages and over the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;

use crate::common::World;
use crate::support::{Answer, Browser};

/// 法人番号 of an invented company, with the right check digit.
const NUMBER: &str = "7123456789012";

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

async fn made(by: &Browser, entry: &Value) -> String {
    let answer = by.command(Method::POST, "partners", &[], entry).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()["id"].as_str().expect("an identifier").to_owned()
}

async fn names(by: &Browser, query: &str) -> Vec<String> {
    let listed = by.api(&format!("partners{query}")).await.json();
    let items = listed["items"].as_array().expect("a list").iter();
    items.map(|own| own["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn purchasing_keeps_the_register_and_others_read_it() {
    let world = World::new().await;
    let buyer = Browser::new(&world, &world.somebody("買", Role::Purchasing).await);
    let boss = Browser::new(&world, &world.somebody("長", Role::Executive).await);
    let worker = Browser::new(&world, &world.somebody("担", Role::Contributor).await);
    let entry =
        json!({"name": "例示商会", "identity_kind": "corporate_number", "identity": NUMBER, "supplies": "めっき"});
    let partner = made(&buyer, &entry).await;
    // What nobody sees in a name is not stored.
    made(&buyer, &json!({"name": "\u{202e}青\u{200b}空製作所", "supplies": "鋳物"})).await;
    assert_eq!(names(&boss, "").await, ["例示商会", "青空製作所"]);
    assert_eq!(names(&boss, "?q=%E3%82%81%E3%81%A3%E3%81%8D").await, ["例示商会"]);
    assert_eq!(worker.api("partners").await.status, StatusCode::NOT_FOUND);
    let refused = boss.command(Method::POST, "partners", &[], &json!({"name": "別の会社"})).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);

    // The search finds it for those who may read about it, by its name, its number and what it supplies.
    for word in ["例示商会", NUMBER, "めっき"] {
        let found = |by: &Answer| by.json()["items"].as_array().map(Vec::len);
        let query = word.bytes().fold("search?q=".to_owned(), |query, byte| query + &format!("%{byte:02X}"));
        assert_eq!(found(&buyer.api(&query).await), Some(1), "{word}");
        assert_eq!(found(&worker.api(&query).await), Some(0), "{word}");
    }

    // Only who needs it has it in the side bar.
    let home = format!("/o/{}/assessments", buyer.organization());
    assert!(buyer.get(&home).await.text().contains("/partners\""));
    assert!(!worker.get(&home).await.text().contains("/partners\""));

    // Archived, it is in the archive and comes back.
    for (what, (list, archive)) in [("true", (1, 1)), ("true", (1, 1)), ("false", (2, 0))] {
        let done = buyer.form(&format!("partners/{partner}/archive"), &[("archived", what)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert_eq!((names(&boss, "").await.len(), names(&boss, "?archived=true").await.len()), (list, archive));
    }
}

#[tokio::test]
async fn a_number_is_checked_and_stands_once() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let entry =
        |name: &str, kind: &str, identity: &str| json!({"name": name, "identity_kind": kind, "identity": identity});
    let first = made(&lead, &entry("例示商会", "corporate_number", "T7123-4567-89012")).await;
    for (entry, expected) in [
        (entry("例示商会", "corporate_number", NUMBER), "partner.known"),
        (entry("", "own", ""), "partner.name"),
        (entry("例\n示", "own", ""), "partner.name"),
        (entry("例示", "passport", ""), "organization.identity_kind"),
        (json!({"name": "例示", "note": "あ".repeat(2_001)}), "partner.long"),
    ] {
        let refused = lead.command(Method::POST, "partners", &[], &entry).await;
        assert_eq!((refused.status, code(&refused)), (StatusCode::UNPROCESSABLE_ENTITY, expected.to_owned()));
    }
    let wrong = lead.command(Method::POST, "partners", &[], &entry("例示", "corporate_number", "7123456789013")).await;
    assert_eq!(wrong.json()["fields"][0]["name"], "identity");
    // Names of our own may stand several times, and a partner keeps its own number.
    for _ in 0..2 {
        made(&lead, &json!({"name": "同じ名前"})).await;
    }
    let kept = entry("例示商会（改称）", "corporate_number", NUMBER);
    let changed = lead.command(Method::PUT, &format!("partners/{first}"), &[], &kept).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
}

#[tokio::test]
async fn of_two_who_change_one_the_second_is_told_and_the_history_says_what_was() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let partner = made(&lead, &json!({"name": "例示商会", "supplies": "めっき"})).await;
    let path = format!("partners/{partner}");
    let change = json!({"name": "例示商会", "supplies": "塗装"});
    let done = lead.command(Method::PUT, &path, &[("if-match", "\"1\"")], &change).await;
    assert_eq!((done.status, done.header("etag")), (StatusCode::OK, "\"2\""));
    for archived in [true, false] {
        let change = json!({"name": "例示商会", "supplies": "塗装", "archived": archived});
        let done = lead.command(Method::PUT, &path, &[], &change).await.json();
        assert_eq!(done["archived"].is_null(), !archived, "{done}");
    }
    let late = lead.command(Method::PUT, &path, &[("if-match", "\"1\"")], &json!({"name": "別の名前"})).await;
    assert_eq!((late.status, code(&late)), (StatusCode::PRECONDITION_FAILED, "partner.conflict".to_owned()));
    // What changes nothing is no change.
    assert_eq!(lead.command(Method::PUT, &path, &[], &change).await.json()["version"], 4);
    let history = lead.api(&format!("{path}/history")).await.json();
    assert_eq!(history["items"].as_array().map(Vec::len), Some(4));
    assert!(history["items"][2].to_string().contains("めっき"), "{history}");

    // The page says the same, keeps what was typed when it is refused, and saves.
    let page = format!("/o/{}/{path}", lead.organization());
    let shown = lead.get(&page).await.text();
    assert!(shown.contains("塗装") && shown.contains("が取引先を登録しました"), "{shown}");
    let refused = lead.form(&path, &[("name", ""), ("note", "書きかけ"), ("version", "4")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("書きかけ"));
    let late = lead.form(&path, &[("name", "例示商会"), ("note", "書きかけ"), ("version", "1")]).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    assert!(late.text().contains("書きかけ"));
    let saved = lead.form(&path, &[("name", "例示商会"), ("note", "書いた"), ("version", "4")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let kept = lead.api(&path).await.json();
    assert_eq!((&kept["note"], &kept["identity"]), (&json!("書いた"), &json!("")));
}

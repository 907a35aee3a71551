//! What is sent twice is made once: over the API under a key, from a page under the key of its rendering.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;
use tasuki_store::OrganizationId;

use crate::common::World;
use crate::support::{Answer, Browser, Part};

const KEY: (&str, &str) = ("idempotency-key", "night-42");

fn replayed(answer: &Answer) -> bool {
    answer.header("idempotency-replayed") == "true"
}

#[tokio::test]
async fn an_import_whose_answer_was_lost_is_found_again() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let sheet = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scs-2026-03-answers.xlsx"));
    let import = lead.upload("imports", &[Part::file("scs.xlsx", sheet)]).await.json();
    let path = format!("imports/{}/commit", import["id"].as_str().expect("an identifier"));
    let first = lead.command(Method::POST, &path, &[KEY], &json!({"level": 3})).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    // The parcel is gone; without the key that is all that can be said.
    let bare = lead.command(Method::POST, &path, &[], &json!({"level": 3})).await;
    assert_eq!(bare.status, StatusCode::NOT_FOUND);
    let second = lead.command(Method::POST, &path, &[KEY], &json!({"level": 3})).await;
    assert!(replayed(&second));
    assert_eq!(first.json()["id"], second.json()["id"]);
    assert_eq!(lead.api("assessments").await.json()["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn another_file_of_the_same_length_is_another_request() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let first = lead.upload_with("evidence", &[KEY], &[Part::file("a.txt", b"one")]).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    assert!(replayed(&lead.upload_with("evidence", &[KEY], &[Part::file("a.txt", b"one")]).await));
    let other = lead.upload_with("evidence", &[KEY], &[Part::file("a.txt", b"two")]).await;
    assert_eq!((other.status, &other.json()["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("idempotency.other")));
    assert_eq!(lead.api("evidence").await.json()["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_secret_is_told_again_to_who_asked_first_and_to_nobody_else() {
    let world = World::new().await;
    let person = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &person);
    let new = json!({"name": "夜間の処理", "scope": "read", "days": 30});
    let first = browser.command(Method::POST, "tokens", &[KEY], &new).await.json();
    let secret = first["secret"].as_str().expect("a secret").to_owned();
    assert_eq!(browser.command(Method::POST, "tokens", &[KEY], &new).await.json()["secret"], secret.as_str());
    let kept = world
        .store
        .read(|tx| tx.one("SELECT response FROM idempotency WHERE sealed = 1", &[], |row| row.get::<String>(0)));
    let kept = kept.await.expect("the database").expect("a row");
    let hex = secret.bytes().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    assert!(!kept.contains(&secret) && !kept.contains(&hex), "the database does not know the secret");
    // The same person, signed in a second time.
    let again = Browser::new(&world, &world.session(&person).await);
    let refused = again.command(Method::POST, "tokens", &[KEY], &new).await;
    assert_eq!((refused.status, &refused.json()["code"]), (StatusCode::CONFLICT, &json!("idempotency.sealed")));
    assert_eq!(browser.api("tokens").await.json().as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_somebody_may_not_see_any_more_is_not_told_again() {
    let world = World::new().await;
    let admin = Browser::new(&world, &world.somebody("山田", Role::Administrator).await);
    let person = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &person);
    let assessment = world.assessment(&person).await.id.to_string();
    let new = json!({"assessment": assessment, "criterion": "1-1-1-1", "title": "決める"});
    let made = async || browser.command(Method::POST, "tasks", &[KEY], &new).await;
    assert_eq!(made().await.status, StatusCode::CREATED);
    assert!(replayed(&made().await), "while nothing changes");
    let becomes = async |role: Role| {
        let roles = json!({"roles": [role.word()]});
        let done = admin.command(Method::PUT, &format!("members/{}", person.id), &[], &roles).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    };
    let fields = [("once", "k"), ("assessment", &assessment), ("criterion", "1-1-1-1"), ("title", "配る")];
    let form = async || browser.form("tasks", &fields).await;
    let first = form().await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    becomes(Role::Purchasing).await;
    // A redirect shows nothing, and whoever follows it is asked again.
    assert_eq!(form().await.header("location"), first.header("location"));
    let refused = made().await;
    assert_eq!((refused.status, &refused.json()["code"]), (StatusCode::CONFLICT, &json!("idempotency.rights")));
    becomes(Role::SecurityLead).await;
    assert!(replayed(&made().await), "with the same rights again");
}

#[tokio::test]
async fn an_organization_is_made_once() {
    let world = World::new().await;
    let browser = Browser::new(&world, &world.somebody("佐藤", Role::Administrator).await);
    let send = async || {
        let headers = [KEY, ("content-type", "application/json")];
        let body = json!({"name": "子会社"}).to_string().into_bytes();
        browser.send(Method::POST, "/api/v1/organizations", &headers, body).await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, replayed(&first)), (StatusCode::CREATED, false), "{}", first.text());
    assert!(replayed(&second));
    assert_eq!(first.bytes, second.bytes);
}

/// The key of the forms on a page.
fn rendered(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"once\" value=\"").expect("a form with a key");
    rest.split_once('"').expect("its end").0.to_owned()
}

async fn tasks(browser: &Browser) -> Vec<Value> {
    browser.api("tasks").await.json()["items"].as_array().expect("tasks").clone()
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once_and_other_words_are_another_form() {
    let world = World::new().await;
    let person = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &person);
    let assessment = world.assessment(&person).await.id.to_string();
    let page = format!("/o/{}/tasks/new?assessment={assessment}&criterion=1-1-1-1", world.organization);
    let key = rendered(&browser.get(&page).await.text());
    assert_ne!(key, rendered(&browser.get(&page).await.text()), "each rendering has its own");
    let send = async |title: &str| {
        let fields = [("once", key.as_str()), ("assessment", &assessment), ("criterion", "1-1-1-1"), ("title", title)];
        browser.form("tasks", &fields).await
    };
    // What is refused made nothing, and its key is free.
    let long = "長".repeat(300);
    assert_eq!(send(&long).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (first, second) = (send("決める").await, send("決める").await);
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(tasks(&browser).await.len(), 1);
    // Back in the browser, and something else written: that is meant.
    assert_ne!(send("配る").await.header("location"), first.header("location"));
    assert_eq!(tasks(&browser).await.len(), 2);
}

#[tokio::test]
async fn a_page_that_somebody_left_open_is_not_sent_by_whoever_signed_in_since() {
    let world = World::new().await;
    let (first, second) =
        (world.somebody("佐藤", Role::SecurityLead).await, world.somebody("試作", Role::SecurityLead).await);
    let (mine, theirs) = (Browser::new(&world, &first), Browser::new(&world, &second));
    let assessment = world.assessment(&first).await.id.to_string();
    let page = format!("/o/{}/tasks/new?assessment={assessment}&criterion=1-1-1-1", world.organization);
    let text = mine.get(&page).await.text();
    assert!(text.contains(&format!("data-account=\"{}\"", first.id)), "the script says it, too");
    let (key, id) = (rendered(&text), first.id.to_string());
    let about = [("assessment", assessment.as_str()), ("criterion", "1-1-1-1"), ("title", "決める")];
    // A form with a key says whose page it is on, without script; every other form says it by the script, and so do its requests.
    for said in [("once", key.as_str()), ("page-of", id.as_str())] {
        let refused = theirs.form("tasks", &[&about[..], &[said]].concat()).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{said:?}");
        assert!(refused.text().contains("別の人がサインインしていたとき") && !refused.text().contains("決める"));
    }
    let new = json!({"assessment": assessment, "criterion": "1-1-1-1", "title": "決める"});
    let header = [("tasuki-page-of", id.as_str())];
    let refused = theirs.command(Method::POST, "tasks", &header, &new).await;
    assert_eq!((refused.status, &refused.json()["code"]), (StatusCode::CONFLICT, &json!("session.another")));
    let renamed = theirs.form_at("/me/name", &[("name", "佐藤"), ("page-of", &id)]).await;
    assert_eq!(renamed.status, StatusCode::CONFLICT, "what is theirs alone, too");
    assert!(tasks(&theirs).await.is_empty());
    assert_eq!(mine.form("tasks", &[&about[..], &[("once", &key)]].concat()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(mine.command(Method::POST, "tasks", &header, &new).await.status, StatusCode::CREATED);
}

/// A page, where its form goes, and what is filled in.
type Form = (String, String, Vec<(&'static str, String)>);

/// Each page with a form that makes something, and what is sent from it.
fn forms(assessment: &str) -> Vec<Form> {
    let text =
        |pairs: &[(&'static str, &str)]| pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    vec![
        ("assessments/new".into(), "assessments".into(), text(&[("target", "scs-2026-03/3")])),
        ("settings".into(), "sites".into(), text(&[("name", "本社")])),
        ("invitations".into(), "invitations".into(), text(&[("mail", "new@example.jp"), ("role", "viewer")])),
        ("tokens".into(), "tokens".into(), text(&[("name", "夜"), ("scope", "read"), ("days", "30")])),
        ("webhooks".into(), "webhooks".into(), text(&[("url", "https://example.jp/hook"), ("event", "task")])),
        ("calendar/feed".into(), "calendar/feed".into(), Vec::new()),
        ("members/review".into(), "members/review".into(), text(&[("members", "1")])),
        (
            format!("assessments/carry?from={assessment}&target=scs-2026-03/3"),
            "assessments/carry".into(),
            text(&[("from", assessment), ("target", "scs-2026-03/3")]),
        ),
        (
            format!("assessments/{assessment}/criteria/1-1-1-1"),
            format!("assessments/{assessment}/criteria/1-1-1-1/comments"),
            text(&[("body", "どうでしょう。")]),
        ),
    ]
}

#[tokio::test]
async fn every_page_that_makes_something_has_a_key() {
    let world = World::new().await;
    let person = world.somebody_with("山田", &[Role::Administrator, Role::SecurityLead]).await;
    let browser = Browser::new(&world, &person);
    let assessment = world.assessment(&person).await.id.to_string();
    for (page, action, mut fields) in forms(&assessment) {
        let shown = browser.get_with(&format!("/o/{}/{page}", world.organization), &[("hx-request", "true")]).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        fields.push(("once", rendered(&shown.text())));
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let before = entries(&world, world.organization).await;
        let first = browser.form(&action, &pairs).await;
        let after = entries(&world, world.organization).await;
        assert!(first.status.is_success() || first.status.is_redirection(), "{action}: {}", first.text());
        assert!(after > before, "{action}");
        let second = browser.form(&action, &pairs).await;
        assert_eq!((first.status, first.header("location")), (second.status, second.header("location")), "{action}");
        assert_eq!(first.bytes, second.bytes, "{action}");
        assert_eq!(entries(&world, world.organization).await, after, "{action}: nothing was done a second time");
    }
}

async fn entries(world: &World, organization: OrganizationId) -> i64 {
    let count = world.store.read(move |tx| {
        let of = tasuki_store::params![&organization];
        tx.one("SELECT COUNT(*) FROM audit WHERE organization = ?1", of, |row| row.get(0))
    });
    count.await.expect("the log").unwrap_or_default()
}

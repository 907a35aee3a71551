//! What a form does is seen on a page afterwards, and was not before.

use axum::http::StatusCode;
use serde_json::{Value, json};
use tasuki_scheme::Role;

use crate::common::World;
use crate::support::{Browser, Part};

/// A form with its fields, a page, and a text that the form brings to the page (`true`) or takes from it.
type Act<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str, bool);

/// Sends forms one after the other, and looks at their pages before and after.
async fn all_act(browser: &Browser, acts: &[Act<'_>]) {
    for (form, fields, page, text, brings) in acts {
        let shows = async || {
            let mut shown = browser.get(&format!("/o/{}/{page}", browser.organization())).await;
            if shown.status == StatusCode::SEE_OTHER {
                shown = browser.get(shown.header("location")).await;
            }
            assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text());
            shown.text().contains(text)
        };
        assert_ne!(shows().await, *brings, "{page} before {form}: {text}");
        let sent = browser.form(form, fields).await;
        let is_done = sent.status == StatusCode::SEE_OTHER || sent.status.is_success();
        assert!(is_done, "{form}: {} {}", sent.status, sent.text());
        assert_eq!(shows().await, *brings, "{page} after {form}: {text}");
    }
}

async fn lead(world: &World) -> (Browser, String) {
    let lead = world.somebody_with("佐藤", &[Role::Administrator, Role::SecurityLead]).await;
    let assessment = world.assessment(&lead).await.id.to_string();
    (Browser::new(world, &lead), assessment)
}

fn first<'a>(answer: &'a Value, field: &str) -> &'a str {
    answer["items"][0][field].as_str().unwrap_or_else(|| panic!("no {field}: {answer}"))
}

#[tokio::test]
async fn evidence_is_attached_put_away_and_taken_out_again() {
    let world = World::new().await;
    let (browser, assessment) = lead(&world).await;
    let parts = [Part::field("note", "方針は掲示板にある。"), Part::field("name", "掲示板の写し")];
    let added = browser.upload("evidence", &parts).await.json();
    let id = first(&added, "id");
    let link = format!("/evidence/{id}\"");
    let page = format!("evidence/{id}");
    let criterion = format!("assessments/{assessment}/criteria/1-1-1-2");
    let beside = format!("{criterion}/evidence");
    let used = [("assessment", assessment.as_str()), ("criterion", "1-1-1-2")];
    let own = [("evidence", id)];
    all_act(
        &browser,
        &[
            (&format!("{page}/attach"), &used, &criterion, &link, true),
            (&format!("{page}/detach"), &used, &criterion, &link, false),
            (&format!("{beside}/attach"), &own, &criterion, &link, true),
            (&format!("{beside}/detach"), &own, &criterion, &link, false),
            (&format!("{page}/archive"), &[], "evidence", &link, false),
            (&format!("{page}/restore"), &[], "evidence", &link, true),
        ],
    )
    .await;
}

#[tokio::test]
async fn what_is_said_and_answered_is_seen() {
    let world = World::new().await;
    let (browser, assessment) = lead(&world).await;
    let criterion = format!("assessments/{assessment}/criteria/1-1-1-1");
    let comments = format!("{criterion}/comments");
    all_act(&browser, &[(&comments, &[("body", "規程はどこですか")], &criterion, "規程はどこですか", true)]).await;
    let said = browser.api(&format!("assessments/{assessment}/criteria/1-1-1-1/comments")).await.json();
    let id = first(&said, "id");
    let edited = [("comment", id), ("body", "台帳はどこですか")];
    all_act(
        &browser,
        &[
            (&format!("{comments}/edit"), &edited, &criterion, "台帳はどこですか", true),
            (&format!("{comments}/remove"), &[("comment", id)], &criterion, "台帳はどこですか", false),
            (
                &format!("assessments/{assessment}/bulk"),
                &[("c", "1-1-1-1:0"), ("status", "met")],
                &format!("{criterion}/history"),
                "適合",
                true,
            ),
        ],
    )
    .await;
    let one = format!("assessments/{assessment}");
    let renamed = [("target", "scs-2026-03/3"), ("title", "本社の自己評価")];
    let link = format!("assessments/{assessment}\"");
    all_act(
        &browser,
        &[
            (&format!("{one}/settings"), &renamed, &format!("{one}/settings"), "本社の自己評価", true),
            (&format!("{one}/archive"), &[], "assessments", &link, false),
            (&format!("{one}/restore"), &[], "assessments", &link, true),
        ],
    )
    .await;
}

#[tokio::test]
async fn tasks_go_on() {
    let world = World::new().await;
    let (browser, assessment) = lead(&world).await;
    let new = [("assessment", assessment.as_str()), ("criterion", "1-1-1-1"), ("title", "規程を決める")];
    all_act(&browser, &[("tasks", &new, "tasks", "規程を決める", true)]).await;
    let listed = browser.api("tasks").await.json();
    let id = first(&listed, "id");
    let page = format!("tasks/{id}");
    all_act(
        &browser,
        &[
            (&page, &[("version", "1"), ("title", "台帳を決める")], &page, "台帳を決める", true),
            (&format!("{page}/steps"), &[("new", "部長に聞く")], &page, "部長に聞く", true),
            (&format!("{page}/move"), &[("move", "start")], &page, "value=\"stop\"", true),
        ],
    )
    .await;
    let version = browser.api("tasks").await.json()["items"][0]["version"].to_string();
    let dragged = [("card", id), ("lane", "open"), ("version", version.as_str())];
    all_act(&browser, &[("tasks/move", &dragged, &page, "value=\"stop\"", false)]).await;
    let edit = browser.get(&format!("/o/{}/{page}/edit", world.organization)).await;
    assert!(edit.status == StatusCode::OK && edit.text().contains("台帳を決める"), "{}", edit.text());
}

#[tokio::test]
async fn what_is_open_to_others_is_listed_until_it_ends() {
    let world = World::new().await;
    let (browser, assessment) = lead(&world).await;
    let guest = world.somebody("田中", Role::Guest).await.id.to_string();
    let opens = [("assessment", assessment.as_str()), ("reads", "results"), ("ends", "2026-12-10")];
    let grant = [&opens[..], &[("person", &guest), ("capacity", "expert")]].concat();
    let link = [&opens[..], &[("recipient", "青空商会"), ("capacity", "buyer")]].concat();
    all_act(&browser, &[("grants", &grant, "grants", "田中", true), ("links", &link, "grants", "青空商会", true)])
        .await;
    let id_of = async |kind: &str| first(&json!({ "items": browser.api(kind).await.json() }), "id").to_owned();
    let held = browser.api("grants").await.json();
    let own = held.as_array().expect("grants").iter().find(|own| own["person"] == guest.as_str()).expect("a grant");
    let (grant, link) = (own["id"].as_str().expect("an identifier"), id_of("links").await);
    all_act(
        &browser,
        &[
            (&format!("grants/{grant}/end"), &[], "grants", "終わった許可", true),
            (&format!("links/{link}/lock"), &[], "grants", "止めています", true),
            (&format!("links/{link}/unlock"), &[], "grants", "止めています", false),
            (&format!("links/{link}/replace"), &[], "grants", "作り直し済み", true),
        ],
    )
    .await;
    let next = id_of("links").await;
    assert_ne!(next, link);
    all_act(&browser, &[(&format!("links/{next}/end"), &[], "grants", "終わりました", true)]).await;
}

#[tokio::test]
async fn settings_stay_as_they_were_set() {
    let world = World::new().await;
    let (browser, _) = lead(&world).await;
    all_act(&browser, &[("sites", &[("name", "第二工場")], "settings", "第二工場", true)]).await;
    let sites = browser.api("sites").await.json();
    let id = sites[0]["id"].as_str().expect("a site");
    let hook = [("url", "https://haken.example.jp/"), ("event", "task")];
    all_act(
        &browser,
        &[
            (&format!("sites/{id}/remove"), &[], "settings", "第二工場", false),
            ("webhooks", &hook, "webhooks", "https://haken.example.jp/", true),
        ],
    )
    .await;
    let hooks = browser.api("webhooks").await.json();
    let id = hooks[0]["id"].as_str().expect("a webhook");
    let secret = async || {
        let shown = browser.form(&format!("webhooks/{id}/rotate"), &[]).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
        let text = shown.text();
        let (_, rest) = text.split_once("<code id=\"").expect("a secret");
        rest.split(['>', '<']).nth(1).unwrap_or_default().to_owned()
    };
    let (one, next) = (secret().await, secret().await);
    assert!(one.len() > 20 && one.len() == next.len() && one != next, "{one} {next}");
    let tried = browser.form(&format!("webhooks/{id}/test"), &[]).await;
    assert_eq!(tried.status, StatusCode::SEE_OTHER, "{}", tried.text());
    let deliveries = browser.api(&format!("webhooks/{id}/deliveries")).await.json();
    assert_eq!(deliveries["items"].as_array().map(Vec::len), Some(1), "{deliveries}");
    all_act(&browser, &[(&format!("webhooks/{id}/remove"), &[], "webhooks", "https://haken.example.jp/", false)]).await;
}

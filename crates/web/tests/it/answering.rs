//! The answering page over HTTP: its views, its parts, its forms, and who sees nothing of it.

use axum::http::{Method, StatusCode};
use serde_json::json;
use tasuki_scheme::Role;
use tasuki_store::OrganizationId;

use crate::common::{NOW, World};
use crate::support::Browser;

const FRAGMENT: [(&str, &str); 1] = [("hx-request", "true")];

struct Scene {
    world: World,
    browser: Browser,
    base: String,
    api: String,
}

async fn scene() -> Scene {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let assessment = world.assessment(&lead).await.id;
    let browser = Browser::new(&world, &lead);
    let base = format!("/o/{}/assessments/{assessment}", world.organization);
    Scene { world, browser, base, api: format!("assessments/{assessment}") }
}

#[tokio::test]
async fn every_view_shows_every_criterion_of_the_level_and_fits_its_budget() {
    let scene = scene().await;
    let Scene { browser, base, .. } = &scene;
    for (view, rows) in [("", 81), ("?view=sheet", 81), ("?view=guide", 0)] {
        let page = browser.get(&format!("{base}{view}")).await;
        assert_eq!(page.status, StatusCode::OK, "{view}");
        assert_eq!(page.text().matches(" data-row").count(), rows, "{view}");
        let sent = browser.get_with(&format!("{base}{view}"), &[("accept-encoding", "gzip")]).await;
        assert!(sent.bytes.len() < 60 * 1024, "{view}: {} bytes", sent.bytes.len());
    }
}

#[tokio::test]
async fn filters_leave_what_matches() {
    let scene = scene().await;
    let Scene { browser, base, api, .. } = &scene;
    let change = json!({ "status": "met", "due": "2026-11-01" });
    browser.command(Method::PATCH, &format!("{api}/answers/4-4-4-2"), &[("if-match", "\"0\"")], &change).await;
    let change = json!({ "status": "unmet", "due": "2026-11-01", "note": "監査で指摘" });
    browser.command(Method::PATCH, &format!("{api}/answers/4-4-4-1"), &[("if-match", "\"0\"")], &change).await;
    for (query, rows) in [
        ("state=met", 1),
        ("state=unmet&owner=none", 1),
        ("open=1", 80),
        ("overdue=1", 1),
        ("q=%E7%9B%A3%E6%9F%BB%E3%81%A7%E6%8C%87%E6%91%98", 1),
        ("q=4-4-4-2", 1),
        ("state=partial", 0),
        ("kind=nonsense", 0),
    ] {
        let page = browser.get(&format!("{base}?{query}")).await.text();
        assert_eq!(page.matches(" data-row ").count(), rows, "{query}");
    }
}

#[tokio::test]
async fn the_script_gets_parts_and_everybody_else_the_page() {
    let scene = scene().await;
    let Scene { browser, base, .. } = &scene;
    let panel = browser.get_with(&format!("{base}/criteria/4-4-4-2"), &FRAGMENT).await;
    assert!(panel.text().trim_start().starts_with("<article"), "{}", panel.text());
    let page = browser.get(&format!("{base}/criteria/4-4-4-2")).await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::SEE_OTHER, format!("{base}?c=4-4-4-2#panel").as_str())
    );
    let row = browser.get_with(&format!("{base}/criteria/4-4-4-2/row"), &FRAGMENT).await;
    assert!(row.text().trim_start().starts_with("<li"), "{}", row.text());
    let unknown = browser.get_with(&format!("{base}/criteria/9-9-9-9"), &FRAGMENT).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn forms_alone_answer_comment_and_change_many() {
    let scene = scene().await;
    let Scene { browser, base, api, .. } = &scene;
    let below = |path: &str| format!("{api}{path}");
    let filled =
        [("version", "0"), ("status", "partial"), ("note", "一行目\r\n二行目"), ("owner", ""), ("due", "2027-01-31")];
    let answer = browser.form(&below("/criteria/4-4-4-2"), &filled).await;
    assert_eq!(answer.header("location"), format!("{base}?c=4-4-4-2#panel"));
    let again = browser.form(&below("/criteria/4-4-4-2"), &filled).await;
    assert_eq!(again.status, StatusCode::PRECONDITION_FAILED, "somebody else was first");
    let wrong = browser.form(&below("/criteria/4-4-4-2"), &[("version", "1"), ("due", "tomorrow")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Who comes second finds both texts, and what they wrote in the form, on the version that they have seen now.
    let late =
        [("version", "0"), ("status", "unmet"), ("note", "別の人が書いた"), ("owner", ""), ("due", "2027-01-31")];
    let refused = browser.form(&below("/criteria/4-4-4-2"), &late).await;
    assert_eq!(refused.status, StatusCode::PRECONDITION_FAILED);
    let text = refused.text();
    for part in [">別の人が書いた</textarea>", "<dd class=\"said\">一行目\n二行目</dd>", "name=\"version\" value=\"1\""]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    // A comment that is refused comes back, too; the script has kept it and gets the reason alone.
    let long = "長".repeat(5_001);
    let refused = browser.form(&below("/criteria/4-4-4-2/comments"), &[("body", long.as_str())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains(&format!(">{long}</textarea>")));
    // What cannot be read is refused on the version that was seen, with the text.
    let note = [("version", "0"), ("note", "まだ見ていない"), ("due", "tomorrow")];
    let text = browser.form(&below("/criteria/4-4-4-2"), &note).await.text();
    assert!(text.contains(">まだ見ていない</textarea>") && text.contains("name=\"version\" value=\"0\""), "{text}");

    let signed = browser.form(&below("/bulk"), &[("c", "4-4-4-1:0"), ("answer", "4-4-1-1:0:met")]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER);
    browser.form(&below("/bulk"), &[("c", "4-4-4-1:0"), ("c", "4-4-4-2:1"), ("status", "unmet"), ("due", "")]).await;
    browser.form(&below("/criteria/4-4-4-2/comments"), &[("body", "<b>確認</b>しました")]).await;

    let tree = browser.api(api).await.json();
    let figures = &tree["figures"];
    assert_eq!((figures["met"].as_u64(), figures["unmet"].as_u64()), (Some(1), Some(2)), "{figures}");
    let panel = browser.get_with(&format!("{base}/criteria/4-4-4-2"), &FRAGMENT).await.text();
    assert!(panel.contains("一行目\n二行目"), "{panel}");
    assert!(panel.contains("&#60;b&#62;確認&#60;/b&#62;しました"), "{panel}");
    assert!(panel.contains("value=\"2027-01-31\""), "{panel}");
}

#[tokio::test]
async fn many_over_the_api_tell_what_was_before() {
    let scene = scene().await;
    let Scene { browser, api, .. } = &scene;
    let changes = json!({ "changes": [
        { "criterion": "4-4-4-2", "version": 0, "change": { "status": "met" } },
        { "criterion": "4-4-4-1", "version": 7, "change": { "status": "met" } },
    ]});
    let answer = browser.command(Method::PATCH, &format!("{api}/answers"), &[], &changes).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["answers"][0]["answer"]["status"], "met");
    assert_eq!(body["answers"][0]["open"], false);
    assert_eq!(body["before"][0]["status"], "unanswered");
    assert_eq!(body["conflicts"][0]["criterion"], "4-4-4-1");
    assert_eq!(body["figures"]["met"], 1);
}

#[tokio::test]
async fn whoever_may_not_answer_reads_and_strangers_see_nothing() {
    let scene = scene().await;
    let Scene { world, base, api, .. } = &scene;
    let viewer = Browser::new(world, &world.somebody("鈴木", Role::Viewer).await);
    let page = viewer.get(base).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains(" data-answerable"), "nothing to answer with");
    let refused = viewer.form(&format!("{api}/criteria/4-4-4-2"), &[("version", "0"), ("status", "met")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);

    let elsewhere = OrganizationId::new(NOW, [9; 10]);
    world.organization(elsewhere, "別の会社").await;
    let stranger = Browser::new(world, &world.somebody_in(elsewhere, "高橋", Role::Administrator).await);
    for path in ["", "?view=sheet", "/criteria/4-4-4-2", "/criteria/4-4-4-2/row"] {
        assert_eq!(
            stranger.get_with(&format!("{base}{path}"), &FRAGMENT).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_suggestion_is_read_accepted_and_declined_over_the_api() {
    let scene = scene().await;
    let Scene { browser, api, .. } = &scene;
    let new = json!({ "edition": "scs-2026-03", "level": 4, "title": "次の評価" });
    let other = browser.command(Method::POST, "assessments", &[], &new).await;
    assert_eq!(other.status, StatusCode::CREATED, "{}", other.text());
    let other = format!("assessments/{}", other.json()["id"].as_str().expect("an identifier"));
    for criterion in ["4-4-4-1", "4-4-4-2"] {
        let change = json!({ "status": "met", "note": "台帳がある" });
        let saved = browser.command(Method::PATCH, &format!("{other}/answers/{criterion}"), &[], &change).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    }
    let found = browser.api(&format!("{api}/suggestions?limit=1")).await.json();
    assert_eq!(found["items"][0]["criterion"], "4-4-4-1", "{found}");
    assert_eq!(found["next"], "4-4-4-1");
    let found = browser.api(&format!("{api}/suggestions")).await.json();
    let items = found["items"].as_array().expect("a list");
    assert_eq!(items.len(), 2, "{found}");
    assert_eq!((&items[1]["status"], &items[1]["note"]), (&json!("met"), &json!("台帳がある")));
    assert_eq!(items[1]["because"][0]["from"], "4-4-4-2");

    let chosen = |place: usize| json!({ "digest": items[place]["digest"] });
    let accept = format!("{api}/suggestions/4-4-4-2/accept");
    let old = browser.command(Method::POST, &accept, &[("if-match", "\"7\"")], &chosen(1)).await;
    assert_eq!(old.status, StatusCode::PRECONDITION_FAILED, "{}", old.text());
    let saved = browser.command(Method::POST, &accept, &[("if-match", "\"0\"")], &chosen(1)).await;
    assert_eq!((saved.status, saved.header("etag")), (StatusCode::OK, "\"1\""), "{}", saved.text());
    assert_eq!(saved.json()["answer"]["note"], "台帳がある");
    let dismiss = format!("{api}/suggestions/4-4-4-1/dismiss");
    let declined = browser.command(Method::POST, &dismiss, &[], &chosen(0)).await;
    assert_eq!(declined.status, StatusCode::NO_CONTENT, "{}", declined.text());
    let again = browser.command(Method::POST, &dismiss, &[], &chosen(0)).await;
    assert_eq!(again.json()["code"], "suggestion.gone");
    assert_eq!(browser.api(&format!("{api}/suggestions")).await.json()["items"], json!([]));
}

#[tokio::test]
async fn an_owner_who_has_left_is_shown_stays_as_it_is_and_counts_as_nobody() {
    let scene = scene().await;
    let Scene { world, browser, base, api } = &scene;
    let gone = world.somebody("海野", Role::Contributor).await;
    let change = json!({ "owner": gone.id.to_string() });
    browser.command(Method::PATCH, &format!("{api}/answers/4-4-4-2"), &[("if-match", "\"0\"")], &change).await;
    let organization = world.organization;
    world
        .arrange(move |tx| {
            let values =
                [tasuki_store::Value::Text(organization.as_str()), tasuki_store::Value::Text(gone.id.as_str())];
            tx.execute("DELETE FROM members WHERE organization = ?1 AND person = ?2", &values).map(drop)
        })
        .await;
    let owner = gone.id.to_string();
    let panel = browser.get_with(&format!("{base}/criteria/4-4-4-2"), &FRAGMENT).await.text();
    assert!(panel.contains(&format!("<option value=\"{owner}\" selected>もとの担当")), "{panel}");
    let filled = [("version", "1"), ("status", "met"), ("owner", owner.as_str())];
    let saved = browser.form(&format!("{api}/criteria/4-4-4-2"), &filled).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "what was so before may stay");
    let nobody = browser.get(&format!("{base}?owner=none&state=met")).await.text();
    assert_eq!(nobody.matches(" data-row ").count(), 1);
    let refused = [("version", "0"), ("owner", owner.as_str())];
    let refused = browser.form(&format!("{api}/criteria/4-4-4-1"), &refused).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "but is not given anew");
}

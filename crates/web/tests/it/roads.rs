//! Roads to a ★ over pages and the API: from an assessment to a submission that anybody can check, and to the next one.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_catalog::Library;
use tasuki_scheme::Role;
use tasuki_trust::submission::verify;

use crate::common::World;
use crate::support::{Answer, Browser, Part};

const CRITERION: &str = "1-2-1-1";

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

fn word(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

async fn assessment(by: &Browser) -> String {
    let new = json!({"edition": "scs-2026-03", "level": 3, "title": "例示の自己評価"});
    word(&by.command(Method::POST, "assessments", &[], &new).await.json()["id"])
}

async fn answer(by: &Browser, assessment: &str, note: &str) {
    let path = format!("assessments/{assessment}/answers/{CRITERION}");
    let saved = by.command(Method::PATCH, &path, &[], &json!({"status": "met", "note": note})).await;
    assert!(saved.status.is_success(), "{}", saved.text());
}

#[tokio::test]
async fn a_program_walks_from_an_assessment_to_a_second_submission() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let assessment = assessment(&lead).await;
    let new = json!({"assessment": assessment, "route": "star-3"});
    let opened = lead.command(Method::POST, "roads", &[], &new).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text());
    let road = word(&opened.json()["id"]);
    let again = lead.command(Method::POST, "roads", &[], &new).await;
    assert_eq!((again.status, code(&again)), (StatusCode::CONFLICT, "road.exists".to_owned()));

    let whole = lead.api(&format!("roads/{road}")).await;
    assert_eq!(whole.header("etag"), "\"1\"");
    let whole = whole.json();
    assert_eq!(
        (&whole["state"], &whole["state_name"], &whole["star"]),
        (&json!("doing/self_assessment"), &json!("自己評価"), &json!(3))
    );
    let submit = json!({"event": "submit", "by": ["supplier"], "mine": true, "needs": ["ready_check", "submission"]});
    assert_eq!(whole["next"][0], submit);

    let ready = lead.api(&format!("roads/{road}/ready")).await.json();
    assert_eq!((ready["total"].as_u64(), ready["open"].as_array().map(Vec::len)), (Some(81), Some(81)));
    assert_eq!(ready["open"][0]["lacks"][0]["lack"], "unsatisfied");
    let freeze = |digest: &Value| json!({"digest": digest});
    let path = format!("roads/{road}/submissions");
    let first = lead.command(Method::POST, &path, &[], &freeze(&ready["digest"])).await;
    assert_eq!((first.status, &first.json()["digest"]), (StatusCode::CREATED, &ready["digest"]), "{}", first.text());
    answer(&lead, &assessment, "規程に定めた").await;
    let late = lead.command(Method::POST, &path, &[], &freeze(&ready["digest"])).await;
    assert_eq!((late.status, code(&late)), (StatusCode::CONFLICT, "submission.changed".to_owned()));
    let ready = lead.api(&format!("roads/{road}/ready")).await.json();
    assert_eq!(ready["changes"]["criteria"][0]["criterion"], CRITERION);
    let second = lead.command(Method::POST, &path, &[], &freeze(&ready["digest"])).await.json();
    let listed = lead.api(&format!("{path}?limit=1")).await.json();
    assert_eq!((&listed["items"][0], listed["next"].is_string()), (&second, true));

    // What was said of it, as a document.
    for (ending, start) in [("xlsx", &b"PK"[..]), ("pdf", b"%PDF-")] {
        let record = lead.api(&format!("roads/{road}/review/record.{ending}")).await;
        assert!(record.status == StatusCode::OK && record.bytes.starts_with(start), "{ending}");
    }

    // Whoever has the file can check it.
    let digest = word(&second["digest"]);
    let file = lead.api(&format!("submissions/{digest}/file")).await;
    let expected = digest.parse().expect("a digest");
    let checked = verify(file.text().as_bytes(), Some(expected), Library::builtin()).expect("nothing wrong with it");
    assert_eq!(checked.submission.road.number, 2);
    let shown = lead.api(&format!("submissions/{digest}")).await.json();
    assert_eq!(shown["content"], serde_json::from_str::<Value>(&file.text()).expect("JSON"));
    let changes =
        lead.api(&format!("submissions/{digest}/changes?since={}", word(&first.json()["digest"]))).await.json();
    assert_eq!(changes["unchanged"], 80);
    let parts = changes["criteria"][0]["parts"].as_array().expect("parts");
    assert!(parts.contains(&json!({"part": "status", "text": "状態: 未回答 → 適合"})), "{parts:?}");

    let gone = lead
        .command(Method::POST, &format!("roads/{road}/withdraw"), &[("if-match", "\"1\"")], &json!({"reason": "x"}))
        .await;
    assert_eq!((gone.status, code(&gone)), (StatusCode::PRECONDITION_FAILED, "road.conflict".to_owned()));
    let gone = lead
        .command(Method::POST, &format!("roads/{road}/withdraw"), &[], &json!({"reason": "範囲を見直す"}))
        .await
        .json();
    assert_eq!((&gone["state"], gone["next"].as_array().map(Vec::len)), (&json!("withdrawn"), Some(0)));
    assert_eq!(gone["moves"][2]["reason"], "範囲を見直す");
    let history = lead.api(&format!("roads/{road}/history")).await.json();
    assert_eq!(history["items"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn a_person_walks_it_on_pages() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let viewer = Browser::new(&world, &world.somebody("見", Role::Viewer).await);
    let base = format!("/o/{}", lead.organization());
    assert!(lead.get(&format!("{base}/roads")).await.text().contains("道を始める"));
    assert!(!viewer.get(&format!("{base}/roads")).await.text().contains("/roads/new"));
    assert!(lead.get(&format!("{base}/roads/new")).await.text().contains("道を始められる評価がありません"));
    let assessment = assessment(&lead).await;
    answer(&lead, &assessment, "規程に<b>定めた</b>").await;
    let nothing = lead.form("roads", &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("評価と★を選んでください") && nothing.text().contains("例示の自己評価"));
    let opened = lead.form("roads", &[("road", &format!("{assessment}/scs/star-3"))]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let road = opened.header("location").split(['?', '/']).nth(4).expect("a road").to_owned();

    let page = format!("{base}/roads/{road}");
    let shown = lead.get(&page).await.text();
    for text in ["★3 例示の自己評価", "提出前の確認へ", "文書確認", "セキュリティ専門家", "想定", "取り下げる"]
    {
        assert!(shown.contains(text), "{text}");
    }
    // The table as a picture: every step, its corrections, and where the road stands.
    let picture =
        shown.split("<svg\n  class=\"route\"").nth(1).and_then(|rest| rest.split("</svg>").next()).expect("a picture");
    assert!(picture.contains("文書確認の是正") && picture.contains("自己適合宣誓"), "{picture}");
    assert_eq!(picture.matches("route-here").count(), 1);
    let seen = viewer.get(&page).await.text();
    assert!(!seen.contains("提出前の確認へ") && !seen.contains("/withdraw"));
    let ready = lead.get(&format!("{page}/ready")).await.text();
    assert!(ready.contains("証跡がありません") && ready.contains("まだ回答がありません"), "{ready}");
    let digest = ready.split("name=\"digest\" value=\"").nth(1).and_then(|rest| rest.get(..64)).expect("a digest");
    let refused = lead.form(&format!("roads/{road}/submissions"), &[("digest", &"0".repeat(64))]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("確認したあとに、評価が変わりました。"));
    let frozen = lead.form(&format!("roads/{road}/submissions"), &[("digest", digest)]).await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
    let submission = lead.get(frozen.header("location")).await.text();
    assert!(submission.contains("提出版 第1版") && submission.contains(digest), "{submission}");
    assert!(
        submission.contains("規程に&#60;b&#62;定めた") && !submission.contains("<b>定めた"),
        "nothing typed is markup"
    );
    let file = lead.get(&format!("{base}/submissions/{digest}/file")).await;
    assert!(file.header("content-disposition").contains(&format!("submission-{}.json", &digest[..12])));

    answer(&lead, &assessment, "規程に定め、周知した").await;
    let ready = lead.get(&format!("{page}/ready")).await.text();
    assert!(ready.contains("現状の説明"), "{ready}");
    let next = ready.split("name=\"digest\" value=\"").nth(1).and_then(|rest| rest.get(..64)).expect("a digest");
    lead.form(&format!("roads/{road}/submissions"), &[("digest", next)]).await;
    let changes = lead.get(&format!("{base}/submissions/{next}/changes?since={digest}")).await.text();
    assert!(changes.contains("現状の説明") && changes.contains("第2版"), "{changes}");
    // Each submission is a round of the review: what it said stays to be read beside what changed since.
    let room = lead.get(&format!("{page}/review?c={CRITERION}")).await.text();
    assert!(room.contains("<ins class=\"said\">規程に定め、周知した</ins>"), "{room}");
    assert!(room.contains(&format!("/roads/{road}/review/rounds/1?c={CRITERION}")), "{room}");
    let round = lead.get(&format!("{page}/review/rounds/1?c={CRITERION}")).await.text();
    assert!(round.contains("規程に&#60;b&#62;定めた") && !round.contains("規程に定め、周知した"), "{round}");
    assert_eq!(lead.get(&format!("{page}/review/rounds/3")).await.status, StatusCode::NOT_FOUND);
    let without = lead.form(&format!("roads/{road}/withdraw"), &[("reason", " "), ("version", "3")]).await;
    assert!(without.status == StatusCode::UNPROCESSABLE_ENTITY && without.text().contains("理由を書いてください"));
    let past = lead.get(&format!("{base}/assessments/{assessment}/past?day=2026-11-21")).await.text();
    assert!(past.contains("規程に定め、周知した") && past.contains("1 / 81"), "{past}");
    let past = lead.api(&format!("assessments/{assessment}/past/2026-11-21")).await.json();
    let own = past["answers"].as_array().expect("answers").iter().find(|own| own["criterion"] == CRITERION);
    assert_eq!(own.expect("the answer")["note"], "規程に定め、周知した");
    let early = lead.get(&format!("{base}/assessments/{assessment}/past?day=2026-11-20")).await.text();
    assert!(early.contains("この日には、まだ評価がありませんでした。"));
    let done = lead.form(&format!("roads/{road}/withdraw"), &[("reason", "範囲を見直す"), ("version", "3")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let list = lead.get(&format!("{base}/roads")).await.text();
    assert!(list.contains("取り下げ") && list.contains("例示の自己評価"));
}

#[tokio::test]
async fn programs_walk_from_the_review_to_the_registration_and_its_renewal() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let boss = Browser::new(&world, &world.somebody("社長", Role::Executive).await);
    let guest = world.somebody("専門家", Role::Guest).await;
    let expert = Browser::new(&world, &guest);
    let assessment = assessment(&lead).await;
    answer(&lead, &assessment, "規程に定めた").await;
    let post = async |by: &Browser, path: &str, body: Value| {
        let answer = by.command(Method::POST, path, &[], &body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text());
        answer.json()
    };
    let opened = post(&lead, "roads", json!({"assessment": assessment, "route": "star-3"})).await;
    let road = format!("roads/{}", word(&opened["id"]));
    let ready = lead.api(&format!("{road}/ready")).await.json();
    post(&lead, &format!("{road}/submissions"), json!({"digest": ready["digest"]})).await;

    let shown = ["riss", "training", "registration"].map(|own| json!({"qualification": own, "number": "第1号"}));
    let new =
        json!({"person": guest.id, "actor": "expert", "evidence": "internal", "ends": "2026-12-31", "shown": shown});
    post(&lead, &format!("{road}/reviewers"), new).await;
    let room = expert.api(&format!("{road}/review")).await.json();
    for own in room["criteria"].as_array().expect("criteria") {
        let path = format!("{road}/review/{}/marks", word(&own["criterion"]));
        let said = json!({"aspects": own["needed"], "means": "document"});
        assert!(expert.command(Method::PUT, &path, &[], &said).await.status.is_success());
    }
    post(&expert, &format!("{road}/review"), json!({"event": "confirm"})).await;
    let word_of = json!({"submission": ready["digest"], "name": "手本 正子", "office": "代表取締役", "text": "事実のとおりです。"});
    post(&boss, &format!("{road}/declarations"), word_of).await;

    // The package is kept under the digest that people tell each other, and is checked from its bytes alone.
    let made = post(&lead, &format!("{road}/packages"), json!({})).await;
    let path = format!("{road}/packages/{}", word(&made["digest"]));
    let zip = lead.api(&path).await;
    assert_eq!((zip.status, zip.header("content-type")), (StatusCode::OK, "application/zip"));
    let expected = word(&made["digest"]).parse().expect("a digest");
    tasuki_trust::package::verify(&zip.bytes, Some(expected), Library::builtin()).expect("nothing wrong with it");
    for by in [&boss, &expert] {
        assert_eq!(by.api(&path).await.status, StatusCode::NOT_FOUND);
    }
    let applied = post(&lead, &format!("{road}/apply"), json!({"package": made["digest"]})).await;
    assert_eq!(applied["state"], "doing/registration");

    let fields = json!({"number": "例-1", "organization": "例示工業", "scope": "本社"});
    let ledger = json!({"fields": fields, "from": "2026-11-21", "looked_up": "2026-11-21", "place": "https://ledger.example.jp/"});
    let (path, empty) = (format!("{road}/registration"), json!({"looked_up": "2026-11-21", "place": "台帳"}));
    assert_eq!(code(&lead.command(Method::POST, &path, &[], &empty).await), "registration.entry");
    let own = post(&lead, &format!("{road}/registration"), ledger.clone()).await;
    assert_eq!((&own["holds"], &own["entry"]["until"]), (&json!(true), &json!("2027-11-20")));
    let missing = json!({"looked_up": "2026-11-21", "place": "台帳", "found": false});
    let own = post(&lead, &format!("{road}/registration/look-ups"), missing).await;
    assert_eq!((&own["look_ups"][0]["found"], &own["entry"]["fields"]["number"]), (&json!(false), &json!("例-1")));
    let incident = json!({"kind": "incident", "day": "2026-11-21", "note": "端末の感染"});
    post(&lead, &format!("{road}/registration/notices"), incident).await;

    // Everybody sees what was chosen, as it is and as text.
    let stranger = Browser::of_cookie(&world, "");
    let public = format!("/registrations/{}/{}", lead.organization(), word(&opened["id"]));
    assert_eq!(stranger.get(&public).await.status, StatusCode::NOT_FOUND);
    let shown = json!({"shown": ["number", "until"]});
    let own = lead.command(Method::PUT, &format!("{road}/registration/public"), &[], &shown).await;
    assert_eq!(own.json()["entry"]["shown"], json!(["number", "until"]), "{}", own.text());
    let page = stranger.get(&public).await.text();
    assert!(page.contains("例-1") && page.contains("2027/11/20") && !page.contains("本社"), "{page}");
    assert!(page.contains("台帳に見つかりませんでした") && page.contains("Tasuki は★を付与しません"), "{page}");

    // The renewal compares with what was registered.
    let again = json!({"assessment": assessment, "route": "star-3", "renews": opened["id"]});
    let renewal = post(&lead, "roads", again).await;
    assert_eq!(renewal["renews"], opened["id"]);
    answer(&lead, &assessment, "規程を改めた").await;
    let ready = lead.api(&format!("roads/{}/ready", word(&renewal["id"]))).await.json();
    assert_eq!(ready["changes"]["criteria"][0]["criterion"], CRITERION);
    let shown = lead.get(&format!("/o/{}/roads/{}", lead.organization(), word(&renewal["id"]))).await.text();
    assert!(shown.contains("前回の★の登録"), "{shown}");

    let revoked =
        post(&lead, &format!("{road}/registration/revoke"), json!({"day": "2026-11-21", "note": "申告の誤り"})).await;
    assert_eq!(revoked["holds"], json!(false));
    assert!(stranger.get(&public).await.text().contains("登録の期間外"));
}

#[tokio::test]
async fn evidence_above_the_class_of_whoever_asks_is_withheld_in_a_submission() {
    let world = World::new().await;
    let own = world.somebody("佐藤", Role::SecurityLead).await;
    let lead = Browser::new(&world, &own);
    let viewer = Browser::new(&world, &world.somebody("見", Role::Viewer).await);
    let assessment = world.assessment(&own).await.id.to_string();
    let place = [Part::field("assessment", &assessment), Part::field("criterion", CRITERION)];
    let mut parts = vec![Part::field("classification", "confidential"), Part::file("構成図.txt", b"secret")];
    parts.splice(0..0, place);
    let added = lead.upload("evidence", &parts).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text());
    let id = word(&added.json()["items"][0]["id"]);
    let new = json!({"assessment": assessment, "scheme": "scs", "route": "star-3"});
    let road = word(&lead.command(Method::POST, "roads", &[], &new).await.json()["id"]);
    let ready = lead.api(&format!("roads/{road}/ready")).await.json();
    let seen = json!({"digest": ready["digest"]});
    let made = lead.command(Method::POST, &format!("roads/{road}/submissions"), &[], &seen).await.json();
    let digest = word(&made["digest"]);

    let path = format!("submissions/{digest}");
    let (whole, part) = (lead.api(&path).await.json(), viewer.api(&path).await);
    let sum = word(&whole["content"]["evidence"][0]["sha256"]);
    let piece = &part.json()["content"]["evidence"][0];
    assert_eq!((&piece["id"], &piece["withheld"]), (&json!("withheld-1"), &json!(true)));
    assert!(piece.get("sha256").is_none() && piece.get("file_name").is_none());
    let page = format!("/o/{}/{path}", world.organization);
    let room = format!("/o/{}/roads/{road}/review?c={CRITERION}", world.organization);
    for text in [part.text(), viewer.get(&page).await.text(), viewer.get(&room).await.text()] {
        assert!(text.contains("見られない証跡"), "{text}");
        for secret in [&id, &sum, "構成図"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
    // The canonical bytes name it, and are not theirs; whoever sees it all gets them.
    assert_eq!(viewer.api(&format!("{path}/file")).await.status, StatusCode::NOT_FOUND);
    assert!(lead.api(&format!("{path}/file")).await.text().contains(&sum));
    let at = viewer.api(&format!("{path}/evidence/{id}")).await.status;
    assert_eq!(at, StatusCode::NOT_FOUND);
}

//! The technical check of a road over pages and the API: targets, scans, what is decided, and what is refused.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;

use crate::common::World;
use crate::support::{Answer, Browser, Part};

const NESSUS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scans/office.nessus"));
const TARGETS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scan-targets.csv"));
const KEV: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scans/kev.json"));

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

fn word(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

async fn road(by: &Browser) -> String {
    let new = json!({"edition": "scs-2026-03", "level": 4, "title": "例示の自己評価"});
    let assessment = word(&by.command(Method::POST, "assessments", &[], &new).await.json()["id"]);
    let new = json!({"assessment": assessment, "route": "star-4"});
    word(&by.command(Method::POST, "roads", &[], &new).await.json()["id"])
}

#[tokio::test]
async fn a_program_brings_targets_and_scans_and_decides() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let viewer = Browser::new(&world, &world.somebody("見", Role::Viewer).await);
    let path = format!("roads/{}/technical-check", road(&lead).await);
    let sent = lead.upload(&format!("{path}/targets/import"), &[Part::file("対象.csv", TARGETS)]).await;
    assert_eq!((sent.status, sent.json()), (StatusCode::CREATED, json!({"targets": 6})), "{}", sent.text());
    let sent = lead.upload(&format!("{path}/scans"), &[Part::file("office.nessus", NESSUS)]).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let first = sent.json();
    assert_eq!((&first["is_new"], &first["found"], &first["opened"]), (&json!(true), &json!(2), &json!(2)));
    let again = lead.upload(&format!("{path}/scans"), &[Part::file("copy.nessus", NESSUS)]).await.json();
    assert_eq!((&again["is_new"], &again["id"]), (&json!(false), &first["id"]));
    let list = lead.upload("vulnerability-lists", &[Part::file("kev.json", KEV)]).await;
    assert_eq!((list.status, &list.json()["kind"]), (StatusCode::CREATED, &json!("kev")), "{}", list.text());

    let whole = viewer.api(&path).await.json();
    assert_eq!((whole["targets"].as_array().map(Vec::len), &whole["findings"]), (Some(6), &json!(2)));
    assert_eq!(whole["met"], json!(["something_to_correct", "targets"]));
    assert_eq!(whole["unseen"].as_array().map(Vec::len), Some(4), "no scan has looked at them");
    let against = whole["criteria"].as_array().expect("criteria").iter().find(|own| own["criterion"] == "4-4-4-3");
    assert_eq!(against.expect("the criterion")["result"], "speaks_against");
    let found = viewer.api(&format!("{path}/findings?stage=to_judge&criterion=4-4-4-3")).await.json();
    let own = &found["items"][0];
    assert_eq!(
        (&own["name"], &own["stage"], &own["disposition"]),
        (&json!("190001"), &json!("to_judge"), &Value::Null)
    );
    assert_eq!(
        own["priority"],
        json!({"rank": "now", "exploited": true, "epss": null, "cvss": 9.8, "exposure": "boundary"})
    );
    let decide = |act: &str, version: i64| json!({"act": act, "findings": [{"id": own["id"], "version": version}], "reason": "回線を切った"});
    let decisions = format!("{path}/decisions");
    let by_viewer = viewer.command(Method::POST, &decisions, &[], &decide("accept", 2)).await;
    assert_eq!(by_viewer.status, StatusCode::NOT_FOUND);
    let stale = lead.command(Method::POST, &decisions, &[], &decide("accept", 9)).await;
    assert_eq!((stale.status, code(&stale)), (StatusCode::PRECONDITION_FAILED, "technical_check.changed".to_owned()));
    let unknown = lead.command(Method::POST, &decisions, &[], &decide("ignore", 2)).await;
    assert_eq!(code(&unknown), "technical_check.act");
    let version = own["version"].as_i64().expect("a version");
    let done = lead.command(Method::POST, &decisions, &[], &decide("accept", version)).await;
    assert_eq!(
        (done.status, &done.json()["items"][0]["stage"]),
        (StatusCode::CREATED, &json!("to_agree")),
        "{}",
        done.text()
    );
    let one = lead.api(&format!("{path}/findings/{}", word(&own["id"]))).await.json();
    assert_eq!(
        (&one["decisions"][0]["event"], &one["decisions"][0]["reason"]),
        (&json!("disposed"), &json!("回線を切った"))
    );

    let target =
        whole["targets"].as_array().expect("targets").iter().find(|own| own["name"] == "web01").expect("one").clone();
    let place = format!("{path}/targets/{}", word(&target["id"]));
    let entry = json!({"name": "web01", "addresses": ["192.0.2.30"], "in_scope": false, "reason": "公開を止めた"});
    let late = lead.command(Method::PUT, &place, &[("if-match", "\"9\"")], &entry).await;
    assert_eq!((late.status, code(&late)), (StatusCode::PRECONDITION_FAILED, "target.conflict".to_owned()));
    let changed = lead.command(Method::PUT, &place, &[("if-match", "\"1\"")], &entry).await;
    assert_eq!((changed.header("etag"), &changed.json()["in_scope"]), ("\"2\"", &json!(false)));
    let gone = lead.command(Method::DELETE, &place, &[], &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);

    for (bytes, expected) in
        [(&NESSUS[..700], "scan-broken"), (b"hello", "scan-unknown"), (KEV, "technical_check.no_scan")]
    {
        let refused = lead.upload(&format!("{path}/scans"), &[Part::file("x", bytes)]).await;
        assert_eq!((refused.status, code(&refused)), (StatusCode::UNPROCESSABLE_ENTITY, expected.to_owned()));
    }
    let refused = lead.upload("vulnerability-lists", &[Part::file("x", NESSUS)]).await;
    assert_eq!(code(&refused), "vulnerability_list.other");
    assert_eq!(lead.api(&path).await.json()["scans"].as_array().map(Vec::len), Some(1), "nothing half imported");
}

#[tokio::test]
async fn a_person_does_it_on_pages() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let viewer = Browser::new(&world, &world.somebody("見", Role::Viewer).await);
    let road = road(&lead).await;
    let (path, place) = (format!("roads/{road}/technical-check"), format!("/o/{}/roads/{road}", lead.organization()));
    assert!(lead.get(&place).await.text().contains(&format!("{place}/technical-check\"")), "the road leads there");
    let page = format!("{place}/technical-check");
    let empty = lead.get(&page).await.text();
    assert!(empty.contains("まだありません") && empty.contains("対象を加える") && empty.contains("50 MBまで"));
    let seen = viewer.get(&page).await.text();
    assert!(!seen.contains("<textarea") && !seen.contains("type=\"file\""), "who only reads finds no form");

    let listed = lead.send_file(&format!("{page}/targets/import"), &[Part::file("targets.csv", TARGETS)]).await;
    assert_eq!(listed.status, StatusCode::SEE_OTHER, "{}", listed.text());
    let broken = lead.send_file(&format!("{page}/scans"), &[Part::file("cut.nessus", &NESSUS[..700])]).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.text().contains("Nessus (.nessus)") && broken.text().contains("壊れています"), "format and place");
    let nothing = lead.send_file(&format!("{page}/scans"), &[]).await;
    assert!(nothing.text().contains("ファイルを選んでください") && nothing.text().contains("id=\"scan-file-error\""));
    let sent = lead.send_file(&format!("{page}/scans"), &[Part::file("office.nessus", NESSUS)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let again = lead.send_file(&format!("{page}/scans"), &[Part::file("copy.nessus", NESSUS)]).await;
    assert!(again.header("location").contains("same=true"), "{}", again.header("location"));
    assert!(lead.get(&format!("{page}?same=true")).await.text().contains("同じファイルが取り込み済みです"));

    let shown = lead.get(&page).await.text();
    for text in [
        "ExampleOS &#60; 6.2.16",
        "数日内",
        "CVSS と露出だけによります",
        "4-4-4-2 満たしていない疑い",
        "情報システム課",
        "社内につながっていない",
    ] {
        assert!(shown.contains(text), "{text}");
    }
    let kev = lead.send_file(&format!("{page}/scans"), &[Part::file("kev.json", KEV)]).await;
    assert_eq!(kev.status, StatusCode::SEE_OTHER, "{}", kev.text());
    let shown = lead.get(&format!("{page}?by=criterion")).await.text();
    for text in ["<code class=\"id\">4-4-4-3</code>", "悪用あり 2024-02-09", "EPSS", "境界の機器"] {
        assert!(shown.contains(text), "{text}");
    }
    let chosen = &*first_of(&shown);
    let id = chosen.split(':').next().unwrap_or_default();
    let pairs = [("finding", chosen), ("finding", chosen), ("act", "accept"), ("reason", "回線を<i>切った")];
    let done = lead.form(&format!("{path}/decisions"), &pairs).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let finding = lead.get(&format!("{page}/findings/{id}")).await.text();
    for text in [
        "同意待ち",
        "処置を決めました 受け入れる",
        "回線を&#60;i&#62;切った",
        "更新が公開された日",
        "10.0 (v2.0)",
        "対応を開く",
    ] {
        assert!(finding.contains(text), "{text}");
    }
    let shown = viewer.get(&page).await.text();
    let (_, log) = shown.split_once("id=\"history\"").expect("a history");
    for text in ["が検査結果「office.nessus」を取り込みました", "の処置を決めました", "回線を&#60;i&#62;切った"]
    {
        assert!(log.contains(text), "{text}");
    }
    let log = viewer.api(&format!("{path}/history")).await.json();
    let acts: Vec<_> = log["items"].as_array().expect("a list").iter().map(|own| own["action"].clone()).collect();
    assert_eq!(acts, ["technical_check.dispose", "technical_check.import", "technical_check.import_targets"]);
    assert!(lead.get(&format!("{page}?stage=closed")).await.text().contains("この絞り込みでは、ありません"));
    let finish = lead.form(&path, &[("event", "confirm"), ("version", "1")]).await;
    assert_eq!(finish.status, StatusCode::NOT_FOUND, "who is no verifier confirms nothing");
}

/// The first finding that a page lets somebody choose, with the version that is shown.
fn first_of(page: &str) -> String {
    let (_, field) = page.split_once("name=\"finding\"").expect("a finding");
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its version").to_owned()
}

#[tokio::test]
async fn what_is_wrong_with_a_target_stands_beside_its_field() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let path = format!("roads/{}/technical-check", road(&lead).await);
    let page = format!("/o/{}/{path}", lead.organization());
    let unreasoned = lead.form(&format!("{path}/targets"), &[("name", "検証<b>機"), ("scope", "out")]).await;
    assert_eq!(unreasoned.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = unreasoned.text();
    assert!(
        text.contains("検証しない理由を書いてください") && text.contains("検証&#60;b&#62;機"),
        "what was typed stays"
    );
    assert!(text.contains("id=\"reason-new-error\"") && !text.contains("id=\"name-new-error\""), "beside its field");
    let bad = [Part::file("bad.csv", b"name,in scope\nfw,perhaps\n")];
    let bad = lead.send_file(&format!("{page}/targets/import"), &bad).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text().contains("id=\"targets-file-error\"") && !bad.text().contains("id=\"scan-file-error\""));
    let listed = lead.send_file(&format!("{page}/targets/import"), &[Part::file("targets.csv", TARGETS)]).await;
    assert_eq!(listed.status, StatusCode::SEE_OTHER, "{}", listed.text());
    let shown = lead.get(&page).await.text();
    let target = shown.split("?target=").nth(1).and_then(|rest| rest.get(..26)).expect("a target").to_owned();
    let form = lead.get(&format!("{page}?target={target}")).await.text();
    assert!(form.contains("fw.example.co.jpを変える") && form.contains("一覧から外す"), "one form, that of the target");
    let place = format!("{path}/targets/{target}");
    let fields = [("name", "入口"), ("scope", "out"), ("reason", " "), ("kind", "firewall"), ("version", "1")];
    let refused = lead.form(&place, &fields).await;
    let text = refused.text();
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && text.contains("value=\"入口\""),
        "what was typed stays"
    );
    assert!(text.contains(&format!("id=\"reason-{target}-error\"")) && !text.contains("id=\"reason-new-error\""));
    assert!(text.contains("fw.example.co.jpを変える"), "it is called as it is kept");
    // Somebody else was first: what was typed stays, and sent again it counts.
    let late = [("name", "入口の装置"), ("scope", "in"), ("version", "7")];
    let conflict = lead.form(&place, &late).await;
    let text = conflict.text();
    assert!(
        conflict.status == StatusCode::PRECONDITION_FAILED && text.contains("value=\"入口の装置\""),
        "{}: {text}",
        conflict.status
    );
    assert!(text.contains("name=\"version\" value=\"1\"") && text.contains("ほかの人が先に変更しました"));
}

#[tokio::test]
async fn a_decision_that_is_refused_keeps_what_was_chosen_and_typed() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let path = format!("roads/{}/technical-check", road(&lead).await);
    let page = format!("/o/{}/{path}", lead.organization());
    lead.send_file(&format!("{page}/targets/import"), &[Part::file("targets.csv", TARGETS)]).await;
    lead.send_file(&format!("{page}/scans"), &[Part::file("office.nessus", NESSUS)]).await;
    let chosen = &*first_of(&lead.get(&page).await.text());
    let refused =
        lead.form(&format!("{path}/decisions"), &[("finding", chosen), ("act", "accept"), ("reason", " ")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text().contains("理由を書いてください"));
    // The page comes back as it was, with what was chosen and typed.
    let id = chosen.split(':').next().unwrap_or_default();
    let stale = format!("{id}:99");
    let back = format!("{page}?stage=all&by=criterion&p=1");
    let pairs = [
        ("finding", &*stale),
        ("act", "accept"),
        ("reason", "回線を切った"),
        ("stage", "all"),
        ("by", "criterion"),
        ("back", &*back),
    ];
    let conflict = lead.form(&format!("{path}/decisions"), &pairs).await;
    let text = conflict.text();
    assert_eq!(conflict.status, StatusCode::PRECONDITION_FAILED, "{text}");
    let marked = text.split(&format!("value=\"{chosen}\"")).nth(1).and_then(|rest| rest.split('>').next());
    assert!(marked.is_some_and(|rest| rest.contains("checked")), "what was chosen is chosen still");
    assert!(text.contains(">回線を切った</textarea>") && text.contains("name=\"by\" value=\"criterion\""));
    assert!(text.contains(&format!("name=\"back\" value=\"{}\"", back.replace('&', "&#38;"))), "{text}");
    let own = format!("{page}/findings/{id}");
    let pairs = [("finding", chosen), ("act", "accept"), ("reason", ""), ("shown", id), ("back", &*own)];
    let alone = lead.form(&format!("{path}/decisions"), &pairs).await.text();
    assert!(alone.contains("検査の道具が言うこと") && alone.contains("id=\"reason-error\""), "the page of the finding");
    assert!(alone.contains(&format!("name=\"back\" value=\"{own}\"")), "it leads back to where it began");
    let none = lead.form(&format!("{path}/decisions"), &[("act", "accept"), ("reason", "全部")]).await.text();
    assert!(none.contains("検出事項を選んでください") && none.contains(">全部</textarea>"));
}

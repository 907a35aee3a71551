//! Files over HTTP: what arrives, what is refused, and what is handed out.

use axum::http::StatusCode;
use serde_json::Value;
use tasuki_scheme::Role;
use tasuki_store::OrganizationId;

use crate::common::World;
use crate::support::{Browser, Part};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

fn id(answer: &Value) -> String {
    answer["items"][0]["id"].as_str().expect("an identifier").to_owned()
}

#[tokio::test]
async fn a_file_is_kept_attached_and_handed_out_again() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let assessment = world.assessment(&lead).await;
    let browser = Browser::new(&world, &lead);
    let place = assessment.id.to_string();
    let parts = [Part::field("assessment", &place), Part::field("criterion", "1-1-1-1"), Part::file("方針.txt", PDF)];
    let answer = browser.upload("evidence", &parts).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let added = answer.json();
    assert_eq!(added["items"][0]["latest"]["media_type"], "application/pdf");
    assert_eq!(added["items"][0]["uses"], 1);

    let of_criterion = browser.api(&format!("assessments/{place}/criteria/1-1-1-1/evidence")).await.json();
    assert_eq!(of_criterion["items"][0]["name"], "方針.txt");

    let path = format!("/o/{}/evidence/{}/versions/1", world.organization, id(&added));
    let file = browser.get(&format!("{path}/file")).await;
    assert_eq!(file.bytes, PDF);
    assert!(file.header("content-disposition").starts_with("attachment"));
    let tag = file.header("etag").to_owned();
    let again = browser.get_with(&format!("{path}/file"), &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    let part = browser.get_with(&format!("{path}/file"), &[("range", "bytes=1-3")]).await;
    assert_eq!((part.status, part.bytes.as_slice()), (StatusCode::PARTIAL_CONTENT, &b"PDF"[..]));
    assert_eq!(part.header("content-range"), format!("bytes 1-3/{}", PDF.len()));
    let shown = browser.get(&format!("{path}/preview")).await;
    assert_eq!(shown.header("content-type"), "application/pdf");
    assert!(shown.header("content-disposition").starts_with("inline"));
}

#[tokio::test]
async fn the_same_file_is_not_added_twice() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    let first = browser.upload("evidence", &[Part::file("a.pdf", PDF)]).await.json();
    let second = browser.upload("evidence", &[Part::file("a.pdf", PDF)]).await.json();
    assert_eq!(id(&first), id(&second));
    let other = browser.upload("evidence", &[Part::file("b.pdf", PDF)]).await.json();
    assert_ne!(id(&first), id(&other));
}

#[tokio::test]
async fn what_could_run_is_never_shown() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    for (name, bytes) in [("x.png", &b"<html><script>alert(1)</script>"[..]), ("x.jpg", b"<svg onload='alert(1)'/>")] {
        let added = browser.upload("evidence", &[Part::file(name, bytes)]).await.json();
        let path = format!("/o/{}/evidence/{}/versions/1", world.organization, id(&added));
        assert_eq!(browser.get(&format!("{path}/preview")).await.status, StatusCode::NOT_FOUND);
        let file = browser.get(&format!("{path}/file")).await;
        assert_eq!(file.header("content-type"), "application/octet-stream");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("content-security-policy").contains("sandbox"));
    }
    let added = browser.upload("evidence", &[Part::file("x.html", PNG)]).await.json();
    let shown = browser.get(&format!("/o/{}/evidence/{}/versions/1/preview", world.organization, id(&added))).await;
    assert_eq!(shown.header("content-type"), "image/png");
    assert!(shown.header("content-security-policy").contains("sandbox"));
}

#[tokio::test]
async fn what_is_wrong_is_refused_and_nothing_is_kept() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead).with_largest_file(1_000);
    let large = [PDF, &[b' '; 2_000]].concat();
    for (parts, status, code) in [
        (vec![Part::file("空.pdf", b"")], 422, "evidence.empty"),
        (vec![Part::file("a.pdf", PDF), Part::file("大.pdf", &large)], 413, "upload.too_large"),
        (vec![Part::file("規程.pdf", b"\x7FELF\x02\x01\x01")], 422, "evidence.program"),
        (vec![Part::field("link", "javascript:alert(1)")], 422, "evidence.link"),
        (vec![Part::field("note", "  ")], 422, "evidence.nothing"),
        (vec![Part::file("a.pdf", PDF), Part::field("ends", "明日")], 422, "evidence.field"),
        (
            vec![Part::file("a.pdf", PDF), Part::field("effective", "2026-02-01"), Part::field("ends", "2026-01-01")],
            422,
            "evidence.days",
        ),
        (
            vec![Part::file("a.pdf", PDF), Part::field("assessment", "../.."), Part::field("criterion", "1-1-1-1")],
            404,
            "not_found",
        ),
        (vec![], 422, "evidence.nothing"),
    ] {
        let answer = browser.upload("evidence", &parts).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (status, Some(code)), "{}", answer.text());
    }
    let broken = browser
        .upload_raw(
            "evidence",
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7",
        )
        .await;
    assert_eq!(broken.json()["code"], "upload.broken", "{}", broken.text());
    assert_eq!(browser.api("evidence").await.json()["items"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn names_are_cleaned() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let browser = Browser::new(&world, &lead);
    for (name, cleaned) in
        [("../../etc/passwd", "passwd"), ("C:\\a\\台帳.xlsx", "台帳.xlsx"), ("a\u{202E}fdp.txt", "afdp.txt")]
    {
        let added = browser.upload("evidence", &[Part::file(name, b"text")]).await.json();
        assert_eq!(added["items"][0]["latest"]["file_name"], cleaned);
    }
}

#[tokio::test]
async fn others_see_nothing_and_viewers_add_nothing() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let viewer = world.somebody("鈴木", Role::Viewer).await;
    let other = OrganizationId::new(0, [9; 10]);
    world.organization(other, "別の会社").await;
    let stranger = world.somebody_in(other, "外山", Role::SecurityLead).await;
    let added = Browser::new(&world, &lead).upload("evidence", &[Part::file("a.pdf", PDF)]).await.json();
    let evidence = id(&added);

    let reading = Browser::new(&world, &viewer);
    assert_eq!(reading.api("evidence").await.json()["items"][0]["id"], evidence.as_str());
    assert_eq!(reading.upload("evidence", &[Part::file("b.pdf", PDF)]).await.status, StatusCode::NOT_FOUND);

    // Under the other's address and under the own one, it is the same: not found.
    let strange = Browser::new(&world, &stranger);
    for organization in [world.organization, other] {
        for path in ["file", "preview"] {
            let path = format!("/o/{organization}/evidence/{evidence}/versions/1/{path}");
            assert_eq!(strange.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    assert_eq!(strange.upload("evidence", &[Part::file("c.pdf", PDF)]).await.status, StatusCode::NOT_FOUND);
}

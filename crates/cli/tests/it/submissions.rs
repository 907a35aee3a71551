//! Submissions: files that are read, verified and compared without a server.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tasuki_assess::Status;
use tasuki_catalog::Library;
use tasuki_trust::submission::{Answer, Edition, Evidence, Named, Organization, Road, ScopeItem, TYPE};
use tasuki_trust::{Digest, Submission, digest_of_edition};

use crate::{json, run, stdout, target, text};

pub(crate) const PAGE: &[u8] = b"%PDF-1.7 rules";

pub(crate) fn submission() -> Submission {
    let catalog = Library::builtin().catalog("scs-2026-03").expect("an edition");
    let asked = catalog.criteria().iter().filter(|own| catalog.asks(Some(3), own));
    let answer = |criterion: &str| Answer {
        criterion: criterion.to_owned(),
        status: Status::Met,
        note: "年1回見直している。".to_owned(),
        substitute: String::new(),
        reason: String::new(),
        accepted: false,
        maturity: None,
        confirmed: None,
        owner: None,
        answered_by: None,
        evidence: vec!["e1".to_owned()],
    };
    Submission {
        form: TYPE.to_owned(),
        organization: Organization { id: "o1".to_owned(), name: "例示工業".to_owned(), identity: None },
        assessment: Named { id: "a1".to_owned(), name: "★3 自己評価".to_owned() },
        road: Road { id: String::new(), scheme: "scs".to_owned(), route: "star-3".to_owned(), star: 3, number: 1 },
        edition: Edition { id: catalog.id().to_owned(), digest: digest_of_edition(catalog).expect("a digest") },
        level: Some(3),
        scope: vec![ScopeItem {
            kind: "site".to_owned(),
            name: "工場".to_owned(),
            included: false,
            reason: "別に評価する".to_owned(),
        }],
        day: "2026-12-01".parse().expect("a day"),
        people: vec![],
        answers: asked.map(|own| answer(&own.id)).collect(),
        evidence: vec![Evidence {
            id: "e1".to_owned(),
            name: "セキュリティ規程".to_owned(),
            kind: "file".to_owned(),
            classification: "internal".to_owned(),
            version: 2,
            sha256: Digest::of(PAGE),
            file_name: "規程.pdf".to_owned(),
            ends: None,
        }],
    }
}

fn write(folder: &tempfile::TempDir, name: &str, submission: &Submission) -> PathBuf {
    let file = target(folder, name);
    std::fs::write(&file, submission.bytes().expect("bytes")).expect("written");
    file
}

pub(crate) fn code(arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(arguments);
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8") + &String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_submission_shows_what_was_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(&folder, "one.json", &submission());
    let shown = stdout(&["submission", "show", text(&file)]);
    let digest = Digest::of(&std::fs::read(&file).expect("bytes")).to_string();
    for told in ["例示工業", &digest, "対象外: 工場  別に評価する", "適合 81", "4-4-4-2"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let one = stdout(&["submission", "show", text(&file), "１-2-1-1"]);
    assert!(one.contains("年1回見直している。") && one.contains("証跡: セキュリティ規程（第2版）"), "{one}");
    let wire = json(&["submission", "show", text(&file)]);
    assert_eq!((wire["sha256"].as_str(), &wire["submission"]["road"]["star"]), (Some(&*digest), &Value::from(3)));
    let (exit, told) = code(&["submission", "show", text(&file), "9-9-9-9"]);
    assert_eq!((exit, told.contains("not-in-submission")), (Some(2), true));
}

#[test]
fn a_submission_is_verified_with_the_evidence_that_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(&folder, "one.json", &submission());
    let digest = Digest::of(&std::fs::read(&file).expect("bytes")).to_string();
    let verify = |more: &[&str]| code(&[&["submission", "verify", text(&file)], more].concat());
    assert_eq!(verify(&["--digest", &digest.to_uppercase()]).0, Some(0));
    let (exit, told) = verify(&["--digest", &"0".repeat(64)]);
    assert_eq!(exit, Some(3));
    assert!(told.contains(&format!("SHA-256 が違います。{digest}")), "{told}");
    assert!(verify(&["--digest", "abc"]).1.contains("not-a-digest"));

    let evidence = target(&folder, "evidence");
    std::fs::create_dir_all(evidence.join("inner")).expect("a folder");
    let missing = verify(&["--evidence", text(&evidence)]);
    assert!(missing.0 == Some(3) && missing.1.contains("✗ 証跡 セキュリティ規程"), "{missing:?}");
    std::fs::write(evidence.join("inner/any-name.pdf"), PAGE).expect("written");
    let (exit, told) = verify(&["--evidence", text(&evidence)]);
    assert!(exit == Some(0) && told.contains("any-name.pdf"), "{told}");
    let wire = json(&["submission", "verify", text(&file), "--evidence", text(&evidence)]);
    assert_eq!((&wire["same_texts"], &wire["faults"]), (&Value::from(true), &Value::Array(vec![])));
    assert!(wire["evidence"][0]["file"].as_str().is_some_and(|file| file.ends_with("any-name.pdf")));

    // Written again by a program that means well, cut off, and no submission at all.
    let again = target(&folder, "again.json");
    let value: Value = serde_json::from_slice(&std::fs::read(&file).expect("bytes")).expect("JSON");
    for (text_of, told) in [
        (serde_json::to_string_pretty(&value).expect("JSON"), "正規形"),
        (value.to_string()[..100].to_owned(), "提出版の形式ではありません"),
        ("[]".to_owned(), "提出版の形式ではありません"),
        ("[".repeat(100_000), "提出版の形式ではありません"),
    ] {
        std::fs::write(&again, text_of).expect("written");
        let (exit, found) = code(&["submission", "verify", text(&again)]);
        assert!(exit == Some(3) && found.contains(told), "{told}: {found}");
        assert_eq!(code(&["submission", "show", text(&again)]).0, Some(3));
    }
    assert_eq!(code(&["submission", "verify", text(Path::new("/nowhere/one.json"))]).0, Some(3));
}

#[test]
fn two_submissions_are_compared_by_criterion() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = submission();
    let mut after = before.clone();
    after.road.number = 2;
    after.answers[0].status = Status::Partial;
    after.evidence[0].version = 3;
    after.evidence[0].sha256 = Digest::of(b"other");
    after.answers[1].evidence.clear();
    let (before, after) = (write(&folder, "one.json", &before), write(&folder, "two.json", &after));
    let told = stdout(&["submission", "diff", text(&before), text(&after)]);
    for line in [
        "1-2-1-1\n  状態: 適合 → 一部",
        "証跡の変更: セキュリティ規程（第2版 → 第3版）",
        "証跡の取り外し",
        "変わった評価基準 81、変わらない評価基準 0",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(stdout(&["submission", "diff", text(&before), text(&before)]).contains("変わらない評価基準 81"));
    let wire = json(&["submission", "diff", text(&before), text(&after)]);
    assert_eq!(wire["criteria"][0]["parts"][0]["after"], "partial");
}

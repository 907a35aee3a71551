//! Packages: files that are read and verified without a server.

use std::path::PathBuf;

use tasuki_trust::package::{Facts, Kind, Named, Part, pack};
use tasuki_trust::{Digest, Submission};

use crate::submissions::{PAGE, code, submission};
use crate::{json, run, stdout, target, text};

fn packed(said: &Submission, with_evidence: bool) -> Vec<u8> {
    let bytes = said.bytes().expect("bytes");
    let facts = Facts {
        organization: said.organization.name.clone(),
        submission: Named { sha256: Digest::of(&bytes), number: said.road.number, day: said.day },
        made_at: "2026-12-02T01:02:03Z".parse().expect("a time"),
    };
    let part = |path: &str, kind, title: &str, bytes: &[u8]| Part {
        path: path.to_owned(),
        kind,
        title: title.to_owned(),
        bytes: bytes.to_vec(),
    };
    let mut parts = vec![part("submission.json", Kind::Submission, "", &bytes)];
    if with_evidence {
        parts.push(part("evidence/0001 規程.pdf", Kind::Evidence, "セキュリティ規程", PAGE));
    }
    pack(&facts, &parts).expect("a package")
}

fn write(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let file = target(folder, name);
    std::fs::write(&file, bytes).expect("written");
    file
}

#[test]
fn a_package_shows_what_is_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(&folder, "one.zip", &packed(&submission(), true));
    let shown = stdout(&["package", "show", text(&file)]);
    for told in ["例示工業", "submission.json", "証跡: セキュリティ規程", "第1版"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    assert!(stdout(&["package", "show", text(&file), "--lang", "en"]).contains("evidence: セキュリティ規程"));
    let wire = json(&["package", "show", text(&file)]);
    assert_eq!(wire["manifest"]["type"], "tasuki-package/1");
    assert_eq!(wire["manifest"]["files"][1]["path"], "evidence/0001 規程.pdf");
}

#[test]
fn a_package_is_verified_with_the_submission_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = packed(&submission(), true);
    let file = write(&folder, "one.zip", &bytes);
    let verify = |more: &[&str]| code(&[&["package", "verify", text(&file)], more].concat());
    let (exit, told) = verify(&["--digest", &Digest::of(&bytes).to_string()]);
    assert!(exit == Some(0) && told.contains("✓ evidence/0001 規程.pdf"), "{told}");
    let (exit, told) = verify(&["--digest", &"0".repeat(64)]);
    assert!(exit == Some(3) && told.contains("✗ SHA256SUMS の SHA-256 が違います"), "{told}");
    assert_eq!(verify(&["--digest", "abc"]).0, Some(2));
    let wire = json(&["package", "verify", text(&file)]);
    assert_eq!(
        (&wire["faults"], &wire["evidence"][0]["path"]),
        (&serde_json::json!([]), &"evidence/0001 規程.pdf".into())
    );

    // Evidence that stayed at home is told, and no fault.
    let file = write(&folder, "two.zip", &packed(&submission(), false));
    let (exit, told) = code(&["package", "verify", text(&file)]);
    assert!(exit == Some(0) && told.contains("・証跡 セキュリティ規程 は、この一式にありません"), "{told}");
}

#[test]
fn what_is_no_package_is_told_with_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = packed(&submission(), true);
    let file = write(&folder, "cut.zip", &whole[..whole.len() / 2]);
    let (exit, told) = code(&["package", "verify", text(&file)]);
    assert!(exit == Some(3) && told.contains("✗ ZIP として読めません"), "{told}");
    let (exit, told) = code(&["package", "show", text(&file)]);
    assert!(exit == Some(3) && told.contains("broken-package"), "{told}");
    let output = run(&["package", "verify", text(&file), "--format", "json"]);
    let wire: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((output.status.code(), wire["faults"].as_array().map(Vec::len)), (Some(3), Some(1)));

    // A submission that is not in order makes no package that is.
    let mut said = submission();
    said.answers.pop();
    let file = write(&folder, "less.zip", &packed(&said, false));
    let (exit, told) = code(&["package", "verify", text(&file)]);
    assert!(exit == Some(3) && told.contains("✗ 提出版: 回答がありません"), "{told}");
    assert_eq!(code(&["package", "verify", "/nowhere/one.zip"]).0, Some(3));
}

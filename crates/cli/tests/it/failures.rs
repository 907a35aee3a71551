use crate::{run, sample, target, text};

/// Exit code and stderr.
fn failure(arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(arguments);
    (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
}

#[test]
fn open_criteria_end_with_one_only_when_asked_for() {
    let file = sample("scs-2026-03-answers.xlsx");
    assert_eq!(run(&["assess", &file]).status.code(), Some(0));
    assert_eq!(run(&["assess", &file, "--fail-on-open"]).status.code(), Some(1));
}

#[test]
fn wrong_usage_ends_with_two_and_says_what_there_is() {
    let file = sample("scs-2026-03-answers.xlsx");
    for (arguments, code) in [
        (vec!["assess", &file, "--level", "7"], "unknown-level"),
        (vec!["assess", &file, "--framework", "iso"], "unknown-edition"),
        (vec!["assess", &file, "-o", "report.docx"], "unknown-document"),
        (vec!["catalog", "show", "scs", "9-9-9-9"], "unknown-criterion"),
        (vec!["catalog", "diff", "scs", "jama"], "no-edition-diff"),
        (vec!["crosswalk", "show", "benchmark", "scs", "--via", "jama"], "no-crosswalk"),
        (vec!["template", "nist-csf-2.0", "-o", "x.xlsx"], "not-answerable"),
    ] {
        let (exit, stderr) = failure(&arguments);
        assert_eq!(exit, Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(&format!("エラー[{code}]")), "{arguments:?}: {stderr}");
    }
    assert_eq!(run(&["assess"]).status.code(), Some(2));
    assert_eq!(run(&["assess", &file, "--points", "1,2,3"]).status.code(), Some(2));
}

#[test]
fn bad_input_ends_with_three_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, contents) in [
        ("broken.xlsx", &b"PK\x03\x04 and nothing more"[..]),
        ("empty.xlsx", b""),
        ("old.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("table.csv", "名前,年齢\n山,3\n".as_bytes()),
        ("answers.json", b"{\"framework\":"),
    ] {
        let file = target(&folder, name);
        std::fs::write(&file, contents).expect("written");
        let (exit, stderr) = failure(&["assess", text(&file)]);
        assert_eq!(exit, Some(3), "{name}: {stderr}");
        assert!(stderr.starts_with("エラー[") && stderr.contains("ヒント: "), "{name}: {stderr}");
        let (_, english) = failure(&["assess", text(&file), "--lang", "en"]);
        assert!(english.starts_with("error[") && english.contains("hint: "), "{name}: {english}");
    }
    let (exit, stderr) = failure(&["assess", text(&target(&folder, "missing.xlsx"))]);
    assert_eq!(exit, Some(3), "{stderr}");
}

#[test]
fn a_document_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = target(&folder, "nowhere/report.json");
    let (exit, stderr) = failure(&["assess", &sample("scs-2026-03-answers.xlsx"), "-o", text(&file)]);
    assert_eq!(exit, Some(3), "{stderr}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("readable").count(), 0);
}

#[test]
fn data_goes_to_stdout_and_nothing_else() {
    let output = run(&["assess", &sample("jama-2.3-answers.xlsx"), "--format", "json"]);
    let parsed: Result<serde_json::Value, _> = serde_json::from_slice(&output.stdout);
    assert!(parsed.is_ok() && !output.stderr.is_empty());
}

#[test]
fn strict_ends_with_three_when_the_sheet_has_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = target(&folder, "answers.csv");
    std::fs::write(&file, "評価基準No.,自己評価\n1-2-1-1,○\n1-2-1-2,たぶん\n9-9-9-9,○\n").expect("written");
    let arguments = ["assess", text(&file), "--framework", "scs-2026-03"];
    let (exit, stderr) = failure(&arguments);
    assert_eq!(exit, Some(0), "{stderr}");
    assert!(stderr.contains("たぶん") && stderr.contains("9-9-9-9"), "{stderr}");
    assert_eq!(failure(&[&arguments[..], &["--strict"]].concat()).0, Some(3));
}

#[test]
fn a_filled_in_sheet_is_never_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = target(&folder, "answers.xlsx");
    std::fs::copy(sample("scs-2025-12-answers.xlsx"), &file).expect("copied");
    let before = std::fs::read(&file).expect("readable");
    for arguments in [
        vec!["assess", text(&file), "-o", text(&file)],
        vec!["carry", text(&file), "--to", "scs-2026-03", "-o", text(&file)],
        vec!["template", "scs", "-o", text(&file)],
    ] {
        let (exit, stderr) = failure(&arguments);
        assert_eq!(exit, Some(2), "{arguments:?}: {stderr}");
        assert_eq!(std::fs::read(&file).expect("readable"), before, "{arguments:?}");
    }
    assert_eq!(failure(&["template", "scs", "-o", text(&target(&folder, "sheet.pdf"))]).0, Some(2));
}

#[test]
fn a_sheet_of_which_nothing_can_be_read_is_bad_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = target(&folder, "answers.csv");
    std::fs::write(&file, "評価基準No.,自己評価\n1-2-1-1,たぶん\n1-2-1-2,そのうち\n").expect("written");
    assert_eq!(failure(&["assess", text(&file), "--framework", "scs"]).0, Some(3));
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf8_and_a_full_disk_are_met_calmly() {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"\x89\xf1\x93\x9a.xlsx");
    let output = crate::tasuki(&["assess"]).arg(name).output().expect("starts");
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let status = crate::tasuki(&["catalog", "list"]).stdout(full).status().expect("starts");
        assert_eq!(status.code(), Some(3));
    }
}

#[test]
fn days_are_taken_as_people_write_them() {
    let file = sample("scs-2026-03-answers.xlsx");
    let with = |day: &str| run(&["assess", &file, "--as-of", day]);
    assert_eq!(with("2026/3/27").stdout, with("2026-03-27").stdout);
    assert_eq!(with("2026-13-01").status.code(), Some(2));
}

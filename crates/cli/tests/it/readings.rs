use std::collections::BTreeMap;

use serde_json::Value;

use crate::{json, run, sample};

/// Statuses by criterion, as `tasuki assess` reads a sample.
fn statuses(arguments: &[&str]) -> BTreeMap<String, String> {
    let criteria = json(arguments)["criteria"].as_array().expect("a list").clone();
    let pair =
        |criterion: &Value| Some((criterion["id"].as_str()?.to_owned(), criterion["status"].as_str()?.to_owned()));
    criteria.iter().filter_map(pair).collect()
}

#[test]
fn every_mark_of_the_samples_is_read() {
    let expected: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(&std::fs::read_to_string(sample("expected.json")).expect("readable")).expect("JSON");
    assert_eq!(expected.len(), 3);
    for (name, expected) in expected {
        assert_eq!(statuses(&["assess", &sample(&name)]), expected, "{name}");
    }
}

#[test]
fn a_level_asks_for_its_criteria_only() {
    let file = sample("scs-2026-03-answers.xlsx");
    let three = json(&["assess", &file, "--level", "3"]);
    assert_eq!((three["criteria"].as_array().map(Vec::len), &three["level"]), (Some(81), &Value::from(3)));
    let highest = json(&["assess", &file]);
    assert_eq!((highest["criteria"].as_array().map(Vec::len), &highest["level"]), (Some(153), &Value::from(4)));
}

#[test]
fn counts_verdicts_and_plan_agree() {
    let report = json(&["assess", &sample("scs-2026-03-answers.xlsx"), "--level", "3"]);
    let counts = report["counts"].as_object().expect("counts");
    assert_eq!(counts.values().filter_map(Value::as_u64).sum::<u64>(), 81);
    let criteria = report["criteria"].as_array().expect("criteria");
    let open: Vec<_> = criteria.iter().filter(|criterion| criterion["satisfied"] == false).collect();
    assert_eq!(report["plan"].as_array().map(Vec::len), Some(open.len()));
    assert!(open.iter().all(|criterion| criterion["reason"].is_string() && criterion["open"]["code"].is_string()));
    assert!(
        criteria
            .iter()
            .filter(|criterion| criterion["satisfied"] == true)
            .all(|criterion| criterion["reason"].is_null())
    );
    assert_eq!(report["verdict"], "open");
    let requirements = report["requirements"].as_array().expect("requirements");
    assert_eq!(requirements.len(), 26);
    assert!(requirements.iter().any(|requirement| requirement["verdict"] == "all-met"));
}

#[test]
fn an_old_confirmation_opens_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = crate::target(&folder, "answers.json");
    let answers = r#"{"framework":"scs-2026-03","answers":{"1-2-1-3":{"status":"met","confirmed":"2025-04-01"}}}"#;
    std::fs::write(&file, answers).expect("written");
    let state = |day: &str| {
        let report = json(&["assess", crate::text(&file), "--level", "3", "--as-of", day]);
        let found = report["criteria"]
            .as_array()
            .expect("criteria")
            .iter()
            .find(|criterion| criterion["id"] == "1-2-1-3")
            .cloned();
        found.expect("asked at ★3")
    };
    assert_eq!(state("2026-04-01")["satisfied"], true);
    let lapsed = state("2026-04-02");
    assert_eq!((&lapsed["satisfied"], &lapsed["open"]["code"]), (&Value::from(false), &Value::from("lapsed")));
}

#[test]
fn what_is_wrong_with_a_sheet_is_said_on_stderr_and_in_json() {
    let file = sample("jama-2.3-answers.xlsx");
    let output = run(&["assess", &file]);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(stderr.lines().filter(|line| line.contains("対象外の理由")).count(), 5, "{stderr}");
    let problems = json(&["assess", &file])["problems"].clone();
    let cells: Vec<_> = problems.as_array().expect("problems").iter().map(|problem| problem["cell"].clone()).collect();
    assert_eq!(cells, ["H33", "H37", "H51", "H53", "H60"]);
}

#[test]
fn points_follow_the_scale_asked_for() {
    let file = sample("jama-2.3-answers.xlsx");
    let plain = json(&["assess", &file])["score"].clone();
    assert_eq!((&plain["points"], &plain["possible"]), (&Value::from(178), &Value::from(296)));
    let other = json(&["assess", &file, "--points", "4,1,0"])["score"].clone();
    assert_eq!((&other["points"], &other["possible"]), (&Value::from(70 * 4 + 38), &Value::from(148 * 4)));
}

#[test]
fn what_is_wrong_with_a_sheet_stands_in_the_documents_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = crate::target(&folder, "report.html");
    crate::stdout(&["assess", &sample("jama-2.3-answers.xlsx"), "-o", crate::text(&page)]);
    let html = std::fs::read_to_string(&page).expect("written");
    assert!(html.contains("ファイルの読み込みで気づいたこと") && html.contains("H33"), "{html}");
}

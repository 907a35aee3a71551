//! Files of scanners on the command line.

use serde_json::json;

use crate::{json, run, stdout};

fn sample(name: &str) -> String {
    crate::sample(&format!("scans/{name}"))
}

#[test]
fn a_scan_is_read_in_one_form() {
    let scan = json(&["scan", "read", &sample("office.nessus")]);
    assert_eq!((&scan["format"], &scan["findings"][0]["cvss"]["score"]), (&json!("nessus"), &json!(9.8)));
    let shown = stdout(&["scan", "read", &sample("nmap.xml"), "--lang", "ja"]);
    for told in ["nmap XML  nmap 7.93", "対象: 192.0.2.10  (vpn.example.co.jp)", "緊急", "CVE-2017-5638"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let worst = shown.find("CVE-2017-5638").unwrap();
    assert!(worst < shown.find("open:tcp/22").unwrap(), "the worst first");
    let output = run(&["scan", "read", &sample("openvas.xml"), "--lang", "en"]);
    assert!(output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("passed over: r-3: a result without its host or its test"), "{told}");
}

#[test]
fn what_is_no_scan_is_told_what_is_read() {
    let output = run(&["scan", "read", &crate::sample("scs-2026-03-answers.xlsx"), "--lang", "ja"]);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("scan-unknown") && told.contains("CycloneDX JSON"), "{told}");
}

/// The arguments of a judgement of samples, with the list of targets.
fn judge(files: &[&str], more: &[&str]) -> Vec<String> {
    let files = files.iter().map(|name| sample(name));
    let usual = ["scan", "judge", "--framework", "scs-2026-03", "--targets"].map(str::to_owned);
    let more = more.iter().map(ToString::to_string);
    usual.into_iter().chain([crate::sample("scan-targets.csv")]).chain(more).chain(files).collect()
}

fn judged(files: &[&str], more: &[&str]) -> serde_json::Value {
    let arguments = judge(files, more);
    json(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The entry of a criterion.
fn about<'a>(judged: &'a serde_json::Value, criterion: &str) -> &'a serde_json::Value {
    let all = judged.as_array().expect("a list");
    all.iter().find(|own| own["criterion"] == criterion).unwrap_or_else(|| panic!("{criterion}: {judged:#}"))
}

#[test]
fn a_scan_is_judged_by_the_rules_of_an_edition() {
    let (kev, epss) = (sample("kev.json"), sample("epss.csv"));
    let lists = ["--as-of", "2026-11-30", "--kev", kev.as_str(), "--epss", epss.as_str()];
    let judged = judged(&["office.nessus", "openvas.xml", "nmap.xml"], &lists);
    let results = ["4-4-4-2", "4-4-4-3", "4-5-1-1", "4-5-1-7"].map(|id| about(&judged, id)["result"].clone());
    assert_eq!(results, ["speaks_against", "speaks_against", "nothing_found", "person_must_decide"]);
    for own in judged.as_array().expect("a list") {
        assert!(own["findings"].is_array() && own["why"]["ja"].is_string() && own["why"]["en"].is_string(), "{own:#}");
    }
    insta::assert_json_snapshot!("boundary", about(&judged, "4-4-4-3"));
    let none = judged.as_array().and_then(|all| all.last()).expect("what touches nothing comes last");
    assert_eq!(none["criterion"], json!(null));
}

#[test]
fn what_is_not_known_is_for_a_person() {
    let file = sample("office.nessus");
    let judged = json(&["scan", "judge", &file, "--framework", "scs", "--as-of", "2026-11-30"]);
    let own = about(&judged, "4-4-4-3");
    assert_eq!((&own["result"], &own["findings"][0]["priority"]["kev"]), (&json!("person_must_decide"), &json!(null)));
    assert_eq!(own["findings"][0]["unknown"][0]["what"], "target");
    let draft = json(&["scan", "judge", &file, "--framework", "scs-2025-12", "--as-of", "2026-11-30"]);
    assert_eq!(about(&draft, "4-4-4-2")["result"], "person_must_decide");
}

#[test]
fn deadlines_are_counted_as_of_a_day() {
    // It became known on October 1: the fourteenth day is within the period.
    for (day, result, says) in
        [("2026-10-15", "person_must_decide", "not_due"), ("2026-10-16", "speaks_against", "speaks_against")]
    {
        let judged = judged(&["openvas.xml"], &["--as-of", day]);
        let own = about(&judged, "4-4-4-2");
        assert_eq!((&own["result"], &own["findings"][0]["says"]), (&json!(result), &json!(says)), "{day}");
    }
}

#[test]
fn a_judgement_is_a_page_for_people() {
    let (kev, epss) = (sample("kev.json"), sample("epss.csv"));
    let lists = ["--as-of", "2026-11-30", "--kev", kev.as_str(), "--epss", epss.as_str()];
    let arguments = judge(&["office.nessus", "nmap.xml", "spdx.json"], &lists);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    insta::assert_snapshot!("judgement_in_japanese", stdout(&arguments));
    let english: Vec<&str> = arguments.iter().copied().chain(["--lang", "en"]).collect();
    insta::assert_snapshot!("judgement_in_english", stdout(&english));
}

#[test]
fn what_cannot_be_judged_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = crate::target(&folder, "targets.csv");
    std::fs::write(&list, "name,in scope,exposure,note\nfw,perhaps,outside,x\n").expect("writable");
    let list = list.display().to_string();
    let (nessus, kev) = (sample("office.nessus"), sample("kev.json"));
    for (more, code, told) in [
        (["--framework", "scs", "--targets", list.as_str()], 3, "row 2, exposure: found \"outside\""),
        (["--framework", "scs", "--epss", kev.as_str()], 3, "scan-other-list"),
        (["--framework", "jama", "--as-of", "2026-11-30"], 2, "use one of: scs-2025-12, scs-2026-03"),
        (["--framework", "nothing", "--as-of", "2026-11-30"], 2, "unknown-edition"),
    ] {
        let arguments: Vec<&str> = ["scan", "judge", &nessus, "--lang", "en"].into_iter().chain(more).collect();
        let output = run(&arguments);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(code) && stderr.contains(told), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty() && stderr.contains("hint: "), "{stderr}");
    }
    std::fs::write(crate::target(&folder, "good.csv"), "name,in scope,note\nfw,yes,x\n").expect("writable");
    let good = crate::target(&folder, "good.csv").display().to_string();
    let output = run(&["scan", "judge", &nessus, "--framework", "scs", "--targets", &good, "--lang", "en"]);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && stderr.contains("a column that was not read") && stderr.contains("note"),
        "{stderr}"
    );
}

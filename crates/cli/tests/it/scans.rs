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
    let usual = ["scan", "judge", "--targets"].map(str::to_owned);
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
    let lists = ["--framework", "scs-2026-03", "--as-of", "2026-11-30", "--kev", kev.as_str(), "--epss", epss.as_str()];
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
        let judged = judged(&["openvas.xml"], &["--framework", "scs", "--as-of", day]);
        let own = about(&judged, "4-4-4-2");
        assert_eq!((&own["result"], &own["findings"][0]["says"]), (&json!(result), &json!(says)), "{day}");
    }
}

#[test]
fn a_judgement_is_a_page_for_people() {
    let (kev, epss) = (sample("kev.json"), sample("epss.csv"));
    let lists = ["--framework", "scs-2026-03", "--as-of", "2026-11-30", "--kev", kev.as_str(), "--epss", epss.as_str()];
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

#[test]
fn every_sample_is_judged_by_both_editions() {
    const AGAINST: &str = "speaks_against";
    const DECIDE: &str = "person_must_decide";
    const NOTHING: &str = "nothing_found";
    // Each sample with the results by criterion; the last is that of what touches none.
    let nessus = [("4-4-2-1", NOTHING), ("4-4-4-1", NOTHING), ("4-4-4-2", AGAINST)];
    let doors = [("4-5-1-1", NOTHING), ("4-5-1-4", NOTHING), ("", NOTHING)];
    // A part of this scan could not be read.
    let openvas = [("4-4-1-5", DECIDE), ("4-4-2-1", DECIDE), ("4-4-4-1", DECIDE), ("4-4-4-2", AGAINST), ("", NOTHING)];
    let (servers, remaining) = (("3-1-1-2", DECIDE), ("3-2-1-4", DECIDE));
    let same = |results: Vec<(&'static str, &'static str)>| (results.clone(), results);
    for (sample, (current, draft)) in [
        (
            "nmap.xml",
            (vec![("4-4-4-3", AGAINST), ("4-5-1-7", DECIDE), ("", DECIDE)], vec![("4-5-1-7", DECIDE), ("", DECIDE)]),
        ),
        (
            "office.nessus",
            (
                [&nessus[..], &[("4-4-4-3", AGAINST)], &doors].concat(),
                [&[("4-4-1-5", NOTHING)], &nessus[..], &doors].concat(),
            ),
        ),
        ("openvas.xml", (openvas.to_vec(), [&[("4-1-5-1", DECIDE)], &openvas[..]].concat())),
        (
            "trivy.json",
            (
                vec![servers, remaining, ("4-1-6-1", DECIDE), ("4-1-6-2", DECIDE), ("4-4-4-2", AGAINST), ("", DECIDE)],
                vec![servers, ("4-4-4-2", AGAINST), ("", DECIDE)],
            ),
        ),
        ("grype.json", same(vec![("4-4-4-2", DECIDE), ("", NOTHING)])),
        ("openscap.xml", same(vec![("4-1-3-1", AGAINST), ("", NOTHING)])),
        ("kev.json", same(vec![])),
        ("epss.csv", same(vec![])),
        ("cyclonedx.json", (vec![servers, remaining, ("", DECIDE)], vec![servers, ("", DECIDE)])),
        ("spdx.json", (vec![servers, remaining], vec![servers])),
    ] {
        for (edition, expected) in [("scs-2026-03", current), ("scs-2025-12", draft)] {
            let judged = judged(&[sample], &["--as-of", "2026-11-30", "--framework", edition]);
            let text = |own: &serde_json::Value, key: &str| own[key].as_str().unwrap_or_default().to_owned();
            let all = judged.as_array().expect("a list");
            let all: Vec<_> = all.iter().map(|own| (text(own, "criterion"), text(own, "result"))).collect();
            let all: Vec<_> = all.iter().map(|(criterion, result)| (criterion.as_str(), result.as_str())).collect();
            assert_eq!(all, expected, "{sample} by {edition}");
        }
    }
}

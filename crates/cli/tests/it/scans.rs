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

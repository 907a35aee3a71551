//! Files as the programs themselves write them. `cargo xtask test` installs the programs; if one is missing, the test says so and is skipped,
//! unless `TASUKI_TOOLS=required`.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use tasuki_assess::scan::{Scan, ScanFormat, ScanSeverity};
use tasuki_intake::{ScanLimits, read_scan};

/// The content of Debian's package `ssg-debian`, and the definitions that its rules refer to.
const CONTENT: &str = "/usr/share/xml/scap/ssg/content";
const RULES: &str = "ssg-debian11-xccdf.xml";
const DEFINITIONS: [&str; 2] = ["ssg-debian11-oval.xml", "ssg-debian11-ocil.xml"];
const PROFILE: &str = "xccdf_org.ssgproject.content_profile_standard";

/// What a program prints; `None` if it is missing and that is allowed.
fn program(name: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(name).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            skip(&format!("{name}: {error}"));
            None
        }
    }
}

fn skip(reason: &str) {
    assert_ne!(std::env::var("TASUKI_TOOLS").as_deref(), Ok("required"), "{reason}");
    println!("skipped: {reason}");
}

fn read(bytes: &[u8]) -> Scan {
    read_scan(bytes, &ScanLimits::default()).unwrap()
}

#[test]
fn nmap_finds_a_server_of_our_own() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let silent = TcpListener::bind("127.0.0.1:0").and_then(|own| own.local_addr()).unwrap().port();
    let ports = format!("{port},{silent}");
    let Some(output) = program("nmap", &["-Pn", "-n", "-sT", "-p", &ports, "-oX", "-", "127.0.0.1"]) else { return };
    let scan = read(&output.stdout);
    assert_eq!((scan.format, scan.problems.len()), (ScanFormat::Nmap, 0), "{:?}", scan.problems);
    assert!(scan.tool.starts_with("nmap 7.") && scan.at.is_some(), "{} {:?}", scan.tool, scan.at);
    assert_eq!(scan.targets.iter().map(|own| own.name.as_str()).collect::<Vec<_>>(), ["127.0.0.1"]);
    let found: Vec<_> = scan.findings.iter().map(|own| (own.id.clone(), own.severity)).collect();
    assert_eq!(found, [(format!("open:tcp/{port}"), ScanSeverity::Info)], "the other port is closed");
}

/// The rules without the platforms that they are for: they say nothing on another version of Debian.
fn for_any_platform(rules: &str) -> String {
    let mut parts = rules.split("<xccdf-1.2:platform ");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("/>").map_or(part, |(_, rest)| rest));
    }
    kept
}

#[test]
fn openscap_checks_this_machine() {
    let content = Path::new(CONTENT);
    if !content.is_dir() {
        return skip("ssg-debian is not installed");
    }
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    std::fs::write(place(RULES), for_any_platform(&std::fs::read_to_string(content.join(RULES)).unwrap())).unwrap();
    for name in DEFINITIONS {
        std::fs::copy(content.join(name), place(name)).unwrap();
    }
    let (results, rules) = (place("arf.xml").display().to_string(), place(RULES).display().to_string());
    let arguments = ["xccdf", "eval", "--profile", PROFILE, "--results-arf", &results, &rules];
    let Some(output) = program("oscap", &arguments) else { return };
    // Exit code 2: some rules failed.
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let scan = read(&std::fs::read(&results).unwrap());
    assert_eq!(scan.format, ScanFormat::Openscap);
    assert!(scan.tool.starts_with("openscap 1.") && scan.at.is_some(), "{} {:?}", scan.tool, scan.at);
    assert_eq!(scan.targets.len(), 1, "{:?}", scan.targets);
    // What the program itself prints of each rule.
    let printed = String::from_utf8_lossy(&output.stdout).replace('\r', "");
    let failed: Vec<&str> = printed.split("\nTitle").filter(|rule| rule.contains("\nResult\tfail")).collect();
    assert!(!failed.is_empty(), "{printed}");
    assert_eq!(scan.findings.len(), failed.len(), "{:?}", scan.findings);
    for (finding, rule) in scan.findings.iter().zip(failed) {
        assert!(rule.contains(&finding.id) && rule.contains(&finding.title), "{finding:?} {rule}");
    }
}

//! Files of scanners and lists of software: each format with the values that must be read, and what damaged and hostile files are told.

use serde_json::{Value, json};
use tasuki_assess::scan::{PortRange, Scan, ScanFormat};
use tasuki_intake::{ScanError, ScanLimits, read_scan};

/// Every sample, with its format.
const SAMPLES: [(&str, ScanFormat); 10] = [
    ("nmap.xml", ScanFormat::Nmap),
    ("office.nessus", ScanFormat::Nessus),
    ("openvas.xml", ScanFormat::Openvas),
    ("trivy.json", ScanFormat::Trivy),
    ("grype.json", ScanFormat::Grype),
    ("openscap.xml", ScanFormat::Openscap),
    ("kev.json", ScanFormat::Kev),
    ("epss.csv", ScanFormat::Epss),
    ("cyclonedx.json", ScanFormat::Cyclonedx),
    ("spdx.json", ScanFormat::Spdx),
];

fn bytes(name: &str) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scans/");
    std::fs::read(format!("{path}{name}")).unwrap()
}

fn read(bytes: &[u8]) -> Result<Scan, ScanError> {
    read_scan(bytes, &ScanLimits::default())
}

/// A sample as JSON.
fn sample(name: &str) -> Value {
    serde_json::to_value(read(&bytes(name)).unwrap()).unwrap()
}

/// The findings of a sample, each with the named fields.
fn fields(scan: &Value, names: &[&str]) -> Vec<Value> {
    let own = |finding: &Value| names.iter().map(|name| finding[*name].clone()).collect::<Vec<_>>().into();
    scan["findings"].as_array().unwrap().iter().map(own).collect()
}

/// The sample with a text in the place of another.
fn changed(name: &str, from: &str, to: &str) -> Result<Scan, ScanError> {
    let text = String::from_utf8(bytes(name)).unwrap();
    assert!(text.contains(from), "{name}: {from}");
    read(text.replacen(from, to, 1).as_bytes())
}

#[test]
fn nmap_tells_open_ports_and_what_its_scripts_found() {
    let scan = sample("nmap.xml");
    assert_eq!((&scan["tool"], &scan["at"]), (&json!("nmap 7.93"), &json!("2026-11-12T01:00:00Z")));
    assert_eq!(scan["targets"], json!([{ "name": "192.0.2.10", "addresses": ["vpn.example.co.jp"] }]));
    assert_eq!(
        fields(&scan, &["id", "severity", "cve", "port"]),
        [
            json!(["open:tcp/22", "info", [], "tcp/22"]),
            json!(["CVE-2018-15473", "medium", ["CVE-2018-15473"], "tcp/22"]),
            json!(["open:tcp/443", "info", [], "tcp/443"]),
            json!(["CVE-2017-5638", "critical", ["CVE-2017-5638"], "tcp/443"]),
        ],
        "what is not vulnerable, filtered, or no CVE is no finding"
    );
    assert_eq!(scan["findings"][0]["title"], "tcp/22 open ssh OpenSSH 7.4");
    let struts = &scan["findings"][3];
    assert_eq!(struts["cvss"], json!({ "score": 10.0, "vector": "AV:N/AC:L/Au:N/C:C/I:C/A:C", "version": "2.0" }));
    assert_eq!(struts["published"], "2017-03-07");
    assert_eq!(scan["problems"], json!([]));
    let ended =
        "<finished time=\"1794445260\" timestr=\"Thu Nov 12 10:01:00 2026\" elapsed=\"60.00\" exit=\"success\"/>";
    let stopped = changed("nmap.xml", ended, "").unwrap();
    assert_eq!((stopped.findings.len(), stopped.problems[0].place.as_str()), (4, "runstats"), "somebody stopped it");
}

#[test]
fn nessus_tells_the_newest_score_and_the_version_that_mends_it() {
    let scan = sample("office.nessus");
    assert_eq!(scan["at"], "2026-11-12T01:00:00Z");
    assert_eq!(scan["targets"], json!([{ "name": "fw.example.co.jp", "addresses": ["192.0.2.1"] }]));
    assert_eq!(
        scan["findings"][0],
        json!({
            "id": "190001", "title": "ExampleOS < 6.2.16 Out-of-bounds Write", "target": "fw.example.co.jp", "severity": "critical",
            "cvss": { "score": 9.8, "vector": "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "version": "3.0" },
            "other_cvss": [{ "score": 10.0, "vector": "AV:N/AC:L/Au:N/C:C/I:C/A:C", "version": "2.0" }],
            "cve": ["CVE-2024-21762"], "fixed_in": "6.2.16", "published": "2024-02-08", "fixed_since": "2024-02-08", "port": "tcp/443"
        })
    );
    assert_eq!(fields(&scan, &["id", "severity", "cvss"])[1], json!(["19506", "info", null]));
    let local = changed("office.nessus", "<tag name=\"HOST_START_TIMESTAMP\">1794445200</tag>", "").unwrap();
    assert_eq!(local.at.as_deref(), Some("2026-11-12T10:00:00"), "without a zone there is none");
}

#[test]
fn openvas_tells_results_and_where_it_failed() {
    let scan = sample("openvas.xml");
    assert_eq!((&scan["tool"], &scan["at"]), (&json!("OpenVAS GMP 22.5"), &json!("2026-11-12T01:00:00Z")));
    assert_eq!(scan["targets"], json!([{ "name": "192.0.2.20", "addresses": ["mail.example.co.jp"] }]));
    let names = ["id", "severity", "cve", "fixed_in", "published", "port"];
    assert_eq!(
        fields(&scan, &names),
        [
            json!(["1.3.6.1.4.1.25623.1.0.100001", "critical", ["CVE-2026-10001"], "4.98", "2026-10-01", "tcp/25"]),
            json!(["1.3.6.1.4.1.25623.1.0.10263", "info", [], null, null, null]),
        ]
    );
    assert_eq!(scan["findings"][0]["cvss"]["version"], "3.1");
    assert_eq!(
        scan["problems"],
        json!([
            { "place": "r-3", "found": { "ja": "対象または検査のない結果です", "en": "a result without its host or its test" } },
            { "place": "192.0.2.20", "found": { "ja": "NVT timed out after 320 seconds.", "en": "NVT timed out after 320 seconds." } }
        ])
    );
}

#[test]
fn texts_of_scans_are_bounded_and_storable() {
    let long = "L".repeat(200_000);
    let json = format!(
        r#"{{"SchemaVersion":2,"Trivy":{{"Version":"0\u0000"}},"ArtifactName":"a","Results":[{{"Target":"t\u0000{long}",
            "Vulnerabilities":[{{"VulnerabilityID":"CVE-2026-1","PkgName":"p","InstalledVersion":"1","Title":"{long}"}}]}}]}}"#
    );
    let scan = read_scan(json.as_bytes(), &ScanLimits::default()).expect("a scan");
    let own = &scan.findings[0];
    let cut = |text: &str| text.chars().count() == 1_001 && text.ends_with('…') && !text.contains('\0');
    assert!(cut(&own.title) && cut(&own.target), "{} {}", own.title.len(), own.target.len());
    assert_eq!((&scan.targets.last().expect("a target").name, &*scan.tool), (&own.target, "Trivy 0"));
}

#[test]
fn trivy_tells_vulnerabilities_misconfigurations_and_secrets() {
    let scan = sample("trivy.json");
    assert_eq!((&scan["tool"], &scan["at"]), (&json!("Trivy 0.67.2"), &json!("2026-11-12T01:00:00Z")));
    assert_eq!(
        fields(&scan, &["id", "target", "severity", "cve", "fixed_in", "package"]),
        [
            json!([
                "CVE-2024-2961",
                "registry.example.co.jp/shop:1.4 (debian 12.5)",
                "high",
                ["CVE-2024-2961"],
                "2.36-9+deb12u6",
                "libc6 2.36-9+deb12u4"
            ]),
            json!(["GHSA-xxxx-yyyy-zzzz", "app/package-lock.json", "critical", ["CVE-2026-20002"], null, "left 1.0.0"]),
            json!(["AVD-DS-0002", "Dockerfile", "high", [], null, null]),
            json!(["aws-access-key-id", "app/.env", "critical", [], null, null]),
        ]
    );
    assert_eq!(scan["findings"][0]["cvss"]["score"], 7.3, "NVD's, as the source of the severity gave none");
    let newest = &scan["findings"][1]["cvss"];
    assert_eq!((&newest["version"], &newest["score"]), (&json!("4.0"), &json!(9.3)), "worked out from the vector");
    assert_eq!(scan["components"][0]["purl"], "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64");
    assert_eq!(
        scan["problems"],
        json!([{ "place": "Results[0]", "found": { "ja": "番号のない脆弱性です", "en": "a vulnerability without its identifier" } }])
    );
}

#[test]
fn grype_tells_matches_with_the_cve_behind_an_advisory() {
    let scan = sample("grype.json");
    assert_eq!((&scan["tool"], &scan["targets"][0]["name"]), (&json!("grype 0.104.0"), &json!("shop:1.4")));
    assert_eq!(
        fields(&scan, &["id", "severity", "cve", "fixed_in", "package"]),
        [
            json!(["GHSA-jfh8-c2jp-5v3q", "critical", ["CVE-2021-44228"], "2.15.0", "log4j-core 2.14.1"]),
            json!(["CVE-2026-30003", "info", ["CVE-2026-30003"], null, "tar 1.34"]),
        ]
    );
    let first = &scan["findings"][0];
    assert_eq!(first["title"], "Apache Log4j2 JNDI features do not protect against attacker controlled LDAP.");
    assert_eq!(first["cvss"]["score"], 10.0);
    assert_eq!(scan["problems"][0]["place"], "matches[2]");
}

#[test]
fn openscap_tells_rules_that_failed_and_those_that_could_not_be_checked() {
    let scan = sample("openscap.xml");
    assert_eq!((&scan["tool"], &scan["at"]), (&json!("openscap 1.3.7"), &json!("2026-11-12T01:00:07Z")));
    assert_eq!(scan["targets"], json!([{ "name": "web01", "addresses": ["127.0.0.1", "192.0.2.30"] }]));
    assert_eq!(
        fields(&scan, &["id", "title", "severity", "cve"]),
        [
            json!([
                "rule_no_empty_passwords",
                "Prevent Login to Accounts With Empty Password",
                "high",
                ["CVE-2026-40004"]
            ]),
            json!(["rule_new", "rule_new", "low", []]),
        ]
    );
    assert_eq!(
        scan["problems"],
        json!([{ "place": "rule_unknown", "found": { "ja": "規則を確かめられませんでした（error）", "en": "the rule could not be checked (error)" } }])
    );
    let nameless = changed("openscap.xml", "<xccdf:target>web01</xccdf:target>", "").unwrap();
    assert_eq!((nameless.targets[0].name.as_str(), nameless.findings[0].target.as_str()), ("unnamed", "unnamed"));
    let without =
        "<Benchmark xmlns=\"http://checklists.nist.gov/xccdf/1.2\"><Rule id=\"r\"><title>t</title></Rule></Benchmark>";
    let told = read(without.as_bytes()).unwrap_err().to_string();
    assert!(told.contains("no results: write them with --results"), "{told}");
}

#[test]
fn lists_tell_what_is_known_of_a_cve() {
    let kev = sample("kev.json");
    assert_eq!((&kev["tool"], &kev["at"]), (&json!("CISA KEV 2026.11.12"), &json!("2026-11-12T15:00:05Z")));
    assert_eq!(
        kev["known"],
        json!([
            { "cve": "CVE-2024-21762", "exploited_since": "2024-02-09", "ransomware": true },
            { "cve": "CVE-2021-44228", "exploited_since": "2021-12-10", "ransomware": false }
        ])
    );
    assert_eq!(
        kev["problems"],
        json!([{ "place": "vulnerabilities[2]", "found": { "ja": "CVE のない項目です", "en": "an entry without a CVE" } }])
    );
    let epss = sample("epss.csv");
    assert_eq!((&epss["tool"], &epss["at"]), (&json!("EPSS v2025.03.14"), &json!("2026-11-12T00:00:00Z")));
    assert_eq!(epss["known"][0], json!({ "cve": "CVE-2024-21762", "epss": 0.94321, "percentile": 0.99912 }));
    assert_eq!(
        epss["problems"],
        json!([{ "place": "line 5", "found": { "ja": "CVE と 0〜1 の確率ではありません", "en": "not a CVE with a probability from 0 to 1" } }])
    );
    for (day, at) in [("2026-11-12T00:00:00Z", "2026-11-12T00:00:00Z"), ("2026-11-12", "2026-11-12")] {
        let scan = changed("epss.csv", "2026-11-12T00:00:00+0000", day).unwrap();
        assert_eq!(scan.at.as_deref(), Some(at), "{day}");
    }
    assert!(changed("epss.csv", "cve,epss,percentile", "cve,score").unwrap_err().to_string().contains("line 2"));
}

#[test]
fn lists_of_software_tell_components() {
    let bom = sample("cyclonedx.json");
    assert_eq!((&bom["tool"], &bom["targets"][0]["name"]), (&json!("syft 1.38.0"), &json!("shop")));
    let log4j = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1";
    assert_eq!(
        bom["components"],
        json!([
            { "name": "org.apache.logging.log4j/log4j-core", "version": "2.14.1", "purl": log4j },
            { "name": "shaded", "version": "1", "purl": null },
            { "name": "debian", "version": "12", "purl": null }
        ])
    );
    assert_eq!(
        fields(&bom, &["id", "severity", "package", "published"]),
        [json!(["CVE-2021-44228", "critical", "org.apache.logging.log4j/log4j-core 2.14.1", "2021-12-10"])]
    );
    assert_eq!(
        bom["problems"],
        json!([{ "place": "components[2]", "found": { "ja": "名前のない部品です", "en": "a component without a name" } }])
    );
    for version in ["1.4", "1.5", "1.7"] {
        assert!(changed("cyclonedx.json", "\"1.6\"", &format!("\"{version}\"")).is_ok(), "{version}");
    }
    let old = changed("cyclonedx.json", "\"1.6\"", "\"1.2\"").unwrap_err().to_string();
    assert!(old.contains("specVersion") && old.contains("1.4, 1.5, 1.6, 1.7"), "{old}");
    let tools = "\"tools\":[{\"vendor\":\"anchore\",\"name\":\"syft\",\"version\":\"0.9\"}]";
    let before = "\"tools\":{\"components\":[{\"type\":\"application\",\"name\":\"syft\",\"version\":\"1.38.0\"}]}";
    assert_eq!(changed("cyclonedx.json", before, tools).unwrap().tool, "syft 0.9", "as until 1.4");

    let spdx = sample("spdx.json");
    assert_eq!(
        (&spdx["tool"], &spdx["targets"]),
        (&json!("syft-1.38.0"), &json!([{ "name": "shop", "addresses": [] }]))
    );
    assert_eq!(
        spdx["components"],
        json!([
            { "name": "libc6", "version": "2.36-9+deb12u4", "purl": "pkg:deb/debian/libc6@2.36-9%2Bdeb12u4" },
            { "name": "unversioned", "version": "", "purl": null }
        ])
    );
    assert_eq!(spdx["problems"][0]["place"], "packages[3]");
}

#[test]
fn each_format_is_known_by_its_contents_and_has_one_shape() {
    let keys = ["at", "components", "findings", "format", "problems", "targets", "tool"];
    for (name, format) in SAMPLES {
        let scan = sample(name);
        assert_eq!(scan["format"], format.word(), "{name}");
        let own: Vec<&String> = scan.as_object().unwrap().keys().filter(|key| *key != "known").collect();
        assert_eq!(own, keys, "{name}");
        let targets: Vec<&Value> = scan["targets"].as_array().unwrap().iter().map(|own| &own["name"]).collect();
        for finding in scan["findings"].as_array().unwrap() {
            assert!(targets.contains(&&finding["target"]), "{name}: {finding}");
        }
        // With a byte order mark, and in UTF-16 where the format is XML.
        assert!(read(&[b"\xef\xbb\xbf".as_slice(), &bytes(name)].concat()).is_ok(), "{name}");
    }
    let utf16: Vec<u8> =
        String::from_utf8(bytes("office.nessus")).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&[b"\xff\xfe".as_slice(), &utf16].concat()).unwrap().findings.len(), 2);
    let latin = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><nmaprun version=\"7\"><host><address addr=\"b\u{fc}cher\"/></host></nmaprun>";
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    assert_eq!(read(&latin).unwrap().targets[0].name, "bücher");
}

#[test]
fn a_scan_tells_how_far_it_looked() {
    let extent = |scan: Scan| scan.extent;
    let of = |name: &str| extent(read(&bytes(name)).unwrap());
    let checks = |names: &[&str]| Some(names.iter().map(ToString::to_string).collect::<Vec<_>>());
    let tcp = PortRange { protocol: "tcp".to_owned(), first: 1, last: 1000 };
    let nmap = of("nmap.xml");
    assert_eq!((nmap.ports, nmap.checks), (Some(vec![tcp.clone()]), checks(&["open:*"])));
    let some = extent(changed("nmap.xml", "services=\"1-1000\"", "services=\"1-1000,8443\"").unwrap());
    assert_eq!(some.ports, Some(vec![tcp, PortRange { protocol: "tcp".to_owned(), first: 8443, last: 8443 }]));
    assert_eq!(of("office.nessus").checks, None, "all plugins of the program");
    let setting =
        "<preference><name>plugin_set</name><value>19506;190001;</value></preference><preference><name>max_hosts";
    let plugins = changed("office.nessus", "<preference><name>max_hosts", setting).unwrap();
    assert_eq!(plugins.extent.checks, checks(&["190001", "19506"]));
    assert!(!of("trivy.json").only_packages, "it looked at settings and secrets, too");
    let images = read(br#"{"ArtifactName":"shop","SchemaVersion":2,"Results":[{"Target":"shop","Class":"os-pkgs"}]}"#);
    assert!(extent(images.unwrap()).only_packages);
    let rules = of("openscap.xml").checks.expect("the rules");
    let scan = read(&bytes("openscap.xml")).unwrap();
    assert!(scan.findings.iter().all(|own| rules.contains(&own.id)) && rules.len() > scan.findings.len(), "{rules:?}");
}

#[test]
fn a_damaged_file_is_an_error_with_its_format_and_place() {
    for (name, format) in SAMPLES.into_iter().filter(|(name, _)| *name != "epss.csv") {
        let whole = bytes(name);
        let half = &whole[..whole.len() * 2 / 3];
        let error = read(half).unwrap_err();
        assert_eq!(error.code(), "scan-broken", "{name}: {error}");
        assert!(error.to_string().contains("line "), "{name}: {error}");
        assert!(error.to_string().contains(format.name()), "{name}: {error}");
        assert!(!error.hint().ja.is_empty() && !error.hint().en.is_empty());
    }
    for (text, told) in [
        ("", "empty"),
        ("%PDF-1.7 not a scan", "%PDF-1.7 not a scan"),
        ("<html><body/></html>", "<html>"),
        ("<report><testcase/></report>", "<report>"),
        ("{\"hello\":1,\"world\":2}", "JSON: hello, world"),
        ("a,b,c\n1,2,3\n", "a,b,c"),
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), "scan-unknown", "{text}");
        assert!(error.message().ja.contains(told) && error.hint().en.contains("nmap XML"), "{text}: {error}");
    }
}

#[test]
fn nothing_is_read_from_elsewhere_and_nothing_grows() {
    // External and recursive entities: the document type is passed over, and using what it declares is an error.
    let doctype = |inner: &str, used: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE nmaprun [{inner}]><nmaprun><host><address addr=\"192.0.2.1\"/><hostnames><hostname name=\"{used}\"/></hostnames><status state=\"{used}\"/></host></nmaprun>"
        )
    };
    let outside = doctype("<!ENTITY xxe SYSTEM \"file:///etc/hostname\">", "&xxe;");
    let error = read(outside.as_bytes()).unwrap_err();
    assert_eq!(error.code(), "scan-broken", "{error}");
    let bomb = doctype(
        "<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">",
        "&c;",
    );
    assert_eq!(read(bomb.as_bytes()).unwrap_err().code(), "scan-broken");
    assert!(read(doctype("<!ENTITY a \"b\">", "web").as_bytes()).is_ok(), "a document type alone does no harm");
    let text = "<nmaprun><host><address addr=\"192.0.2.1\"/><status state=\"up\"/><x>&xxe;</x></host></nmaprun>";
    assert!(read(text.as_bytes()).unwrap_err().to_string().contains("the entity \"xxe\" is not read"));

    let deep = format!("<nmaprun>{}", "<host>".repeat(100_000));
    assert!(read(deep.as_bytes()).unwrap_err().to_string().contains("nested too deep"));
    let deep = format!("{{\"matches\":{}", "[".repeat(100_000));
    assert_eq!(read(deep.as_bytes()).unwrap_err().code(), "scan-broken");
    let mut inner = "{\"name\":\"x\"}".to_owned();
    for _ in 0..40 {
        inner = format!("{{\"name\":\"x\",\"components\":[{inner}]}}");
    }
    let nested = format!("{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{inner}]}}");
    assert_eq!(read(nested.as_bytes()).unwrap().components.len(), 41);

    let few = ScanLimits { entries: 3, ..ScanLimits::default() };
    assert_eq!(read_scan(&bytes("nmap.xml"), &few).unwrap_err().code(), "scan-too-many");
    let small = ScanLimits { bytes: 100, ..ScanLimits::default() };
    let error = read_scan(&bytes("nmap.xml"), &small).unwrap_err();
    assert_eq!(error.code(), "scan-too-large");
    assert!(error.hint().ja.contains("分けて"));
}

#[test]
fn many_hosts_take_no_longer_each() {
    let hosts = |count: usize| {
        let host = |number: usize| {
            let port = "<port protocol=\"tcp\" portid=\"1\"><state state=\"open\"/></port>";
            format!("<host><status state=\"up\"/><address addr=\"h{number}\"/><ports>{port}</ports></host>")
        };
        format!("<nmaprun version=\"7\">{}</nmaprun>", (0..count).map(host).collect::<String>())
    };
    let scan = read(hosts(50_000).as_bytes()).unwrap();
    assert_eq!((scan.targets.len(), scan.findings.len()), (50_000, 50_000));
}

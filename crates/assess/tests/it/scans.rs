//! What scans say about criteria: the borders of each figure, what is not known, and what is never said.

mod follow;
mod lists;
mod never;
mod priorities;
mod targets;

use jiff::civil::{Date, date};
use tasuki_assess::scan::{
    Component, Cvss, Extent, Judgement, Judging, Knowledge, Known, KnownTarget, NamedScan, Scan, ScanFinding,
    ScanFormat, ScanResult, ScanSays, ScanSeverity, Target, TargetScope, Targets, UnknownKind, judge,
};
use tasuki_catalog::{Exposure, Signs, TargetKind};

use crate::catalog;

const TODAY: Date = date(2026, 11, 30);

fn scan(format: ScanFormat, findings: Vec<ScanFinding>) -> Scan {
    let target = |name: &str| Target { name: name.to_owned(), addresses: Vec::new() };
    let mut names: Vec<&str> = findings.iter().map(|own| own.target.as_str()).collect();
    names.push("fw");
    names.sort_unstable();
    names.dedup();
    let targets = names.into_iter().map(target).collect();
    let at = Some("2026-11-30T01:00:00Z".to_owned());
    let (components, known, problems) = (Vec::new(), Vec::new(), Vec::new());
    let extent = Extent::default();
    Scan { format, tool: "a scanner".to_owned(), at, targets, findings, components, known, extent, problems }
}

fn known(name: &str, kind: TargetKind, exposure: Exposure) -> KnownTarget {
    KnownTarget {
        name: name.to_owned(),
        addresses: Vec::new(),
        scope: TargetScope::In,
        exposure: Some(exposure),
        kind: Some(kind),
        owner: Some("IT".to_owned()),
    }
}

/// A firewall at the boundary, a mail server open to the internet, a PC inside.
fn office() -> Vec<KnownTarget> {
    vec![
        known("fw", TargetKind::Firewall, Exposure::Boundary),
        known("mail", TargetKind::Mail, Exposure::Internet),
        known("pc", TargetKind::Pc, Exposure::Internal),
    ]
}

/// A vulnerability with a score, for which there is an update since a day.
fn weakness(target: &str, score: f64, published: Option<Date>) -> ScanFinding {
    let mut finding = ScanFinding::new("V-1", "Example Mail Server < 4.98 RCE", target);
    finding.cve = vec!["CVE-2026-10001".to_owned()];
    finding.fixed_in = Some("4.98".to_owned());
    finding.published = published;
    scored(finding, score, "3.1")
}

fn scored(mut finding: ScanFinding, score: f64, version: &str) -> ScanFinding {
    finding.severity = if score >= 7.0 { ScanSeverity::High } else { ScanSeverity::Medium };
    finding.cvss = Some(Cvss { score, vector: String::new(), version: version.to_owned() });
    finding
}

/// What is judged in a test: everything that is not said is usual.
#[derive(Debug, Clone)]
struct Case {
    edition: &'static str,
    scans: Vec<Scan>,
    known: Vec<KnownTarget>,
    knowledge: Knowledge,
    as_of: Date,
}

impl Case {
    fn of(findings: Vec<ScanFinding>) -> Self {
        Self {
            edition: "scs-2026-03",
            scans: vec![scan(ScanFormat::Openvas, findings)],
            known: office(),
            knowledge: Knowledge::default(),
            as_of: TODAY,
        }
    }

    /// What a test looks at in the judgements.
    fn judged<T>(&self, look: impl FnOnce(&[Judgement<'_>]) -> T) -> T {
        let scans: Vec<NamedScan<'_>> = self.scans.iter().map(|scan| NamedScan { name: "a.xml", scan }).collect();
        let (catalog, targets) = (catalog(self.edition), Targets::new(self.known.clone()));
        let (signs, knowledge, as_of) = (Signs::builtin(), &self.knowledge, self.as_of);
        look(&judge(Judging { catalog, signs, scans: &scans, targets: &targets, knowledge, as_of }))
    }

    /// The result for a criterion, and what its first finding says.
    fn result(&self, criterion: &str) -> (Option<ScanResult>, Option<ScanSays>) {
        self.judged(|all| {
            let own = all.iter().find(|own| own.criterion == Some(criterion));
            (own.map(|own| own.result), own.and_then(|own| own.findings.first()).map(|own| own.says))
        })
    }

    /// What is not known about the first finding of a criterion.
    fn unknown(&self, criterion: &str) -> Vec<UnknownKind> {
        self.judged(|all| {
            let own = all.iter().find(|own| own.criterion == Some(criterion));
            let first = own.and_then(|own| own.findings.first());
            first.map(|own| own.unknown.iter().map(|own| own.what).collect()).unwrap_or_default()
        })
    }
}

const AGAINST: (Option<ScanResult>, Option<ScanSays>) =
    (Some(ScanResult::SpeaksAgainst), Some(ScanSays::SpeaksAgainst));
const DECIDE: (Option<ScanResult>, Option<ScanSays>) =
    (Some(ScanResult::PersonMustDecide), Some(ScanSays::PersonMustDecide));
/// Scans looked, and found nothing.
const NOTHING: (Option<ScanResult>, Option<ScanSays>) = (Some(ScanResult::NothingFound), None);

#[test]
fn a_score_of_seven_counts_at_the_boundary_and_less_does_not() {
    let of = |finding: ScanFinding| Case::of(vec![finding]).result("4-4-4-3");
    assert_eq!(of(weakness("fw", 7.0, None)), AGAINST);
    assert_eq!(of(weakness("fw", 6.9, None)), NOTHING);
    assert_eq!(of(weakness("fw", 0.0, None)), NOTHING);
    assert_eq!(of(weakness("mail", 9.8, None)), NOTHING, "the rule is about network devices");
    // A word without a score: the scanner's high may be below 7.0; its medium is.
    let word = |severity| {
        let mut finding = weakness("fw", 7.0, None);
        (finding.cvss, finding.severity) = (None, severity);
        Case::of(vec![finding]).result("4-4-4-3")
    };
    for severity in [ScanSeverity::High, ScanSeverity::Critical, ScanSeverity::Unknown] {
        assert_eq!(word(severity), DECIDE, "{severity:?}");
    }
    for severity in [ScanSeverity::Medium, ScanSeverity::Low, ScanSeverity::Info] {
        assert_eq!(word(severity), NOTHING, "{severity:?}");
    }
}

#[test]
fn fourteen_days_are_within_the_period_and_fifteen_are_over() {
    let of = |published| Case::of(vec![weakness("mail", 7.0, Some(published))]).result("4-4-4-2");
    assert_eq!(of(date(2026, 11, 16)), (Some(ScanResult::NothingFound), Some(ScanSays::NotDue)));
    assert_eq!(of(date(2026, 11, 15)), AGAINST);
    assert_eq!(of(date(2026, 12, 24)), (Some(ScanResult::NothingFound), Some(ScanSays::NotDue)), "a day to come");
    let due = Case::of(vec![weakness("mail", 7.0, Some(date(2026, 11, 16)))]).judged(|all| {
        let own = all.iter().find(|own| own.criterion == Some("4-4-4-2")).expect("it is judged");
        own.findings[0].due
    });
    assert_eq!(due, Some(TODAY));
    assert_eq!(Case::of(vec![weakness("mail", 6.9, Some(date(2026, 1, 1)))]).result("4-4-4-2"), NOTHING);
}

#[test]
fn a_secret_in_a_file_is_for_a_person_whatever_it_is() {
    let secret = |id: &str, title: &str| Case {
        scans: vec![scan(ScanFormat::Trivy, vec![ScanFinding::new(id, title, "pc")])],
        ..Case::of(Vec::new())
    };
    for (id, title) in [
        ("aws-access-key-id", "AWS Access Key ID"),
        ("private-key", "Asymmetric Private Key"),
        ("github-fine-grained-pat", "GitHub Fine-grained personal access tokens"),
        ("jwt-token", "JWT token"),
        ("AVD-DS-0031", "Secrets passed via `build-args` or envs or copied secret files"),
    ] {
        let case = secret(id, title);
        for criterion in ["4-1-6-1", "4-1-6-2"] {
            assert_eq!((case.result(criterion), case.unknown(criterion)), (DECIDE, vec![UnknownKind::Asked]), "{id}");
        }
    }
    for (id, title) in [("mysql-empty-password", "MySQL Account"), ("57582", "SSL Self-Signed Certificate")] {
        assert_eq!(secret(id, title).result("4-1-6-1"), (None, None), "{id}");
    }
    let clean = Case { scans: vec![scan(ScanFormat::Trivy, Vec::new())], ..Case::of(Vec::new()) };
    assert_eq!(clean.result("4-1-6-1"), (None, None), "that none was found says nothing of a rule");
}

#[test]
fn an_update_without_its_day_is_for_a_person_and_no_update_is_another_matter() {
    let mut case = Case::of(vec![weakness("mail", 9.8, None)]);
    assert_eq!((case.result("4-4-4-2"), case.unknown("4-4-4-2")), (DECIDE, vec![UnknownKind::UpdateDay]));
    // What is listed as exploited has something that can be done about it since that day.
    let mut kev = scan(ScanFormat::Kev, Vec::new());
    kev.known = vec![Known {
        cve: "CVE-2026-10001".to_owned(),
        exploited_since: Some(date(2026, 11, 15)),
        ransomware: None,
        epss: None,
        percentile: None,
    }];
    case.knowledge.add(&kev);
    assert_eq!(case.result("4-4-4-2"), AGAINST);
    let mut unmended = weakness("mail", 9.8, Some(date(2026, 1, 1)));
    unmended.fixed_in = None;
    assert_eq!(Case::of(vec![unmended]).result("4-4-4-2"), NOTHING);
}

#[test]
fn an_old_scan_does_not_show_what_was_done_since() {
    let mut case = Case::of(vec![weakness("mail", 9.8, Some(date(2026, 11, 1)))]);
    let seen = |day: &str| Some(format!("{day}T01:00:00Z"));
    case.scans[0].at = seen("2026-11-15");
    assert_eq!((case.result("4-4-4-2"), case.unknown("4-4-4-2")), (DECIDE, vec![UnknownKind::SinceScan]));
    case.scans[0].at = seen("2026-11-16");
    assert_eq!(case.result("4-4-4-2"), AGAINST, "it was late when it was seen");
    case.scans[0].at = None;
    assert_eq!(case.result("4-4-4-2"), AGAINST);
}

#[test]
fn what_the_vendor_calls_serious_counts_below_the_score_and_is_not_known() {
    let mut finding = weakness("mail", 5.0, Some(date(2026, 1, 1)));
    finding.severity = ScanSeverity::High;
    let case = Case::of(vec![finding]);
    assert_eq!((case.result("4-4-4-2"), case.unknown("4-4-4-2")), (DECIDE, vec![UnknownKind::Rating]));
    assert_eq!(case.result("4-4-4-3"), NOTHING);
}

#[test]
fn only_the_versions_of_cvss_that_an_edition_names_count() {
    let of = |version: &str, score: f64| {
        let finding = scored(weakness("mail", 7.0, Some(date(2026, 1, 1))), score, version);
        Case { edition: "scs-2025-12", ..Case::of(vec![finding]) }.result("4-4-4-2")
    };
    assert_eq!((of("3.1", 7.0), of("3.0", 7.0)), (AGAINST, AGAINST));
    for version in ["2.0", "4.0", ""] {
        assert_eq!(of(version, 7.0), DECIDE, "{version}");
        assert_eq!(of(version, 5.0), NOTHING, "{version}");
    }
}

#[test]
fn software_that_a_criterion_does_not_name_is_for_a_person() {
    let titled = |target: &str, title: &str| {
        let mut finding = weakness(target, 9.8, Some(date(2026, 1, 1)));
        title.clone_into(&mut finding.title);
        Case::of(vec![finding]).result("4-4-4-2")
    };
    assert_eq!(titled("pc", "Google Chrome < 131.0"), AGAINST);
    assert_eq!(titled("pc", "Drawing Program 3 < 3.1"), DECIDE);
    assert_eq!(titled("mail", "Google Chrome < 131.0"), DECIDE, "a browser is none of what is named for servers");
    assert_eq!(titled("mail", "nginx 1.27.x < 1.27.3"), AGAINST);
    // The type of a package tells, too.
    let mut case = Case::of(vec![weakness("mail", 9.8, Some(date(2026, 1, 1)))]);
    "glibc: out of bounds".clone_into(&mut case.scans[0].findings[0].title);
    case.scans[0].findings[0].package = Some("libc6 2.36".to_owned());
    assert_eq!((case.result("4-4-4-2"), case.unknown("4-4-4-2")), (DECIDE, vec![UnknownKind::Software]));
    let purl = Some("pkg:deb/debian/libc6@2.36".to_owned());
    case.scans[0].components = vec![Component { name: "libc6".to_owned(), version: "2.36".to_owned(), purl }];
    assert_eq!(case.result("4-4-4-2"), AGAINST);
}

/// A finding with a title, an identifier and a port, as scanners write them.
fn titled(target: &str, id: &str, title: &str, port: &str) -> ScanFinding {
    let mut finding = ScanFinding::new(id, title, target);
    finding.severity = ScanSeverity::Info;
    finding.port = (!port.is_empty()).then(|| port.to_owned());
    finding
}

#[test]
fn signs_lead_to_the_criteria_of_the_target() {
    // Target, identifier, title, port; and the criteria that it speaks against, and those about which it asks.
    for (finding, against, asks) in [
        (titled("fw", "1", "Default Password (admin) for 'admin' Account", "tcp/22"), &["4-5-1-1"][..], &[][..]),
        (titled("mail", "1", "HTTP Brute Force Logins With Default Credentials", ""), &["4-4-1-5"], &["4-1-5-1"]),
        (titled("mail", "2", "PHP Unsupported Version Detection", ""), &["4-4-2-1", "4-4-4-1"], &[]),
        (titled("pc", "2", "Microsoft Windows 10 SEoL", ""), &["4-4-2-1", "4-4-4-1"], &[]),
        (titled("fw", "3", "Anonymous FTP Enabled", "tcp/21"), &["4-5-1-4"], &["4-1-3-1"]),
        (titled("mail", "3", "Anonymous FTP Enabled", "tcp/21"), &[], &["4-1-3-1", "4-5-1-4"]),
        (titled("pc", "4", "Prevent Login to Accounts With Empty Password", ""), &["4-1-3-1"], &[]),
        (titled("fw", "open:tcp/22", "tcp/22 open ssh OpenSSH 7.4", "tcp/22"), &[], &["4-5-1-7"]),
        (titled("fw", "open:tcp/10022", "tcp/10022 open ssh", "tcp/10022"), &[], &["4-5-1-7"]),
        (titled("fw", "11219", "Nessus SYN scanner", "tcp/3389"), &[], &["4-1-3-5"]),
        (titled("fw", "open:tcp/445", "tcp/445 open microsoft-ds", "tcp/445"), &[], &["4-5-1-4"]),
        (titled("pc", "open:tcp/445", "tcp/445 open microsoft-ds", "tcp/445"), &[], &[]),
        (titled("mail", "5", "Unencrypted Telnet Server", "tcp/23"), &[], &["4-4-1-4"]),
        (titled("pc", "6", "Verify firewalld Enabled", ""), &[], &["4-5-1-8"]),
        (titled("pc", "7", "Install Virus Scanning Software", ""), &[], &["4-4-5-1"]),
        (titled("pc", "8", "Virus Scanning Software Definitions Are Updated", ""), &[], &["4-4-5-3"]),
        (titled("pc", "9", "Lock Accounts After Failed Password Attempts", ""), &[], &["4-1-4-1"]),
        (titled("mail", "10", "Set Password Minimum Length in login.defs", ""), &[], &["4-1-5-3"]),
        (titled("pc", "11", "Turn off AutoPlay", ""), &[], &["4-4-1-2"]),
        // None of these is what its words look like.
        (titled("fw", "12", "Nessus Scan Information", ""), &[], &[]),
        (titled("mail", "13", "SMTP Server type and version", "tcp/25"), &[], &[]),
        (titled("mail", "14", "Unauthenticated Access to X Leads to Code Execution", ""), &[], &[]),
        (titled("mail", "15", "Redefault passwordless", ""), &[], &[]),
        (titled("mail", "16", "Nondefault password", ""), &[], &[]),
        // Two rules are about one criterion: what is certain counts.
        (titled("fw", "open:tcp/21", "Anonymous FTP Enabled", "tcp/21"), &["4-5-1-4"], &["4-1-3-1"]),
    ] {
        let title = finding.title.clone();
        let of = Case::of(vec![finding]).judged(|all| {
            let with = |wanted: ScanSays| {
                let own = all.iter().filter(|own| own.findings.iter().any(|finding| finding.says == wanted));
                own.filter_map(|own| own.criterion.map(str::to_owned)).collect::<Vec<_>>()
            };
            (with(ScanSays::SpeaksAgainst), with(ScanSays::PersonMustDecide))
        });
        assert_eq!(
            (of.0, of.1),
            (against.iter().map(ToString::to_string).collect(), asks.iter().map(ToString::to_string).collect()),
            "{title}"
        );
    }
}

#[test]
fn a_password_is_a_matter_of_what_an_edition_asks_for() {
    let finding = || vec![titled("mail", "1", "Default Credentials (HTTP)", "")];
    // The final edition asks for a rule, the draft for changed passwords.
    assert_eq!(Case::of(finding()).result("4-1-5-1"), DECIDE);
    let draft = Case { edition: "scs-2025-12", ..Case::of(finding()) };
    assert_eq!((draft.result("4-1-5-1"), draft.result("4-4-1-5")), (AGAINST, AGAINST));
}

#[test]
fn of_several_versions_of_cvss_the_one_that_counts_is_chosen() {
    let of = |edition: &'static str, latest: f64, others: &[(f64, &str)]| {
        let mut finding = weakness("mail", 0.0, Some(date(2026, 1, 1)));
        "Microsoft Windows Server Update".clone_into(&mut finding.title);
        finding = scored(finding, latest, "4.0");
        finding.severity = ScanSeverity::Medium;
        let other = |(score, version): &(f64, &str)| Cvss {
            score: *score,
            vector: String::new(),
            version: (*version).to_owned(),
        };
        finding.other_cvss = others.iter().map(other).collect();
        let case = Case { edition, ..Case::of(vec![finding]) };
        let why = case.judged(|all| {
            let own = all.iter().find(|own| own.criterion == Some("4-4-4-2"));
            own.and_then(|own| own.findings.first()).map(|own| own.why.en.clone()).unwrap_or_default()
        });
        (case.result("4-4-4-2"), why)
    };
    // The draft counts 3.0 and 3.1 only, the final edition any: there the latest, and if another one says otherwise, a person decides.
    let (result, why) = of("scs-2025-12", 6.9, &[(9.8, "3.1"), (10.0, "2.0")]);
    assert_eq!(result, AGAINST, "{why}");
    assert!(why.contains("CVSS 3.1 base score is 9.8") && why.contains("CVSS 4.0 6.9, CVSS 2.0 10.0"), "{why}");
    assert_eq!(of("scs-2025-12", 9.8, &[(6.9, "3.1")]).0, NOTHING);
    assert_eq!(of("scs-2026-03", 9.8, &[(6.9, "3.1")]).0, AGAINST);
    assert_eq!(of("scs-2026-03", 6.9, &[(9.8, "3.1")]).0, DECIDE);
    assert_eq!(of("scs-2026-03", 6.9, &[(9.8, "2.0")]).0, NOTHING, "version 2.0 is history where there is a later one");
}

#[test]
fn days_are_counted_from_the_update_where_the_scanner_tells_its_day() {
    let of = |published, fixed_since, version: Option<&str>| {
        let mut finding = weakness("fw", 9.8, published);
        finding.fixed_since = fixed_since;
        finding.fixed_in = version.map(str::to_owned);
        let case = Case::of(vec![finding]);
        let why = case.judged(|all| {
            let own = all.iter().find(|own| own.criterion == Some("4-4-4-2"));
            own.and_then(|own| own.findings.first()).map(|own| own.why.en.clone()).unwrap_or_default()
        });
        (case.result("4-4-4-2").1, why)
    };
    let (known, released) = (Some(date(2026, 10, 1)), Some(date(2026, 11, 20)));
    assert_eq!(of(known, None, Some("2")).0, Some(ScanSays::SpeaksAgainst));
    let (says, why) = of(known, released, Some("2"));
    assert_eq!(says, Some(ScanSays::NotDue), "the update came later");
    assert!(why.contains("since 2026-11-20, the day when the update was released"), "{why}");
    assert_eq!(
        of(None, Some(date(2026, 11, 1)), None).0,
        Some(ScanSays::SpeaksAgainst),
        "an update without its version"
    );
    assert_eq!(of(known, None, None).0, None, "there is no update");
}

#[test]
fn a_scored_setting_is_no_vulnerability_and_a_bare_score_is_for_a_person() {
    let of = |title: &str| Case::of(vec![scored(ScanFinding::new("1", title, "fw"), 9.0, "3.1")]).result("4-4-4-3");
    assert_eq!(of("SSH Default Credentials"), NOTHING);
    assert_eq!(of("Something that nobody describes"), DECIDE);
    let mut unscored = ScanFinding::new("AVD-DS-0002", "Image user should not be 'root'", "fw");
    unscored.severity = ScanSeverity::High;
    assert_eq!(Case::of(vec![unscored]).result("4-4-4-3"), NOTHING, "a word alone makes no vulnerability");
}

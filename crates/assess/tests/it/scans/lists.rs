//! Lists of software, and what a scan that found nothing says.

use tasuki_assess::scan::{Component, Scan, ScanFormat, ScanProblem, ScanResult, Target, TargetScope, UnknownKind};
use tasuki_catalog::Text;

use super::{AGAINST, Case, NOTHING, scan, weakness};

/// A list of the software of these targets.
fn list(targets: &[&str]) -> Scan {
    let target = |name: &&str| Target { name: (*name).to_owned(), addresses: Vec::new() };
    let component = Component { name: "curl".to_owned(), version: "8.1".to_owned(), purl: None };
    Scan {
        targets: targets.iter().map(target).collect(),
        components: vec![component],
        ..scan(ScanFormat::Spdx, vec![])
    }
}

/// The criteria of which a list may be evidence, with what is not known.
fn of(list: Scan) -> Vec<(String, Vec<UnknownKind>)> {
    Case { scans: vec![list], ..Case::of(vec![]) }.judged(|all| {
        let own = all.iter().inspect(|own| assert_eq!(own.result, ScanResult::PersonMustDecide, "{own:?}"));
        own.filter_map(|own| {
            let unknown = own.lists.first()?.unknown.iter().map(|unknown| unknown.what).collect();
            Some((own.criterion?.to_owned(), unknown))
        })
        .collect()
    })
}

fn found(criteria: &[&str], unknown: &[UnknownKind]) -> Vec<(String, Vec<UnknownKind>)> {
    criteria.iter().map(|id| ((*id).to_owned(), unknown.to_vec())).collect()
}

#[test]
fn a_list_of_software_asks_about_the_inventory_of_its_target() {
    let asked = [UnknownKind::Asked];
    assert_eq!(of(list(&["pc"])), found(&["3-1-1-1", "3-2-1-4", "5-1-2-2"], &asked));
    assert_eq!(of(list(&["mail"])), found(&["3-1-1-2", "3-2-1-4"], &asked));
    assert_eq!(of(list(&["fw"])), found(&["3-2-1-4"], &asked), "of any device, what remains in it is to be known");
    let all = ["3-1-1-1", "3-1-1-2", "3-2-1-4", "5-1-2-2"];
    let unlisted = [UnknownKind::Target, UnknownKind::Asked];
    assert_eq!(of(list(&["x"])), found(&all, &unlisted));
    assert_eq!(of(list(&[])), found(&all, &unlisted));
    assert_eq!(of(list(&["fw", "mail"])), found(&["3-1-1-2", "3-2-1-4"], &asked));
    let of_two = of(list(&["x", "mail"]));
    let certain = of_two.iter().find(|(criterion, _)| criterion == "3-1-1-2").map(|(_, unknown)| unknown.as_slice());
    assert_eq!(certain, Some(&asked[..]), "one target that is certain is enough");
    let mut out = Case { scans: vec![list(&["pc"])], ..Case::of(vec![]) };
    out.known[2].scope = TargetScope::Out { reason: "a spare".to_owned() };
    assert!(out.judged(|all| all.is_empty()), "what is out of scope is no evidence");
    assert_eq!(of(Scan { components: Vec::new(), ..list(&["pc"]) }), [], "an empty list lists nothing");
    let draft = Case { scans: vec![list(&["pc"])], edition: "scs-2025-12", ..Case::of(vec![]) };
    assert_eq!(draft.result("5-1-2-3").0, Some(ScanResult::PersonMustDecide));
}

#[test]
fn a_vulnerability_says_nothing_of_a_mechanism_to_know_it() {
    let case = Case::of(vec![weakness("fw", 9.8, None), weakness("mail", 3.0, None)]);
    assert_eq!((case.result("4-4-4-3"), case.result("3-2-1-4")), (AGAINST, (None, None)));
}

#[test]
fn nothing_was_found_only_where_a_scan_looked() {
    let of = |format| Case { scans: vec![scan(format, vec![])], ..Case::of(vec![]) };
    for format in [ScanFormat::Nessus, ScanFormat::Openvas, ScanFormat::Grype, ScanFormat::Trivy] {
        assert_eq!(of(format).result("4-4-4-3"), NOTHING, "{format:?}");
    }
    for format in [ScanFormat::Nmap, ScanFormat::Openscap, ScanFormat::Cyclonedx, ScanFormat::Kev, ScanFormat::Epss] {
        assert_eq!(of(format).result("4-4-4-3"), (None, None), "{format:?}");
    }
    assert_eq!(of(ScanFormat::Nmap).result("4-5-1-7"), (None, None), "a rule that asks settles nothing");
    assert_eq!(
        (of(ScanFormat::Nessus).result("4-5-1-1"), of(ScanFormat::Openscap).result("4-5-1-1")),
        (NOTHING, (None, None))
    );
    assert_eq!(
        (of(ScanFormat::Nessus).result("4-4-4-1"), of(ScanFormat::Grype).result("4-4-4-1")),
        (NOTHING, (None, None))
    );
    // Whether a scan looked for anti-malware software inside a PC, its file does not tell.
    let mut pc = of(ScanFormat::Nessus);
    pc.scans[0].targets.push(Target { name: "pc".to_owned(), addresses: Vec::new() });
    assert_eq!((pc.result("4-4-5-1"), pc.result("4-4-4-2")), ((None, None), NOTHING));
    let unlisted = Case { known: Vec::new(), ..of(ScanFormat::Nessus) };
    assert!(unlisted.judged(|all| all.is_empty()), "it is not known whether the target is one that a rule is about");
    of(ScanFormat::Nessus).judged(|all| {
        let own = all.iter().find(|own| own.criterion == Some("4-4-4-3")).expect("it was looked at");
        assert_eq!(own.looked_at, ["fw"]);
        assert!(own.why.en.starts_with("Targets looked at: 1, for serious vulnerabilities of boundary devices."));
        assert!(
            own.why.en.contains("does not show that it is met") && own.why.ja.contains("証明ではない"),
            "{:?}",
            own.why
        );
    });
}

#[test]
fn what_a_scan_passed_over_is_not_nothing() {
    let problem = || ScanProblem { place: "host".to_owned(), found: Text::new("止まった", "stopped") };
    let broken = |findings| {
        let mut case = Case::of(findings);
        case.scans[0].problems = vec![problem()];
        case.result("4-4-4-3")
    };
    assert_eq!(broken(vec![]), (Some(ScanResult::PersonMustDecide), None));
    assert_eq!(broken(vec![weakness("fw", 7.0, None)]), AGAINST);
    // What another scan passed over, which looked for something else, does not matter.
    let mut case = Case::of(vec![]);
    case.scans.push(Scan { problems: vec![problem()], ..scan(ScanFormat::Nmap, vec![]) });
    assert_eq!(case.result("4-4-4-3"), NOTHING);
    // Nor does what was passed over by a scan of other targets.
    let elsewhere = vec![Target { name: "pc".to_owned(), addresses: Vec::new() }];
    case.scans.push(Scan { problems: vec![problem()], targets: elsewhere, ..scan(ScanFormat::Nessus, vec![]) });
    assert_eq!(case.result("4-4-4-3"), NOTHING);
}

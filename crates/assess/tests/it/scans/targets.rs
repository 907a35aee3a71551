//! What people know of targets, and what follows where they do not.

use tasuki_assess::scan::{KnownTarget, Range, ScanResult, ScanSays, Target, TargetScope, Targets, UnknownKind};
use tasuki_catalog::{Exposure, TargetKind};

use super::{AGAINST, Case, DECIDE, known, weakness};

/// The result at the boundary for a target of which this is known, and what is not.
fn of(kind: Option<TargetKind>, exposure: Option<Exposure>) -> (Option<ScanResult>, Vec<UnknownKind>) {
    let target = KnownTarget { kind, exposure, ..known("x", TargetKind::Pc, Exposure::Internal) };
    let case = Case { known: vec![target], ..Case::of(vec![weakness("x", 9.8, None)]) };
    (case.result("4-4-4-3").0, case.unknown("4-4-4-3"))
}

#[test]
fn what_is_not_known_of_a_target_is_asked_and_only_that() {
    let (speaks, decide) = (Some(ScanResult::SpeaksAgainst), Some(ScanResult::PersonMustDecide));
    let (firewall, boundary) = (Some(TargetKind::Firewall), Some(Exposure::Boundary));
    assert_eq!(of(firewall, boundary), (speaks, vec![]));
    assert_eq!(of(firewall, None), (decide, vec![UnknownKind::Exposure]));
    assert_eq!(of(None, boundary), (decide, vec![UnknownKind::Kind]));
    assert_eq!(of(None, None), (decide, vec![UnknownKind::Kind, UnknownKind::Exposure]));
    assert_eq!(of(Some(TargetKind::Other), boundary), (decide, vec![UnknownKind::Kind]), "other is no answer");
    // One certain no is enough.
    assert_eq!(of(firewall, Some(Exposure::Internal)), (None, vec![]));
    assert_eq!(of(None, Some(Exposure::Internet)), (None, vec![]));
    assert_eq!(of(Some(TargetKind::Web), None), (None, vec![]));
}

#[test]
fn a_target_that_nobody_listed_is_for_a_person() {
    let case = Case { known: Vec::new(), ..Case::of(vec![weakness("x", 9.8, None)]) };
    for criterion in ["4-4-4-3", "4-4-4-2"] {
        assert_eq!(case.result(criterion), DECIDE, "{criterion}");
        assert!(case.unknown(criterion).contains(&UnknownKind::Target), "{criterion}");
    }
}

#[test]
fn what_is_out_of_scope_speaks_to_nothing_and_is_listed_with_its_reason() {
    let scope = TargetScope::Out { reason: "a test bench without a network".to_owned() };
    let target = KnownTarget { scope, ..known("x", TargetKind::Firewall, Exposure::Boundary) };
    let case = Case { known: vec![target], ..Case::of(vec![weakness("x", 9.8, None)]) };
    case.judged(|all| {
        let [only] = all else { panic!("{all:?}") };
        assert_eq!((only.criterion, only.result), (None, ScanResult::NothingFound));
        let finding = &only.findings[0];
        assert_eq!((finding.says, finding.unknown.len()), (ScanSays::OutOfScope, 0));
        assert!(finding.why.en.contains("a test bench without a network"), "{}", finding.why.en);
        assert_eq!(finding.would_touch, ["4-4-4-2", "4-4-4-3"]);
    });
}

#[test]
fn a_target_is_found_by_any_of_its_names_and_never_by_two() {
    let listed = |name: &str, address: &str| KnownTarget {
        addresses: vec![address.to_owned()],
        ..known(name, TargetKind::Firewall, Exposure::Boundary)
    };
    let targets = Targets::new(vec![listed("FW.example.co.jp", "192.0.2.1"), listed("router", "192.0.2.2")]);
    let find = |name: &str, addresses: &[&str]| {
        let addresses = addresses.iter().map(ToString::to_string).collect();
        targets.find(&Target { name: name.to_owned(), addresses }).map(|own| own.name.clone())
    };
    assert_eq!(find("fw.EXAMPLE.co.jp", &[]).as_deref(), Some("FW.example.co.jp"));
    assert_eq!(find("x", &["192.0.2.2"]).as_deref(), Some("router"));
    assert_eq!(find("192.0.2.1", &["fw.example.co.jp"]).as_deref(), Some("FW.example.co.jp"));
    assert_eq!((find("192.0.2.1", &["router"]), find("192.0.2.11", &[])), (None, None));
    assert_eq!(find("ＦＷ．ｅｘａｍｐｌｅ．co.jp", &[]).as_deref(), Some("FW.example.co.jp"), "full width");
    let kept = Targets::new(vec![listed("構成/データ.yml", "192.0.2.3")]);
    let found = Target { name: "構成/テ\u{3099}ータ.yml".to_owned(), addresses: Vec::new() };
    assert_eq!(kept.find(&found).map(|own| own.name.as_str()), Some("構成/データ.yml"), "a mark of its own");
}

#[test]
fn a_range_of_addresses_is_a_name_of_its_target() {
    let listed = |name: &str, addresses: &[&str]| KnownTarget {
        addresses: addresses.iter().map(ToString::to_string).collect(),
        ..known(name, TargetKind::Server, Exposure::Internal)
    };
    let targets = Targets::new(vec![
        listed("office", &["192.0.2.0/24", "2001:db8::/32"]),
        listed("servers", &["192.0.2.64/26"]),
        listed("fw", &["192.0.2.65"]),
        listed("one", &["198.51.100.0/25"]),
        listed("two", &["198.51.100.0/25"]),
    ]);
    let find = |name: &str, addresses: &[&str]| {
        let addresses = addresses.iter().map(ToString::to_string).collect();
        targets.find(&Target { name: name.to_owned(), addresses }).map(|own| own.name.clone())
    };
    assert_eq!(find("192.0.2.1", &[]).as_deref(), Some("office"));
    assert_eq!(find("pc7", &["192.0.2.127"]).as_deref(), Some("servers"), "the narrowest");
    assert_eq!(find("192.0.2.65", &[]).as_deref(), Some("fw"), "a name before a range");
    assert_eq!(find("2001:db8::9", &[]).as_deref(), Some("office"));
    assert_eq!(find("192.0.2.1", &["192.0.2.64"]), None, "two targets");
    assert_eq!(find("198.51.100.1", &[]), None, "two narrowest ranges");
    assert_eq!((find("203.0.113.1", &[]), find("2001:db9::1", &[]), find("host", &[])), (None, None, None));
    assert_eq!(find("１９２．０．２．１", &[]).as_deref(), Some("office"), "full width");
    assert!(
        "１９２．０．２．０／２４".parse::<Range>().is_ok_and(|own| own == "192.0.2.0/24".parse().expect("a range"))
    );
    assert!(["192.0.2.0/33", "１９２．０．２．０／３３"].iter().all(|own| Range::is_miswritten(own)));
    assert!(["192.0.2.0/24", "registry/shop:1", "host"].iter().all(|own| !Range::is_miswritten(own)));
    assert!("192.0.2.0/33".parse::<Range>().is_err() && "192.0.2.0".parse::<Range>().is_err());
    assert!("0.0.0.0/0".parse::<Range>().is_ok_and(|all| all.holds("203.0.113.9".parse().expect("an address"))));
}

#[test]
fn the_owner_is_named() {
    let case = Case::of(vec![weakness("fw", 9.8, None)]);
    assert_eq!(case.result("4-4-4-3"), AGAINST);
    let owner =
        case.judged(|all| all.iter().flat_map(|own| &own.findings).find_map(|own| own.owner.map(str::to_owned)));
    assert_eq!(owner.as_deref(), Some("IT"));
}

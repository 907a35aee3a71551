//! What becomes of findings when the next scan comes: what must hold for all of them.

use proptest::prelude::*;
use tasuki_assess::scan::{
    Change, Disposition, Extent, FindingState, Kept, KnownTarget, PortRange, Scan, ScanFinding, ScanFormat,
    ScanProblem, Target, Targets, follow,
};
use tasuki_catalog::{Exposure, TargetKind, Text};

use super::known;

const NAMES: [&str; 3] = ["fw", "192.0.2.9", "mail"];
const PORTS: [&str; 3] = ["tcp/22", "tcp/443", "udp/161"];

/// The firewall is listed with an address: scans call it by either.
fn targets() -> Targets {
    let own = known("fw", TargetKind::Firewall, Exposure::Boundary);
    Targets::new(vec![KnownTarget { addresses: vec!["192.0.2.9".to_owned()], ..own }])
}

prop_compose! {
    fn finding()(
        id in prop::sample::select(&["1", "2", "open:tcp/22"][..]),
        target in prop::sample::select(&NAMES[..]),
        port in prop::option::of(prop::sample::select(&PORTS[..])),
        package in prop::option::of(prop::sample::select(&["curl 8.1", "curl 8.2", "zlib 1.3"][..])),
    ) -> ScanFinding {
        let mut finding = ScanFinding::new(id, id, target);
        finding.port = port.map(str::to_owned);
        finding.package = package.map(str::to_owned);
        finding
    }
}

fn format() -> impl Strategy<Value = ScanFormat> {
    prop::sample::select(&ScanFormat::ALL[..])
}

fn extent() -> impl Strategy<Value = Extent> {
    let ports = prop::option::of(
        (20_u16..30, 30_u16..500).prop_map(|(first, last)| vec![PortRange { protocol: "tcp".to_owned(), first, last }]),
    );
    let checks = prop::option::of(prop::sample::subsequence(vec!["1", "2", "open:*"], 0..3));
    (ports, checks, prop::bool::weighted(0.2)).prop_map(|(ports, checks, only_packages)| {
        let checks = checks.map(|all| all.into_iter().map(str::to_owned).collect());
        Extent { ports, checks, only_packages }
    })
}

prop_compose! {
    fn a_scan()(
        format in format(),
        findings in prop::collection::vec(finding(), 0..6),
        others in prop::sample::subsequence(NAMES.to_vec(), 0..3),
        extent in extent(),
        is_damaged in prop::bool::weighted(0.2),
    ) -> Scan {
        let mut names: Vec<&str> = findings.iter().map(|own| own.target.as_str()).chain(others).collect();
        names.sort_unstable();
        names.dedup();
        let targets = names.iter().map(|name| Target { name: (*name).to_owned(), addresses: Vec::new() }).collect();
        let problem = ScanProblem { place: "x".to_owned(), found: Text::new("壊れている", "damaged") };
        Scan { targets, extent, problems: is_damaged.then_some(problem).into_iter().collect(), ..super::scan(format, findings) }
    }
}

prop_compose! {
    fn kept()(
        format in format(),
        finding in finding(),
        state in prop::sample::select(&FindingState::ALL[..]),
        disposition in prop::option::of(prop::sample::select(&Disposition::ALL[..])),
    ) -> Kept {
        let target = Target { name: finding.target.clone(), addresses: Vec::new() };
        Kept { format, target, finding, state, disposition }
    }
}

/// What makes two findings the same, said a second time.
fn key(format: ScanFormat, own: &ScanFinding) -> (ScanFormat, String, String, Option<String>, Option<String>) {
    let target = if own.target == "192.0.2.9" { "fw" } else { &own.target };
    let package = own.package.as_deref().filter(|_| own.port.is_none());
    let package = package.map(|own| own.split(' ').next().unwrap_or_default().to_owned());
    (format, target.to_owned(), own.id.clone(), own.port.clone(), package)
}

/// The findings after a scan.
fn after(kept: &[Kept], scan: &Scan) -> Vec<Kept> {
    let followed = follow(kept, scan, &targets());
    assert_eq!(followed.kept.len(), kept.len());
    let old = kept.iter().zip(followed.kept).map(|(own, next)| Kept {
        state: next.state,
        disposition: next.disposition,
        ..own.clone()
    });
    let new = followed.new.into_iter().map(|finding| Kept {
        format: scan.format,
        target: Target { name: finding.target.clone(), addresses: Vec::new() },
        finding: finding.clone(),
        state: FindingState::Open,
        disposition: None,
    });
    old.chain(new).collect()
}

fn is_found(own: &Kept, scan: &Scan) -> bool {
    scan.findings.iter().any(|found| key(scan.format, found) == key(own.format, &own.finding))
}

proptest! {
    #[test]
    fn the_same_scan_again_changes_nothing(kept in prop::collection::vec(kept(), 0..6), scan in a_scan()) {
        let once = after(&kept, &scan);
        prop_assert_eq!(&after(&once, &scan), &once);
        let again = follow(&once, &scan, &targets());
        prop_assert!(again.new.is_empty());
        prop_assert!(again.kept.iter().all(|own| matches!(own.change, Change::Seen | Change::Untouched)));
    }

    #[test]
    fn a_scan_closes_only_what_it_looked_for_and_did_not_find(kept in prop::collection::vec(kept(), 0..8), scan in a_scan()) {
        for (own, next) in kept.iter().zip(follow(&kept, &scan, &targets()).kept) {
            let closed = own.state == FindingState::Open && next.state == FindingState::Closed;
            prop_assert_eq!(closed, next.change == Change::Closed);
            if closed {
                prop_assert!(own.format == scan.format && !is_found(own, &scan) && scan.looked_for(&own.finding));
                let name = |name: &str| if name == "192.0.2.9" { "fw".to_owned() } else { name.to_owned() };
                prop_assert!(scan.targets.iter().any(|target| name(&target.name) == name(&own.finding.target)));
            }
        }
    }

    #[test]
    fn what_was_decided_holds_while_it_is_there(kept in prop::collection::vec(kept(), 0..8), scan in a_scan()) {
        for (own, next) in kept.iter().zip(follow(&kept, &scan, &targets()).kept) {
            if own.state == FindingState::Open {
                prop_assert_eq!(next.disposition, own.disposition);
                prop_assert!(!is_found(own, &scan) || next.state == FindingState::Open);
            }
        }
    }

    #[test]
    fn what_came_back_is_open_and_nobody_has_decided(kept in prop::collection::vec(kept(), 0..8), scan in a_scan()) {
        for (own, next) in kept.iter().zip(follow(&kept, &scan, &targets()).kept) {
            if own.state == FindingState::Closed {
                let came_back = is_found(own, &scan);
                prop_assert_eq!(next.state == FindingState::Open, came_back);
                prop_assert_eq!(next.disposition, own.disposition.filter(|_| !came_back));
                prop_assert_eq!(next.found.is_some(), came_back);
            }
        }
    }

    #[test]
    fn each_finding_of_a_scan_is_kept_once(kept in prop::collection::vec(kept(), 0..6), scan in a_scan()) {
        let all = after(&kept, &scan);
        for found in &scan.findings {
            let same: Vec<&Kept> = all.iter().filter(|own| key(own.format, &own.finding) == key(scan.format, found)).collect();
            prop_assert!(!same.is_empty() && same.iter().all(|own| own.state == FindingState::Open));
            let new = all[kept.len()..].iter().filter(|own| key(own.format, &own.finding) == key(scan.format, found)).count();
            let known = kept.iter().any(|own| key(own.format, &own.finding) == key(scan.format, found));
            prop_assert_eq!(new, usize::from(!known));
        }
    }
}

#[test]
fn what_no_file_looks_for_stays_open() {
    let own = |format| Kept {
        format,
        target: Target { name: "fw".to_owned(), addresses: Vec::new() },
        finding: ScanFinding::new("1", "1", "fw"),
        state: FindingState::Open,
        disposition: None,
    };
    let change = |scan: &Scan| follow(&[own(scan.format)], scan, &targets()).kept[0].change;
    let empty = |format| super::scan(format, Vec::new());
    for format in ScanFormat::ALL {
        let closes = matches!(format, ScanFormat::Nmap | ScanFormat::Openvas | ScanFormat::Trivy | ScanFormat::Grype);
        assert_eq!(change(&empty(format)) == Change::Closed, closes, "{format:?}");
    }
    // Nessus lists a host that it did not reach; a host that it reached has at least a note about the scan.
    let reached = super::scan(ScanFormat::Nessus, vec![ScanFinding::new("19506", "Nessus Scan Information", "fw")]);
    assert_eq!(change(&reached), Change::Closed);
    let other_plugins =
        Scan { extent: Extent { checks: Some(vec!["19506".to_owned()]), ..Extent::default() }, ..reached };
    assert_eq!(change(&other_plugins), Change::Untouched);
    let checked = Extent { checks: Some(vec!["1".to_owned()]), ..Extent::default() };
    assert_eq!(change(&Scan { extent: checked, ..empty(ScanFormat::Openscap) }), Change::Closed);
}

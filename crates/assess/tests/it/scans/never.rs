//! What holds for all scans: nothing is lost, and knowing more never makes less of what speaks against a criterion.

use std::collections::BTreeMap;

use jiff::{Span, civil::Date};
use proptest::prelude::*;
use tasuki_assess::scan::{
    Cvss, Known, KnownTarget, Scan, ScanFinding, ScanFormat, ScanResult, ScanSays, ScanSeverity, TargetScope,
};
use tasuki_catalog::{Exposure, TargetKind};

use super::{Case, TODAY, scan};

const TITLES: [&str; 8] = [
    "Example Mail Server < 4.98 RCE",
    "Default Credentials (HTTP)",
    "Anonymous FTP Enabled",
    "PHP Unsupported Version Detection",
    "tcp/22 open ssh",
    "Google Chrome < 131",
    "Verify firewalld Enabled",
    "Scan Information",
];
const NAMES: [&str; 4] = ["fw", "mail", "pc", "x"];

fn day() -> impl Strategy<Value = Option<Date>> {
    prop::option::of((0_i32..40).prop_map(|days| TODAY.saturating_sub(Span::new().days(days))))
}

prop_compose! {
    fn finding()(
        title in prop::sample::select(&TITLES[..]),
        target in prop::sample::select(&NAMES[..]),
        score in prop::option::of(0_u8..=100),
        version in prop::sample::select(&["2.0", "3.1", "4.0", ""][..]),
        severity in prop::sample::select(&[ScanSeverity::Unknown, ScanSeverity::Info, ScanSeverity::Medium, ScanSeverity::High][..]),
        is_fixed in any::<bool>(),
        has_cve in any::<bool>(),
        is_open in any::<bool>(),
        published in day(),
    ) -> ScanFinding {
        let mut finding = ScanFinding::new(if is_open { "open:tcp/22" } else { "1" }, title, target);
        finding.severity = severity;
        finding.cvss = score.map(|score| Cvss { score: f64::from(score) / 10.0, vector: String::new(), version: version.to_owned() });
        finding.cve = has_cve.then(|| "CVE-2026-10001".to_owned()).into_iter().collect();
        finding.fixed_in = is_fixed.then(|| "2".to_owned());
        finding.port = is_open.then(|| "tcp/22".to_owned());
        finding.published = published;
        finding
    }
}

prop_compose! {
    fn listed(name: &'static str)(
        kind in prop::option::of(prop::sample::select(&TargetKind::ALL[..])),
        exposure in prop::option::of(prop::sample::select(&Exposure::ALL[..])),
        is_in in prop::bool::weighted(0.8),
    ) -> KnownTarget {
        let scope = if is_in { TargetScope::In } else { TargetScope::Out { reason: "a reason".to_owned() } };
        KnownTarget { name: name.to_owned(), addresses: Vec::new(), scope, exposure, kind, owner: None }
    }
}

fn case() -> impl Strategy<Value = Case> {
    let known = (listed("fw"), listed("mail"), listed("pc"), prop::option::of(listed("x")));
    let formats = prop::sample::select(&ScanFormat::ALL[..]);
    let editions = prop::sample::select(&["scs-2026-03", "scs-2025-12"][..]);
    (prop::collection::vec(finding(), 0..12), known, formats, editions).prop_map(
        |(findings, known, format, edition)| {
            let (fw, mail, pc, x) = known;
            let known = [fw, mail, pc].into_iter().chain(x).collect();
            Case { edition, scans: vec![scan(format, findings)], known, ..Case::of(Vec::new()) }
        },
    )
}

/// The result of each criterion.
fn results(case: &Case) -> BTreeMap<String, ScanResult> {
    case.judged(|all| all.iter().filter_map(|own| Some((own.criterion?.to_owned(), own.result))).collect())
}

/// A list that says that everything is exploited, and one that says how likely that is.
fn lists() -> [Scan; 2] {
    let fact = |exploited_since, epss| Known {
        cve: "CVE-2026-10001".to_owned(),
        exploited_since,
        ransomware: None,
        epss,
        percentile: None,
    };
    let with = |format, known| Scan { known: vec![known], ..scan(format, Vec::new()) };
    [with(ScanFormat::Kev, fact(Some(TODAY), None)), with(ScanFormat::Epss, fact(None, Some(0.9)))]
}

proptest! {
    #[test]
    fn no_finding_is_lost_and_none_is_twice_in_one_place(case in case()) {
        let findings = case.scans[0].findings.len();
        case.judged(|all| {
            let mut seen: Vec<*const ScanFinding> = Vec::new();
            for judgement in all {
                let mut own: Vec<_> = judgement.findings.iter().map(|own| std::ptr::from_ref(own.finding)).collect();
                own.sort_unstable();
                let before = own.len();
                own.dedup();
                assert_eq!(own.len(), before, "{judgement:?}");
                // What touches no criterion is nowhere else.
                assert!(judgement.criterion.is_some() || own.iter().all(|finding| !seen.contains(finding)));
                seen.extend(own);
            }
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), findings);
        });
    }

    #[test]
    fn a_result_says_what_its_findings_say(case in case()) {
        case.judged(|all| {
            for judgement in all.iter().filter(|own| own.criterion.is_some()) {
                let has = |says: ScanSays| judgement.findings.iter().any(|own| own.says == says);
                assert_eq!(judgement.result == ScanResult::SpeaksAgainst, has(ScanSays::SpeaksAgainst), "{judgement:?}");
                assert!(!has(ScanSays::OutOfScope) && !has(ScanSays::TouchesNone));
                if judgement.result == ScanResult::NothingFound {
                    assert!(!judgement.looked_at.is_empty() && !has(ScanSays::PersonMustDecide), "{judgement:?}");
                }
                for own in &judgement.findings {
                    let is_open = !own.unknown.is_empty();
                    assert!(own.says == ScanSays::NotDue || is_open == (own.says == ScanSays::PersonMustDecide), "{own:?}");
                    assert!(!own.why.ja.is_empty() && !own.why.en.is_empty());
                }
            }
        });
    }

    #[test]
    fn knowing_more_never_takes_back_what_speaks_against(case in case(), x in listed("x")) {
        let before = results(&case);
        let mut more = case.clone();
        for list in lists() {
            more.knowledge.add(&list);
        }
        let is_new = more.known.iter().all(|known| known.name != "x");
        more.known.extend(is_new.then_some(x));
        let after = results(&more);
        for (criterion, _) in before.iter().filter(|(_, result)| **result == ScanResult::SpeaksAgainst) {
            prop_assert_eq!(after.get(criterion), Some(&ScanResult::SpeaksAgainst), "{}", criterion);
        }
    }

    #[test]
    fn another_scan_never_takes_back_what_speaks_against(case in case(), findings in prop::collection::vec(finding(), 0..4)) {
        let before = results(&case);
        let mut more = case.clone();
        more.scans.push(scan(ScanFormat::Nessus, findings));
        let after = results(&more);
        for (criterion, _) in before.iter().filter(|(_, result)| **result == ScanResult::SpeaksAgainst) {
            prop_assert_eq!(after.get(criterion), Some(&ScanResult::SpeaksAgainst), "{}", criterion);
        }
    }
}

//! What to look at first, and that everything it follows from is shown.

use jiff::civil::date;
use tasuki_assess::scan::{Judgement, Knowledge, Known, Priority, Rank, ScanFormat, ScanSeverity};
use tasuki_catalog::Exposure;

use super::{Case, known, scan, weakness};

fn fact(epss: Option<f64>) -> Known {
    Known {
        cve: "CVE-2026-10001".to_owned(),
        exploited_since: epss.is_none().then_some(date(2026, 11, 1)),
        ransomware: epss.is_none().then_some(true),
        epss,
        percentile: epss.map(|_| 0.99),
    }
}

/// What is known: of exploitation, nothing, that it is not listed, or that it is; and how likely it is.
fn knowledge(kev: Option<bool>, epss: Option<f64>) -> Knowledge {
    let mut knowledge = Knowledge::default();
    if let Some(is_listed) = kev {
        let mut list = scan(ScanFormat::Kev, vec![]);
        list.known = is_listed.then(|| fact(None)).into_iter().collect();
        knowledge.add(&list);
    }
    if epss.is_some() {
        let mut list = scan(ScanFormat::Epss, vec![]);
        list.known = vec![fact(epss)];
        knowledge.add(&list);
    }
    knowledge
}

/// The priority of the one finding, wherever it is.
fn of_finding(all: &[Judgement<'_>]) -> Priority {
    all.iter().flat_map(|own| &own.findings).next().expect("it is somewhere").priority.clone()
}

fn of(score: f64, exposure: Option<Exposure>, kev: Option<bool>, epss: Option<f64>) -> Priority {
    let target = exposure.map(|exposure| known("x", tasuki_catalog::TargetKind::Pc, exposure));
    let case = Case {
        known: target.into_iter().collect(),
        knowledge: knowledge(kev, epss),
        ..Case::of(vec![weakness("x", score, None)])
    };
    case.judged(of_finding)
}

#[test]
fn exploitation_likelihood_score_and_exposure_decide_together() {
    let (boundary, internal) = (Some(Exposure::Boundary), Some(Exposure::Internal));
    for (score, exposure, kev, epss, rank) in [
        (5.0, boundary, Some(true), None, Rank::Now),
        (5.0, None, Some(true), None, Rank::Now),
        (5.0, internal, Some(true), None, Rank::Soon),
        (9.0, boundary, Some(false), Some(0.1), Rank::Now),
        (8.9, boundary, None, Some(0.1), Rank::Soon),
        (5.0, boundary, None, Some(0.1), Rank::Soon),
        (9.0, boundary, None, Some(0.09), Rank::Soon),
        (9.0, internal, None, Some(0.1), Rank::Soon),
        (5.0, internal, None, Some(0.1), Rank::Planned),
        (9.0, boundary, None, None, Rank::Soon),
        (7.0, boundary, None, None, Rank::Soon),
        (6.9, boundary, None, None, Rank::Planned),
        (4.0, None, None, None, Rank::Planned),
        (3.9, boundary, None, None, Rank::Watch),
        (9.0, internal, None, None, Rank::Soon),
        (7.0, internal, None, None, Rank::Planned),
        (6.9, internal, None, None, Rank::Watch),
    ] {
        assert_eq!(of(score, exposure, kev, epss).rank, rank, "{score} {exposure:?} {kev:?} {epss:?}");
    }
}

#[test]
fn what_is_known_is_shown_and_what_is_not_is_nothing() {
    let all = of(9.8, Some(Exposure::Internet), Some(true), Some(0.5));
    let kev = all.kev.expect("there is a list");
    assert_eq!((kev.listed, kev.since, kev.ransomware), (true, Some(date(2026, 11, 1)), Some(true)));
    let epss = all.epss.expect("there is a score");
    assert_eq!((epss.cve.as_str(), epss.score, epss.percentile), ("CVE-2026-10001", 0.5, Some(0.99)));
    assert_eq!((all.cvss.map(|cvss| cvss.score), all.exposure), (Some(9.8), Some(Exposure::Internet)));
    assert_eq!(
        all.why.en,
        "KEV: exploited (listed 2026-11-01, used by ransomware); EPSS: 50.0 %; CVSS: 9.8; exposure: open to the internet"
    );

    let none = of(9.8, None, None, None);
    assert_eq!((none.kev, none.epss, none.exposure), (None, None, None));
    let unlisted = of(9.8, None, Some(false), Some(0.9)).kev.expect("there is a list");
    assert_eq!((unlisted.listed, unlisted.since), (false, None));
}

#[test]
fn a_word_stands_for_a_score_and_what_nobody_rated_waits_for_no_one() {
    let of = |severity| {
        let mut finding = weakness("x", 9.8, None);
        (finding.cvss, finding.severity) = (None, severity);
        let case = Case { known: vec![], ..Case::of(vec![finding]) };
        case.judged(of_finding).rank
    };
    assert_eq!((of(ScanSeverity::High), of(ScanSeverity::Medium)), (Rank::Soon, Rank::Planned));
    assert_eq!((of(ScanSeverity::Low), of(ScanSeverity::Unknown)), (Rank::Watch, Rank::Planned));
}

#[test]
fn what_presses_comes_first() {
    let mut findings = vec![weakness("fw", 7.0, None), weakness("fw", 9.8, None), weakness("fw", 8.0, None)];
    findings[2].cve = vec!["CVE-2026-1".to_owned()];
    let case = Case { knowledge: knowledge(Some(true), None), ..Case::of(findings) };
    let order = case.judged(|all| {
        let own = all.iter().find(|own| own.criterion == Some("4-4-4-3")).expect("it is judged");
        own.findings.iter().filter_map(|own| own.priority.cvss.as_ref().map(|cvss| cvss.score)).collect::<Vec<_>>()
    });
    assert_eq!(order, [9.8, 7.0, 8.0], "what is exploited before what is not");
}

#[test]
fn of_several_cves_the_most_likely_counts_and_the_more_likely_comes_first() {
    let mut list = scan(ScanFormat::Epss, vec![]);
    let fact = |cve: &str, epss| Known { cve: cve.to_owned(), ..fact(Some(epss)) };
    list.known = vec![fact("CVE-2026-1", 0.02), fact("CVE-2026-2", 0.05), fact("CVE-2026-3", 0.01)];
    let finding = |cves: &[&str]| {
        let mut finding = weakness("fw", 7.5, None);
        finding.cve = cves.iter().map(ToString::to_string).collect();
        finding
    };
    let mut case = Case::of(vec![finding(&["CVE-2026-3"]), finding(&["CVE-2026-1", "CVE-2026-2", "CVE-2026-3"])]);
    case.knowledge.add(&list);
    let likely = case.judged(|all| {
        let own = all.iter().find(|own| own.criterion == Some("4-4-4-3")).expect("it is judged");
        own.findings.iter().filter_map(|own| own.priority.epss.as_ref().map(|epss| epss.score)).collect::<Vec<_>>()
    });
    assert_eq!(likely, [0.05, 0.01]);
}

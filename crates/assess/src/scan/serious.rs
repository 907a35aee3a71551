//! Whether a finding is a vulnerability that is serious enough.

use tasuki_catalog::{Look, Sign};

use super::{
    found::{Cvss, ScanFinding, ScanSeverity},
    unknown::Unknown,
};

/// Whether a finding is serious enough.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Serious {
    Yes,
    No,
    /// That depends on what is not known.
    Unknown(Unknown),
}

/// Whether its score, in one of these versions of CVSS, is at least `at_least`. Without such a score, only what the scanner calls high or
/// does not rate at all is a question: its other words mean scores below.
pub(super) fn by_score(finding: &ScanFinding, signs: &[&Sign], at_least: f64, versions: &[String]) -> Serious {
    let weakness = weakness(finding, signs);
    match counted(finding, versions) {
        _ if weakness == Serious::No => Serious::No,
        Some(cvss) if cvss.score >= at_least => weakness,
        Some(_) if differs(finding, versions, at_least) => Serious::Unknown(Unknown::versions(at_least)),
        None if is_perhaps(finding, at_least) => Serious::Unknown(Unknown::score(at_least)),
        Some(_) | None => Serious::No,
    }
}

/// The same where the word of the maker counts beside the score.
pub(super) fn by_score_or_rating(
    finding: &ScanFinding,
    signs: &[&Sign],
    at_least: f64,
    versions: &[String],
) -> Serious {
    let is_scored_lower = counted(finding, versions).is_some_and(|cvss| cvss.score < at_least);
    match by_score(finding, signs, at_least, versions) {
        Serious::No if is_scored_lower && finding.severity >= ScanSeverity::High => Serious::Unknown(Unknown::rating()),
        Serious::Unknown(_) if finding.cvss.is_none() => Serious::Unknown(Unknown::rating()),
        other => other,
    }
}

/// The score that counts: of those in one of these versions, or in any if none is named, the one of the latest version.
pub(super) fn counted<'a>(finding: &'a ScanFinding, versions: &[String]) -> Option<&'a Cvss> {
    let counts = |cvss: &&Cvss| versions.is_empty() || versions.contains(&cvss.version);
    let all = finding.cvss.iter().chain(&finding.other_cvss).filter(counts);
    all.reduce(|one, other| if other.version > one.version { other } else { one })
}

/// Whether another version that counts says that it is serious. Version 2.0 is history where there is a later one.
fn differs(finding: &ScanFinding, versions: &[String], at_least: f64) -> bool {
    let counts = |cvss: &&Cvss| versions.is_empty() || versions.contains(&cvss.version);
    let all = finding.cvss.iter().chain(&finding.other_cvss).filter(counts);
    all.filter(|cvss| cvss.version != "2.0").any(|cvss| cvss.score >= at_least)
}

/// Whether a finding without a score that counts may be serious enough.
fn is_perhaps(finding: &ScanFinding, at_least: f64) -> bool {
    let other = finding.cvss.iter().chain(&finding.other_cvss).any(|cvss| cvss.score >= at_least);
    other || finding.severity >= ScanSeverity::High || finding.severity == ScanSeverity::Unknown
}

/// Whether it is a weakness of software. A setting has no CVE, no version that mends it and no package; some scanners score settings, too.
fn weakness(finding: &ScanFinding, signs: &[&Sign]) -> Serious {
    let is_setting = |sign: &&Sign| !sign.looks.contains(&Look::Vulnerabilities);
    let is_advisory = finding.id.starts_with("GHSA-") && finding.package.is_some();
    if !finding.cve.is_empty() || finding.fixed_in.is_some() || finding.fixed_since.is_some() || is_advisory {
        Serious::Yes
    } else if finding.cvss.is_none() || signs.iter().any(is_setting) {
        Serious::No
    } else {
        Serious::Unknown(Unknown::weakness())
    }
}

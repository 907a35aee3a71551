//! Trivy's JSON: vulnerabilities, misconfigurations and secrets of each result; packages where they are listed.

use serde_json::Value;
use tasuki_assess::scan::{Component, Cvss, Scan, ScanFinding, ScanFormat};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::json::{joined, list, text, texts};
use super::limits::ScanLimits;
use super::making::Making;
use super::{day, rating};

pub(super) fn read(value: &Value, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Trivy, limits);
    let version = value.get("Trivy").and_then(|own| text(own, "Version")).unwrap_or_default();
    making.made_by("Trivy", version, text(value, "CreatedAt").and_then(day::moment));
    let artifact = text(value, "ArtifactName").unwrap_or_default();
    // Without these it was told to look at packages only: a clean setting would stand there as a summary.
    let tells_settings = |own: &Value| {
        matches!(text(own, "Class"), Some("config" | "secret"))
            || ["Misconfigurations", "MisconfSummary", "Secrets"].iter().any(|key| own.get(key).is_some())
    };
    making.extent().only_packages = !list(value, "Results").iter().any(tells_settings);
    for (position, result) in list(value, "Results").iter().enumerate() {
        let target = text(result, "Target").unwrap_or(artifact);
        let place = format!("Results[{position}]");
        if target.is_empty() {
            making.problem(&place, Text::new("対象のない結果です", "a result without a target"))?;
            continue;
        }
        making.target(target, (!artifact.is_empty()).then(|| artifact.to_owned()))?;
        for own in list(result, "Vulnerabilities") {
            match vulnerability(own, target) {
                Some(finding) => making.finding(finding)?,
                None => making
                    .problem(&place, Text::new("番号のない脆弱性です", "a vulnerability without its identifier"))?,
            }
        }
        for own in list(result, "Misconfigurations") {
            // What passed stands beside what failed when Trivy is told to list it.
            if text(own, "Status").is_none_or(|status| status == "FAIL") {
                making.finding(other(own, target, text(own, "AVDID").or_else(|| text(own, "ID"))))?;
            }
        }
        for own in list(result, "Secrets") {
            making.finding(other(own, target, text(own, "RuleID")))?;
        }
        for own in list(result, "Packages") {
            if let Some(name) = text(own, "Name") {
                let purl = own.get("Identifier").and_then(|own| text(own, "PURL")).map(str::to_owned);
                let version = text(own, "Version").unwrap_or_default().to_owned();
                making.component(Component { name: name.to_owned(), version, purl })?;
            }
        }
    }
    if !artifact.is_empty() && list(value, "Results").is_empty() {
        making.target(artifact, [])?;
    }
    Ok(making.done())
}

fn vulnerability(own: &Value, target: &str) -> Option<ScanFinding> {
    let id = text(own, "VulnerabilityID")?;
    let mut finding = ScanFinding::new(id, text(own, "Title").unwrap_or(id), target);
    finding.severity = text(own, "Severity").map_or(finding.severity, rating::of_word);
    finding.cve = rating::cves(id).into_iter().chain(texts(own, "VendorIDs").flat_map(rating::cves)).collect();
    finding.fixed_in = text(own, "FixedVersion").map(str::to_owned);
    finding.published = text(own, "PublishedDate").and_then(day::day);
    rating::give(&mut finding, scores(own));
    finding.package = joined(own, ["PkgName", "InstalledVersion"]);
    Some(finding)
}

/// The scores of the source that Trivy took the severity from, then NVD's, then anybody's.
fn scores(own: &Value) -> Vec<Cvss> {
    let Some(all) = own.get("CVSS").and_then(Value::as_object) else { return Vec::new() };
    let of = |scores: &Value| {
        let one = |version: &str, score: &str, vector: &str| {
            rating::cvss_of(version, scores.get(score).and_then(Value::as_f64), text(scores, vector))
        };
        let all =
            [one("4.0", "V40Score", "V40Vector"), one("3.0", "V3Score", "V3Vector"), one("2.0", "V2Score", "V2Vector")];
        let all: Vec<Cvss> = all.into_iter().flatten().collect();
        (!all.is_empty()).then_some(all)
    };
    let first = text(own, "SeveritySource").into_iter().chain(["nvd", "ghsa", "redhat"]);
    first.filter_map(|source| all.get(source)).find_map(of).or_else(|| all.values().find_map(of)).unwrap_or_default()
}

/// A misconfiguration or a secret.
fn other(own: &Value, target: &str, id: Option<&str>) -> ScanFinding {
    let id = id.unwrap_or("unnamed");
    let mut finding = ScanFinding::new(id, text(own, "Title").unwrap_or(id), target);
    finding.severity = text(own, "Severity").map_or(finding.severity, rating::of_word);
    finding
}

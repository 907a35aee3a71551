//! Grype's JSON: each match is a finding.

use serde_json::Value;
use tasuki_assess::scan::{Cvss, Scan, ScanFinding, ScanFormat};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::json::{joined, list, text, texts};
use super::limits::ScanLimits;
use super::making::Making;
use super::{day, rating};

pub(super) fn read(value: &Value, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Grype, limits);
    let descriptor = value.get("descriptor").unwrap_or(&Value::Null);
    let at = text(descriptor, "timestamp").and_then(day::moment);
    making.made_by(text(descriptor, "name").unwrap_or("grype"), text(descriptor, "version").unwrap_or_default(), at);
    let target = target(value.get("source").unwrap_or(&Value::Null));
    making.target(&target, [])?;
    for (position, own) in list(value, "matches").iter().enumerate() {
        match finding(own, &target) {
            Some(finding) => making.finding(finding)?,
            None => making.problem(
                format!("matches[{position}]"),
                Text::new("脆弱性のない一致です", "a match without its vulnerability"),
            )?,
        }
    }
    Ok(making.done())
}

/// What was scanned: a path, or what the user called an image.
fn target(source: &Value) -> String {
    let own = source.get("target").unwrap_or(&Value::Null);
    let name = own.as_str().or_else(|| text(own, "userInput")).or_else(|| text(source, "name"));
    name.unwrap_or("unnamed").to_owned()
}

fn finding(own: &Value, target: &str) -> Option<ScanFinding> {
    let vulnerability = own.get("vulnerability")?;
    let id = text(vulnerability, "id")?;
    let related = list(own, "relatedVulnerabilities");
    let described = std::iter::once(vulnerability).chain(related).find_map(|own| text(own, "description"));
    let title: String = described.map_or(id, |text| text.lines().next().unwrap_or(id)).chars().take(200).collect();
    let mut finding = ScanFinding::new(id, title, target);
    finding.severity = text(vulnerability, "severity").map_or(finding.severity, rating::of_word);
    finding.cve =
        std::iter::once(id).chain(related.iter().filter_map(|own| text(own, "id"))).flat_map(rating::cves).collect();
    let scores = |own: &Value| list(own, "cvss").iter().filter_map(score).collect::<Vec<_>>();
    let own_scores = scores(vulnerability);
    let of_related = || related.iter().flat_map(scores).collect();
    rating::give(&mut finding, if own_scores.is_empty() { of_related() } else { own_scores });
    let fix = vulnerability.get("fix").unwrap_or(&Value::Null);
    let versions: Vec<&str> = texts(fix, "versions").collect();
    finding.fixed_in = (!versions.is_empty()).then(|| versions.join(", "));
    finding.published =
        std::iter::once(vulnerability).chain(related).find_map(|own| text(own, "publishedDate")).and_then(day::day);
    let artifact = own.get("artifact").unwrap_or(&Value::Null);
    finding.package = joined(artifact, ["name", "version"]);
    Some(finding)
}

fn score(own: &Value) -> Option<Cvss> {
    let base = own.get("metrics").and_then(|own| own.get("baseScore")).and_then(Value::as_f64);
    rating::cvss_of(text(own, "version").unwrap_or_default(), base, text(own, "vector"))
}

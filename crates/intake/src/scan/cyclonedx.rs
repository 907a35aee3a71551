//! `CycloneDX` 1.4 to 1.7 as JSON: components, and vulnerabilities where the list has them.

use std::collections::HashMap;

use serde_json::Value;
use tasuki_assess::scan::{Component, Scan, ScanFinding, ScanFormat};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::json::{list, text};
use super::limits::ScanLimits;
use super::making::Making;
use super::{day, rating};

/// The versions that are read.
const VERSIONS: [&str; 4] = ["1.4", "1.5", "1.6", "1.7"];

pub(super) fn read(value: &Value, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Cyclonedx, limits);
    let version = text(value, "specVersion").unwrap_or_default();
    if !VERSIONS.contains(&version) {
        let detail = format!("version {version:?}; {} are read", VERSIONS.join(", "));
        return Err(ScanError::broken(ScanFormat::Cyclonedx, "specVersion", detail));
    }
    let metadata = value.get("metadata").unwrap_or(&Value::Null);
    let (tool, tool_version) = tool(metadata);
    making.made_by(&tool, &tool_version, text(metadata, "timestamp").and_then(day::moment));
    let about = metadata.get("component").and_then(named);
    let target = about.as_ref().map_or_else(|| "unnamed".to_owned(), |own| own.name.clone());
    if about.is_some() {
        making.target(&target, [])?;
    }
    // What vulnerabilities refer to.
    let mut by_ref: HashMap<&str, String> = HashMap::new();
    let mut waiting: Vec<(&Value, String)> = Vec::new();
    let inside = |own: &Value| list(own, "components").len();
    if let Some(own) = metadata.get("component").filter(|own| inside(own) > 0) {
        waiting.extend(list(own, "components").iter().rev().map(|own| (own, "metadata.component".to_owned())));
    }
    let listed = list(value, "components").iter().enumerate().rev();
    waiting.extend(listed.map(|(position, own)| (own, format!("components[{position}]"))));
    while let Some((own, place)) = waiting.pop() {
        waiting.extend(list(own, "components").iter().rev().map(|inner| (inner, place.clone())));
        let Some(component) = named(own) else {
            making.problem(place, Text::new("名前のない部品です", "a component without a name"))?;
            continue;
        };
        if let Some(reference) = text(own, "bom-ref") {
            by_ref.insert(reference, format!("{} {}", component.name, component.version).trim().to_owned());
        }
        making.component(component)?;
    }
    for (position, own) in list(value, "vulnerabilities").iter().enumerate() {
        let Some(id) = text(own, "id") else {
            making.problem(
                format!("vulnerabilities[{position}]"),
                Text::new("番号のない脆弱性です", "a vulnerability without its identifier"),
            )?;
            continue;
        };
        if about.is_none() {
            making.target(&target, [])?;
        }
        let affected: Vec<&str> = list(own, "affects").iter().filter_map(|own| text(own, "ref")).collect();
        if affected.is_empty() {
            making.finding(vulnerability(own, id, &target))?;
        }
        for reference in affected {
            let mut finding = vulnerability(own, id, &target);
            finding.package = Some(by_ref.get(reference).cloned().unwrap_or_else(|| reference.to_owned()));
            making.finding(finding)?;
        }
    }
    Ok(making.done())
}

fn vulnerability(own: &Value, id: &str, target: &str) -> ScanFinding {
    let described = text(own, "description").and_then(|text| text.lines().next());
    let title: String = described.unwrap_or(id).chars().take(200).collect();
    let mut finding = ScanFinding::new(id, title, target);
    let ratings = list(own, "ratings");
    let words = ratings.iter().filter_map(|own| text(own, "severity")).map(rating::of_word);
    finding.severity = words.max().unwrap_or(finding.severity);
    let scores = ratings.iter().filter(|own| text(own, "method").is_none_or(|method| method.starts_with("CVSS")));
    let scores = scores.filter_map(|own| rating::cvss(own.get("score").and_then(Value::as_f64), text(own, "vector")));
    rating::give(&mut finding, scores);
    let references = list(own, "references").iter().filter_map(|own| text(own, "id"));
    finding.cve = std::iter::once(id).chain(references).flat_map(rating::cves).collect();
    finding.published = text(own, "published").and_then(day::day);
    finding
}

/// A component, if it has a name.
fn named(own: &Value) -> Option<Component> {
    let name = text(own, "name")?;
    let name = text(own, "group").map_or_else(|| name.to_owned(), |group| format!("{group}/{name}"));
    let version = text(own, "version").unwrap_or_default().to_owned();
    Some(Component { name, version, purl: text(own, "purl").map(str::to_owned) })
}

/// The program that made the list: a list of tools until 1.4, components of one since 1.5.
fn tool(metadata: &Value) -> (String, String) {
    let tools = metadata.get("tools").unwrap_or(&Value::Null);
    let first = tools.as_array().and_then(|all| all.first()).or_else(|| list(tools, "components").first());
    let part = |key: &str| first.and_then(|own| text(own, key)).unwrap_or_default().to_owned();
    (part("name"), part("version"))
}

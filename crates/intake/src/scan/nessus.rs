//! Nessus (`.nessus`, version 2): each report item is a finding of its host.

use tasuki_assess::scan::{Scan, ScanFinding, ScanFormat, ScanSeverity};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::limits::ScanLimits;
use super::making::Making;
use super::xml::{Element, Met, walk};
use super::{day, rating};

pub(super) fn read(text: &str, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Nessus, limits);
    making.made_by("Nessus", "", None);
    let mut host = String::new();
    walk(text, limits, &["preference", "HostProperties", "ReportItem"], |met| match met {
        Met::Open(own) if own.name == "ReportHost" => {
            own.attribute("name").unwrap_or_default().clone_into(&mut host);
            if host.is_empty() {
                making.problem("ReportHost", Text::new("名前のない対象です", "a host without a name"))
            } else {
                making.target(&host, [])
            }
        }
        Met::Whole(own) if own.name == "preference" => {
            if own.text_of("name") == Some("plugin_set") {
                let plugins = own.text_of("value").unwrap_or_default().split(';').map(str::trim);
                making.extent().checks = Some(plugins.filter(|own| !own.is_empty()).map(str::to_owned).collect());
            }
            Ok(())
        }
        Met::Whole(own) if own.name == "HostProperties" => {
            let tag =
                |name: &str| own.all("tag").find(|own| own.attribute("name") == Some(name)).and_then(Element::text);
            let start = tag("HOST_START_TIMESTAMP").and_then(day::epoch);
            making.at(start.or_else(|| tag("HOST_START").and_then(day::moment)));
            let names = ["host-ip", "host-fqdn", "netbios-name", "hostname"].into_iter().filter_map(tag);
            let names: Vec<String> = names.map(str::to_owned).collect();
            if host.is_empty() { Ok(()) } else { making.target(&host, names) }
        }
        Met::Whole(own) => match item(&own, &host) {
            Ok(finding) => making.finding(finding),
            Err(found) => making.problem(format!("{host}: ReportItem"), found),
        },
        Met::Close(name) if name == "ReportHost" => {
            host.clear();
            Ok(())
        }
        Met::Open(_) | Met::Close(_) => Ok(()),
    })?;
    Ok(making.done())
}

fn item(item: &Element, host: &str) -> Result<ScanFinding, Text> {
    let id = item
        .attribute("pluginID")
        .ok_or_else(|| Text::new("プラグイン番号のない項目です", "an item without the number of its plugin"))?;
    if host.is_empty() {
        return Err(Text::new("どの対象にも属さない項目です", "an item that stands in no host"));
    }
    let title = item.attribute("pluginName").or_else(|| item.text_of("plugin_name")).unwrap_or(id);
    let mut finding = ScanFinding::new(id, title, host);
    finding.severity = match (item.attribute("severity"), item.text_of("risk_factor")) {
        (Some("0"), _) => ScanSeverity::Info,
        (Some("1"), _) => ScanSeverity::Low,
        (Some("2"), _) => ScanSeverity::Medium,
        (Some("3"), _) => ScanSeverity::High,
        (Some("4"), _) => ScanSeverity::Critical,
        (_, Some(risk)) => rating::of_word(risk),
        _ => ScanSeverity::Unknown,
    };
    // Where the vector is missing, the name of the field still tells the version.
    let score = |version: &str, number: &str, vector: &str| {
        rating::cvss_of(version, item.text_of(number).and_then(|text| text.parse().ok()), item.text_of(vector))
    };
    let scores = [
        score("4.0", "cvss4_base_score", "cvss4_vector"),
        score("3.0", "cvss3_base_score", "cvss3_vector"),
        score("2.0", "cvss_base_score", "cvss_vector"),
    ];
    rating::give(&mut finding, scores.into_iter().flatten());
    finding.cve = item.all("cve").filter_map(Element::text).flat_map(rating::cves).collect();
    finding.published = item.text_of("vuln_publication_date").and_then(day::day);
    finding.fixed_since = item.text_of("patch_publication_date").and_then(day::day);
    finding.fixed_in = item.text_of("plugin_output").and_then(fixed_version);
    let port = (item.attribute("protocol").unwrap_or("tcp"), item.attribute("port").unwrap_or("0"));
    finding.port = (port.1 != "0").then(|| format!("{}/{}", port.0, port.1));
    Ok(finding)
}

/// Many plugins say it in a line of their output: `Fixed version : 2.4.62`.
fn fixed_version(output: &str) -> Option<String> {
    let line = output.lines().map(str::trim).find(|line| line.to_ascii_lowercase().starts_with("fixed version"))?;
    let value = line.split_once(':')?.1.trim();
    (!value.is_empty()).then(|| value.chars().take(200).collect())
}

//! A report of `OpenVAS` or GVM: each result is a finding.

use tasuki_assess::scan::{Cvss, Scan, ScanFinding, ScanFormat, ScanSeverity};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::limits::ScanLimits;
use super::making::{Making, said};
use super::xml::{Element, Met, walk};
use super::{day, rating};

pub(super) fn read(text: &str, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Openvas, limits);
    // Other programs call the root of their files a report, too.
    let mut is_ours = false;
    making.made_by("OpenVAS", "", None);
    walk(text, limits, &["result", "scan_start", "gmp", "host", "error"], |met| match met {
        Met::Open(own) if own.name == "results" => {
            is_ours = true;
            Ok(())
        }
        Met::Whole(own) => match own.name.as_str() {
            "scan_start" => {
                is_ours = true;
                making.at(own.text().and_then(day::moment));
                Ok(())
            }
            "gmp" => {
                making.made_by("OpenVAS", &format!("GMP {}", own.text_of("version").unwrap_or_default()), None);
                Ok(())
            }
            "host" => host(&own, &mut making),
            "error" => {
                let place = own.child("host").and_then(Element::text).unwrap_or("error").to_owned();
                making.problem(place, said(own.text_of("description").unwrap_or("the scanner had a problem")))
            }
            _ => result(&own, &mut making),
        },
        Met::Open(_) | Met::Close(_) => Ok(()),
    })?;
    if !is_ours {
        return Err(ScanError::Unknown { found: "<report>".to_owned() });
    }
    Ok(making.done())
}

/// A host beside the results, with its names.
fn host(host: &Element, making: &mut Making<'_>) -> Result<(), ScanError> {
    let Some(name) = host.text_of("ip").or_else(|| host.text()) else { return Ok(()) };
    let details =
        host.all("detail").filter(|own| matches!(own.text_of("name"), Some("hostname" | "DNS-via-TargetDefinition")));
    let names: Vec<String> = details.filter_map(|own| own.text_of("value")).map(str::to_owned).collect();
    making.target(name, names)
}

fn result(result: &Element, making: &mut Making<'_>) -> Result<(), ScanError> {
    let place = result.attribute("id").unwrap_or("result").to_owned();
    let host = result.child("host");
    let (Some(target), Some(nvt)) = (host.and_then(Element::text), result.child("nvt")) else {
        return making
            .problem(place, Text::new("対象または検査のない結果です", "a result without its host or its test"));
    };
    let hostname = host.and_then(|own| own.text_of("hostname")).map(str::to_owned);
    making.target(target, hostname)?;
    let id = nvt.attribute("oid").unwrap_or(&place);
    let title = result.text_of("name").or_else(|| nvt.text_of("name")).unwrap_or(id);
    let mut finding = ScanFinding::new(id, title, target);
    let number = result.text_of("severity").and_then(|text| text.parse::<f64>().ok());
    finding.severity = match (result.text_of("threat"), number) {
        // The words of OpenVAS know no critical: the number does.
        (_, Some(number)) if number >= 9.0 => ScanSeverity::Critical,
        (Some(word), _) => rating::of_word(word),
        (None, Some(number)) => rating::of_score(number),
        (None, None) => ScanSeverity::Unknown,
    };
    rating::give(&mut finding, scores(nvt, number.filter(|number| *number > 0.0)));
    let refs = nvt.child("refs").into_iter().flat_map(|own| own.all("ref"));
    let refs = refs.filter(|own| own.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("cve")));
    finding.cve = refs.filter_map(|own| own.attribute("id")).flat_map(rating::cves).collect();
    // Before GVM 20.8 they stood in one element, with commas between them.
    finding.cve.extend(nvt.text_of("cve").into_iter().flat_map(rating::cves));
    let tags = nvt.text_of("tags").unwrap_or_default();
    let solution = nvt.text_of("solution").or_else(|| tag(tags, "solution"));
    finding.fixed_in = solution.and_then(version_in).or_else(|| result.text_of("description").and_then(fixed_version));
    finding.published = nvt.descendants("severity").first().and_then(|own| own.text_of("date")).and_then(day::day);
    finding.port = result.text_of("port").and_then(port);
    making.finding(finding)
}

fn scores(nvt: &Element, number: Option<f64>) -> Vec<Cvss> {
    let all = nvt.descendants("severity").into_iter().filter_map(|own| {
        let score = own.text_of("score").and_then(|text| text.parse::<f64>().ok());
        rating::cvss(score, own.text_of("value"))
    });
    let tags = nvt.text_of("tags").unwrap_or_default();
    let base = nvt.text_of("cvss_base").and_then(|text| text.parse().ok()).or(number);
    let all: Vec<Cvss> = all.collect();
    if all.is_empty() { rating::cvss(base, tag(tags, "cvss_base_vector")).into_iter().collect() } else { all }
}

/// One of the `key=value` that stand in a line, with bars between them.
fn tag<'a>(tags: &'a str, key: &str) -> Option<&'a str> {
    tags.split('|')
        .find_map(|own| own.split_once('=').filter(|(name, _)| name.trim() == key))
        .map(|(_, value)| value.trim())
}

/// `443/tcp`, or `general/tcp` where it is about the host.
fn port(text: &str) -> Option<String> {
    let (number, protocol) = text.split_once('/')?;
    number.parse::<u16>().ok().map(|number| format!("{}/{number}", protocol.trim().to_ascii_lowercase()))
}

/// `Update to version 2.4.62 or later.`
fn version_in(solution: &str) -> Option<String> {
    let rest = solution.split_once("ersion ")?.1;
    let version: String = rest.chars().take_while(|c| !c.is_whitespace() && *c != ',').collect();
    let version = version.trim_end_matches(['.', ';']);
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| version.to_owned())
}

/// `Fixed version: 2.4.62` in what the test says.
fn fixed_version(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| line.starts_with("Fixed version:"))?;
    let value = line.split_once(':')?.1.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

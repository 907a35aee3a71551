//! nmap's XML (`nmap -oX`): each open port is a finding, and so is what its scripts say about vulnerabilities.

use tasuki_assess::scan::{PortRange, Scan, ScanFinding, ScanFormat, ScanSeverity};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::limits::ScanLimits;
use super::making::{Making, said};
use super::xml::{Element, Met, walk};
use super::{day, rating};

pub(super) fn read(text: &str, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Nmap, limits);
    // Which scripts were run, the file does not tell by name: only ports are looked for again.
    making.extent().checks = Some(vec!["open:*".to_owned()]);
    let mut has_ended = false;
    walk(text, limits, &["scaninfo", "host", "runstats"], |met| match met {
        Met::Open(root) if root.name == "nmaprun" => {
            let (tool, version) = (root.attribute("scanner").unwrap_or("nmap"), root.attribute("version"));
            making.made_by(tool, version.unwrap_or_default(), root.attribute("start").and_then(day::epoch));
            Ok(())
        }
        Met::Whole(own) if own.name == "scaninfo" => {
            let ranges = ranges(&own);
            making.extent().ports.get_or_insert_default().extend(ranges);
            Ok(())
        }
        Met::Whole(own) if own.name == "host" => host(&own, &mut making),
        Met::Whole(own) => {
            let finished = own.child("finished");
            has_ended = finished.is_some();
            making.at(finished.and_then(|own| own.attribute("time")).and_then(day::epoch));
            match finished.filter(|own| own.attribute("exit") == Some("error")) {
                Some(own) => {
                    making.problem("runstats", said(own.attribute("errormsg").unwrap_or("nmap ended with an error")))
                }
                None => Ok(()),
            }
        }
        Met::Open(_) | Met::Close(_) => Ok(()),
    })?;
    if !has_ended {
        making.problem(
            "runstats",
            Text::new(
                "検査が最後まで終わっていません。対象が欠けているかもしれません",
                "the scan did not come to its end: hosts may be missing",
            ),
        )?;
    }
    Ok(making.done())
}

/// The ports of a protocol at which it looked: `services="22,80,8000-8100"`. What is no port is not looked at.
fn ranges(info: &Element) -> Vec<PortRange> {
    let protocol = info.attribute("protocol").unwrap_or("tcp");
    let ranges = info.attribute("services").unwrap_or_default().split(',').filter_map(|own| {
        let (first, last) = own.split_once('-').unwrap_or((own, own));
        let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        Some(PortRange { protocol: protocol.to_owned(), first, last })
    });
    ranges.collect()
}

fn host(host: &Element, making: &mut Making<'_>) -> Result<(), ScanError> {
    let is_down = host.child("status").and_then(|own| own.attribute("state")) == Some("down");
    let addresses: Vec<&Element> = host.all("address").collect();
    let internet = addresses.iter().filter(|own| own.attribute("addrtype") != Some("mac"));
    let internet: Vec<&str> = internet.filter_map(|own| own.attribute("addr")).collect();
    let names = host.child("hostnames").into_iter().flat_map(|own| own.all("hostname"));
    let names: Vec<&str> = names.filter_map(|own| own.attribute("name")).collect();
    let Some(name) = internet.first().or(names.first()).copied() else {
        return making.problem("host", Text::new("アドレスのない対象です", "a host without an address"));
    };
    if is_down {
        return Ok(());
    }
    making.target(name, internet.iter().chain(&names).map(|own| (*own).to_owned()))?;
    for own in host.child("ports").into_iter().flat_map(|own| own.all("port")) {
        port(own, name, making)?;
    }
    for script in host.child("hostscript").into_iter().flat_map(|own| own.all("script")) {
        of_script(script, name, None, making)?;
    }
    Ok(())
}

fn port(port: &Element, target: &str, making: &mut Making<'_>) -> Result<(), ScanError> {
    let state = port.child("state").and_then(|own| own.attribute("state")).unwrap_or_default();
    let (Some(number), protocol) = (port.attribute("portid"), port.attribute("protocol").unwrap_or("tcp")) else {
        return making.problem(format!("{target}: port"), Text::new("番号のないポートです", "a port without a number"));
    };
    if state != "open" {
        return Ok(());
    }
    let at = format!("{protocol}/{number}");
    let service = port.child("service");
    let part = |name: &str| service.and_then(|own| own.attribute(name)).unwrap_or_default();
    let words = [at.as_str(), "open", part("name"), part("product"), part("version")];
    let title: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let mut finding = ScanFinding::new(format!("open:{at}"), title.join(" "), target);
    finding.severity = ScanSeverity::Info;
    finding.port = Some(at.clone());
    let package = [part("product"), part("version")].join(" ");
    finding.package = Some(package.trim().to_owned()).filter(|package| !package.is_empty());
    making.finding(finding)?;
    for script in port.all("script") {
        of_script(script, target, Some(&at), making)?;
    }
    Ok(())
}

/// What a script says: tables of vulnerabilities in one of two shapes, that of the library `vulns` and that of the script `vulners`.
fn of_script(script: &Element, target: &str, port: Option<&str>, making: &mut Making<'_>) -> Result<(), ScanError> {
    let id = script.attribute("id").unwrap_or("script");
    for table in script.descendants("table") {
        let elem = |key: &str| table.all("elem").find(|own| own.attribute("key") == Some(key)).and_then(Element::text);
        let found = match (elem("state"), elem("type"), elem("id")) {
            (Some(state), ..) => of_vulns(table, state, id, target, elem("title")),
            (None, Some("cve"), Some(cve)) => {
                let mut finding = ScanFinding::new(cve, format!("{cve} ({id})"), target);
                finding.cve = rating::cves(cve);
                finding.cvss = rating::cvss(elem("cvss").and_then(|score| score.parse().ok()), None);
                Some(finding)
            }
            _ => None,
        };
        if let Some(mut finding) = found {
            finding.port = port.map(str::to_owned);
            making.finding(finding)?;
        }
    }
    Ok(())
}

/// A vulnerability as the library `vulns` tells it; nothing if the target does not have it.
fn of_vulns(table: &Element, state: &str, script: &str, target: &str, title: Option<&str>) -> Option<ScanFinding> {
    let is_there = state.contains("VULNERABLE") && !state.starts_with("NOT ");
    let mut finding = ScanFinding::new(script, title.unwrap_or(script), target);
    let inner = |key: &str| table.all("table").find(|own| own.attribute("key") == Some(key));
    let ids = inner("ids").into_iter().flat_map(|own| own.all("elem")).filter_map(Element::text);
    finding.cve = ids.flat_map(rating::cves).chain(table.attribute("key").into_iter().flat_map(rating::cves)).collect();
    finding.cve.sort_unstable();
    finding.cve.dedup();
    if let [cve] = finding.cve.as_slice() {
        finding.id.clone_from(cve);
    }
    let scores = inner("scores").into_iter().flat_map(|own| own.all("elem")).filter_map(Element::text);
    let scores = scores.filter_map(|text| {
        let (score, vector) = text.split_once(' ').map_or((text, None), |(score, vector)| (score, Some(vector)));
        rating::cvss(score.parse().ok(), vector)
    });
    rating::give(&mut finding, scores);
    let dates = inner("dates").map(|own| own.descendants("table")).unwrap_or_default();
    let part = |own: &Element, key: &str| {
        own.all("elem").find(|own| own.attribute("key") == Some(key)).and_then(Element::text).map(str::to_owned)
    };
    finding.published = dates.first().and_then(|own| {
        let text = [part(own, "year")?, part(own, "month")?, part(own, "day")?].join("-");
        day::day(&text)
    });
    is_there.then_some(finding)
}

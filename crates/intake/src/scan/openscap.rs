//! Results of `OpenSCAP`: ARF, or the XCCDF results in it. Each rule that failed is a finding.

use std::collections::HashMap;

use tasuki_assess::scan::{Scan, ScanFinding, ScanFormat};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::limits::ScanLimits;
use super::making::Making;
use super::xml::{Element, Met, walk};
use super::{day, rating};

pub(super) fn read(text: &str, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Openscap, limits);
    making.made_by("OpenSCAP", "", None);
    // Rules stand before the results that name them.
    let mut rules: HashMap<String, Rule> = HashMap::new();
    let mut target = String::new();
    let (mut has_results, mut is_only) = (false, true);
    let whole = ["Rule", "rule-result", "target", "target-address", "target-facts"];
    walk(text, limits, &whole, |met| match met {
        Met::Open(own) if own.name == "TestResult" => {
            // Which of several results looked at which target, a list of rules does not say.
            making.extent().checks = Some(Vec::new());
            is_only = !has_results;
            has_results = true;
            target.clear();
            let at = own.attribute("end-time").or_else(|| own.attribute("start-time")).and_then(day::moment);
            let (tool, version) = own.attribute("test-system").map_or(("OpenSCAP", ""), system);
            making.made_by(tool, version, at);
            Ok(())
        }
        Met::Whole(own) => match own.name.as_str() {
            "Rule" => {
                if let Some(id) = own.attribute("id") {
                    rules.insert(id.to_owned(), Rule::of(&own));
                }
                Ok(())
            }
            "target" => {
                own.text().unwrap_or_default().clone_into(&mut target);
                if target.is_empty() { Ok(()) } else { making.target(&target, []) }
            }
            "target-address" if !target.is_empty() => making.target(&target, own.text().map(str::to_owned)),
            "rule-result" => of_rule(&own, &target, &rules, &mut making),
            _ => Ok(()),
        },
        Met::Open(_) | Met::Close(_) => Ok(()),
    })?;
    if !has_results {
        let detail = "there are rules, but no results: write them with --results or --results-arf";
        return Err(ScanError::broken(ScanFormat::Openscap, "TestResult", detail));
    }
    if !is_only {
        making.extent().checks = Some(Vec::new());
    }
    Ok(making.done())
}

/// What a benchmark says about a rule.
struct Rule {
    title: String,
    severity: Option<String>,
}

impl Rule {
    fn of(rule: &Element) -> Self {
        Self {
            title: rule.text_of("title").unwrap_or_default().to_owned(),
            severity: rule.attribute("severity").map(str::to_owned),
        }
    }
}

fn of_rule(
    result: &Element,
    target: &str,
    rules: &HashMap<String, Rule>,
    making: &mut Making<'_>,
) -> Result<(), ScanError> {
    let Some(id) = result.attribute("idref") else {
        return making.problem("rule-result", Text::new("規則のない結果です", "a result of no rule"));
    };
    let word = result.text_of("result").unwrap_or_default();
    if matches!(word, "fail" | "pass" | "fixed" | "notapplicable") {
        making.extent().checks.get_or_insert_default().push(id.to_owned());
    }
    match word {
        "fail" => {}
        word @ ("error" | "unknown") => {
            return making.problem(
                id,
                Text::new(
                    format!("規則を確かめられませんでした（{word}）"),
                    format!("the rule could not be checked ({word})"),
                ),
            );
        }
        // Passed, not applicable, not checked, not selected, informational, fixed.
        _ => return Ok(()),
    }
    let target = if target.is_empty() { "unnamed" } else { target };
    making.target(target, [])?;
    let rule = rules.get(id);
    let title = rule.map(|own| own.title.as_str()).filter(|title| !title.is_empty()).unwrap_or(id);
    let mut finding = ScanFinding::new(id, title, target);
    let severity = result.attribute("severity").or_else(|| rule.and_then(|own| own.severity.as_deref()));
    finding.severity = severity.map_or(finding.severity, rating::of_word);
    let idents = result.all("ident").filter_map(Element::text);
    finding.cve = idents.flat_map(rating::cves).collect();
    making.finding(finding)
}

/// `cpe:/a:redhat:openscap:1.3.7` names the program and its version.
fn system(cpe: &str) -> (&str, &str) {
    let parts: Vec<&str> = cpe.split(':').collect();
    match parts.as_slice() {
        ["cpe", "/a", _, product, version, ..] | ["cpe", "2.3", "a", _, product, version, ..] => (*product, *version),
        _ => (cpe, ""),
    }
}

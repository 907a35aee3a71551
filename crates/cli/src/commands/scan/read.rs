//! `tasuki scan read`: one file, in one form whichever program made it.

use std::cmp::Reverse;
use std::path::Path;

use tasuki_assess::scan::{Scan, ScanFinding, ScanSeverity};
use tasuki_intake::{ScanError, ScanLimits, read_scan};

use crate::{
    commands::read,
    failure::Failure,
    output::{Output, Tint, say},
    table::{Table, cut},
};

pub(super) fn run(file: &Path, output: &mut Output) -> Result<(), Failure> {
    let scan = scan(file)?;
    passed_over(&scan, "", output);
    if output.is_json() {
        output.json(&scan);
    } else {
        tell(&scan, output);
    }
    Ok(())
}

/// What a file says. Its size is checked before it is read.
pub(super) fn scan(file: &Path) -> Result<Scan, Failure> {
    let limits = ScanLimits::default();
    let size = std::fs::metadata(file).map_err(|error| Failure::read(file, &error))?.len();
    let scan = if size > limits.bytes {
        Err(ScanError::TooLarge { found: size, limit: limits.bytes })
    } else {
        read_scan(&read(file)?, &limits)
    };
    scan.map_err(|error| Failure::scan(file, &error))
}

/// Reports what had to be passed over; `of` is the file where there are several, with a colon.
pub(super) fn passed_over(scan: &Scan, of: &str, output: &Output) {
    for problem in &scan.problems {
        let (place, found) = (&problem.place, problem.found.get(output.lang));
        output.remark(say!(output.lang, "読めなかったもの: {of}{place}: {found}", "passed over: {of}{place}: {found}"));
    }
}

fn tell(scan: &Scan, output: &mut Output) {
    let lang = output.lang;
    output.heading(&format!("{}  {}", scan.format.name(), scan.tool));
    output.line(scan.at.as_deref().unwrap_or_default());
    for target in &scan.targets {
        let addresses =
            if target.addresses.is_empty() { String::new() } else { format!("  ({})", target.addresses.join(", ")) };
        output.line(say!(lang, "対象: {}{addresses}", "target: {}{addresses}", target.name));
    }
    let (findings, components, known) = (scan.findings.len(), scan.components.len(), scan.known.len());
    output.line(say!(
        lang,
        "検出事項 {findings}、ソフトウェア {components}、CVE について分かること {known}",
        "{findings} findings, {components} components, {known} facts about CVEs"
    ));
    let mut findings: Vec<&ScanFinding> = scan.findings.iter().collect();
    findings.sort_by_key(|own| Reverse(own.severity));
    let mut table = Table::default();
    for finding in findings {
        let score = finding.cvss.as_ref().map(|cvss| format!("{:.1}", cvss.score)).unwrap_or_default();
        let place = [Some(finding.target.as_str()), finding.port.as_deref(), finding.package.as_deref()];
        table.row([
            format!("  {}", severity(finding.severity, output)),
            score,
            cut(&finding.id, 40),
            cut(&place.into_iter().flatten().collect::<Vec<_>>().join(" "), 50),
            cut(&finding.title, 60),
        ]);
    }
    for component in &scan.components {
        table.row([
            String::new(),
            String::new(),
            cut(&component.name, 40),
            component.version.clone(),
            component.purl.clone().unwrap_or_default(),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
}

fn severity(severity: ScanSeverity, output: &Output) -> String {
    let (ja, en, tint) = match severity {
        ScanSeverity::Critical => ("緊急", "critical", Tint::Bad),
        ScanSeverity::High => ("重要", "high", Tint::Bad),
        ScanSeverity::Medium => ("警告", "medium", Tint::Part),
        ScanSeverity::Low => ("注意", "low", Tint::Quiet),
        ScanSeverity::Info => ("情報", "info", Tint::Quiet),
        ScanSeverity::Unknown => ("不明", "unknown", Tint::Quiet),
    };
    output.tint(&say!(output.lang, "{ja}", "{en}"), tint)
}

//! Whether a scan looked for what a rule is about, and which lists of software it has.

use std::collections::HashMap;

use tasuki_catalog::{Finds, Look, ScanRule, Signs};

use super::{
    coverage::{Coverage, coverage},
    found::NamedScan,
    gather::Found,
    judgement::JudgedList,
    target::KnownTarget,
    told,
    unknown::{Unknown, UnknownKind},
};

/// What is known of each target of a scan.
type KnownByName<'a> = HashMap<&'a str, Option<&'a KnownTarget>>;

/// Notes the targets in scope on which a scan looked for what a rule is about, and what it had to pass over.
pub(super) fn looked<'a>(
    rule: &'a ScanRule,
    signs: &Signs,
    scan: NamedScan<'a>,
    known: &KnownByName<'a>,
    found: &mut Found<'a>,
) {
    let wanted = wanted(rule, signs);
    // What never settles anything does not settle it by its absence either.
    if rule.asks.is_some() || !scan.scan.format.looks().iter().any(|look| wanted.contains(look)) {
        return;
    }
    let targets = scan.scan.targets.iter().map(|target| target.name.as_str());
    let own = targets.filter(|name| {
        let known = known.get(name).copied().flatten().filter(|known| known.out().is_none());
        known.is_some() && matches!(coverage(rule, name, known), Coverage::Covered(_))
    });
    let before = found.looked_at.len();
    found.looked_at.extend(own);
    let gap = (!scan.scan.problems.is_empty()).then(|| Unknown::passed_over(scan.name, scan.scan.problems.len()));
    if found.looked_at.len() > before {
        if !found.looked_for.contains(&&rule.title) {
            found.looked_for.push(&rule.title);
        }
        found.gaps.extend(gap);
    }
}

/// What a scan must look for to find what a rule is about.
fn wanted(rule: &ScanRule, signs: &Signs) -> Vec<Look> {
    match &rule.finds {
        Finds::Vulnerability { .. } | Finds::LateUpdate { .. } => vec![Look::Vulnerabilities],
        Finds::Signs(own) => own.iter().filter_map(|id| signs.sign(id)).flat_map(|sign| sign.looks.clone()).collect(),
        Finds::SoftwareList => vec![Look::Software],
    }
}

/// The list of software of a scan, if a rule is about it or may be.
pub(super) fn software_list<'a>(
    rule: &'a ScanRule,
    scan: NamedScan<'a>,
    known: &KnownByName<'a>,
) -> Option<JudgedList<'a>> {
    let (name, scan) = (scan.name, scan.scan);
    if scan.components.is_empty() {
        return None;
    }
    let targets: Vec<&str> = scan.targets.iter().map(|target| target.name.as_str()).collect();
    let mut unknown = open(rule, name, &targets, known)?;
    unknown.extend(rule.asks.clone().map(|question| Unknown::new(UnknownKind::Asked, question)));
    let why = told::joined([told::list(scan.components.len()), told::open(&unknown)]);
    let (tool, at, components) = (scan.tool.as_str(), scan.at.as_deref(), scan.components.len());
    Some(JudgedList { scan: name, tool, at, targets, components, rule: &rule.id, why, basis: &rule.basis, unknown })
}

/// What is not known of the targets of a list; `None` if the rule is about none of them.
fn open(rule: &ScanRule, scan: &str, targets: &[&str], known: &KnownByName<'_>) -> Option<Vec<Unknown>> {
    if targets.is_empty() {
        return Some(vec![Unknown::target(scan)]);
    }
    let mut open = None;
    for name in targets {
        let known = known.get(name).copied().flatten();
        if known.is_some_and(|known| known.out().is_some()) {
            continue;
        }
        match coverage(rule, name, known) {
            Coverage::Covered(_) => return Some(Vec::new()),
            Coverage::Unknown(unknown) => open = open.or(Some(unknown)),
            Coverage::Not => {}
        }
    }
    open
}

//! What scans say about the criteria of an edition.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use tasuki_catalog::{Catalog, Criterion, Finds, ScanRule, Signs, Text};

use super::{
    apply::{Said, Seen, apply},
    found::{NamedScan, Scan},
    gather::{Found, of_none},
    judgement::{JudgedFinding, Judgement, ScanSays},
    knowledge::Knowledge,
    looked::{looked, software_list},
    priority::priority,
    recognise::{self, Packages},
    target::{KnownTarget, Targets},
    told,
};

/// What is judged, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Judging<'a> {
    /// The edition, with its rules.
    pub catalog: &'a Catalog,
    /// How kinds of findings are recognized.
    pub signs: &'a Signs,
    /// The scans.
    pub scans: &'a [NamedScan<'a>],
    /// What people know of the targets.
    pub targets: &'a Targets,
    /// What is known of CVEs.
    pub knowledge: &'a Knowledge,
    /// The day as of which deadlines are counted.
    pub as_of: Date,
}

/// What scans say about each criterion that a rule of the edition is about, in the order of the edition, and last what touches no criterion.
/// Each finding is under at least one criterion, or last. A criterion is left out if nothing about it was found and no scan looked for what would speak against it.
pub fn judge(judging: Judging<'_>) -> Vec<Judgement<'_>> {
    let mut work = Work { judging, touched: BTreeMap::new(), untouched: Vec::new() };
    for scan in judging.scans {
        work.scan(*scan);
    }
    let Work { touched, untouched, .. } = work;
    let criteria = judging.catalog.criteria();
    let judgements = touched.into_iter().filter_map(|(at, found)| found.judgement(&criteria[at]));
    judgements.chain(of_none(untouched)).collect()
}

struct Work<'a> {
    judging: Judging<'a>,
    /// By the position of the criterion.
    touched: BTreeMap<usize, Found<'a>>,
    untouched: Vec<JudgedFinding<'a>>,
}

impl<'a> Work<'a> {
    fn rules(&self) -> impl Iterator<Item = (usize, &'a ScanRule, &'a Criterion)> + use<'a> {
        let catalog = self.judging.catalog;
        catalog.scan_rules().iter().filter_map(|rule| {
            let at = catalog.position(&rule.criterion)?;
            Some((at, rule, &catalog.criteria()[at]))
        })
    }

    fn scan(&mut self, scan: NamedScan<'a>) {
        let known = self.known(scan.scan);
        let packages = Packages::of(&scan.scan.components);
        let (Judging { as_of, knowledge, .. }, day) = (self.judging, scan.scan.day());
        for finding in &scan.scan.findings {
            let signs = &recognise::signs(self.judging.signs, finding, &packages);
            let known = known.get(finding.target.as_str()).copied().flatten();
            self.finding(scan.name, Seen { finding, signs, known, day, as_of, knowledge });
        }
        for (at, rule, _) in self.rules() {
            let found = self.touched.entry(at).or_default();
            if rule.finds == Finds::SoftwareList {
                found.lists.extend(software_list(rule, scan, &known));
            } else {
                looked(rule, self.judging.signs, scan, &known, found);
            }
        }
    }

    /// What is known of each target of a scan.
    fn known(&self, scan: &'a Scan) -> HashMap<&'a str, Option<&'a KnownTarget>> {
        scan.targets.iter().map(|target| (target.name.as_str(), self.judging.targets.find(target))).collect()
    }

    /// Puts a finding where it belongs: under each criterion that it touches, or with those that touch none.
    fn finding(&mut self, scan: &'a str, seen: Seen<'_, 'a>) {
        let said = self.said(seen);
        if let Some(reason) = seen.known.and_then(KnownTarget::out) {
            let would_touch = said.values().map(|(rule, _)| rule.criterion.as_str()).collect();
            let own = judged(scan, seen, ScanSays::OutOfScope, told::out_of_scope(reason));
            self.untouched.push(JudgedFinding { would_touch, ..own });
        } else if said.is_empty() {
            self.untouched.push(judged(scan, seen, ScanSays::TouchesNone, told::touches_none()));
        } else {
            for (at, (rule, Said { says, why, unknown, due })) in said {
                let (id, basis) = (Some(rule.id.as_str()), Some(&rule.basis));
                let own = JudgedFinding { rule: id, basis, unknown, due, ..judged(scan, seen, says, why) };
                self.touched.entry(at).or_default().findings.push(own);
            }
        }
    }

    /// What a finding says about each criterion, by position: of two rules about the same one, what the rule says that says more.
    fn said(&self, seen: Seen<'_, 'a>) -> BTreeMap<usize, (&'a ScanRule, Said)> {
        let mut said: BTreeMap<usize, (&'a ScanRule, Said)> = BTreeMap::new();
        for (at, rule, criterion) in self.rules() {
            let Some(own) = apply(rule, criterion, seen) else { continue };
            if said.get(&at).is_none_or(|(_, other)| own.says < other.says) {
                said.insert(at, (rule, own));
            }
        }
        said
    }
}

/// A finding that says this, by no rule.
fn judged<'a>(scan: &'a str, seen: Seen<'_, 'a>, says: ScanSays, why: Text) -> JudgedFinding<'a> {
    let Seen { finding, known, knowledge, .. } = seen;
    JudgedFinding {
        scan,
        finding,
        rule: None,
        says,
        why,
        basis: None,
        unknown: Vec::new(),
        due: None,
        owner: known.and_then(|known| known.owner.as_deref()),
        priority: priority(finding, known.and_then(|known| known.exposure), knowledge),
        would_touch: Vec::new(),
    }
}

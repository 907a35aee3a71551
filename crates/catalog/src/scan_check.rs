//! Checks the rules about scan findings against the edition that they are part of.

use std::collections::HashSet;

use crate::{
    Covers, Criterion, Finds, ScanRule, Signs,
    problem::Complaint,
    scan_rule::{Exposure, TargetKind},
};

/// The versions of CVSS that a rule can name.
const VERSIONS: [&str; 4] = ["2.0", "3.0", "3.1", "4.0"];

/// Everything that is wrong with the rules of an edition.
pub(crate) fn complaints(rules: &[ScanRule], criteria: &[Criterion], signs: &Signs) -> Vec<Complaint> {
    let mut check = Check { signs, complaints: Vec::new() };
    let mut seen = HashSet::new();
    for rule in rules {
        if !seen.insert(&rule.id) {
            check.complain(rule, format!("the scan rule {} twice", rule.id), "every identifier once");
        }
        check.criterion(rule, criteria);
        check.finds(rule);
        check.targets(rule);
    }
    check.complaints
}

struct Check<'a> {
    signs: &'a Signs,
    complaints: Vec<Complaint>,
}

impl Check<'_> {
    fn complain(&mut self, rule: &ScanRule, found: String, expected: &str) {
        self.complaints.push(Complaint { subject: rule.id.clone(), found, expected: expected.to_owned() });
    }

    /// The criterion exists, and has each figure that the rule measures by.
    fn criterion(&mut self, rule: &ScanRule, criteria: &[Criterion]) {
        let Some(criterion) = criteria.iter().find(|criterion| criterion.id == rule.criterion) else {
            let found = format!("criterion {} of the scan rule {}", rule.criterion, rule.id);
            return self.complain(rule, found, "a criterion of this edition");
        };
        for (unit, bound) in rule.finds.figures() {
            // Days and scores are shown and counted with few digits, and never negative.
            if criterion.figure(*unit, *bound).is_none_or(|figure| !(0.0..=1000.0).contains(&figure)) {
                let found = format!("{} without the one figure ({unit:?}) that {} needs", criterion.id, rule.id);
                self.complain(rule, found, "exactly one such threshold in the criterion, from 0 to 1000");
            }
        }
    }

    fn finds(&mut self, rule: &ScanRule) {
        match &rule.finds {
            Finds::Vulnerability { cvss } | Finds::LateUpdate { cvss } => {
                for version in cvss.iter().filter(|version| !VERSIONS.contains(&version.as_str())) {
                    self.complain(rule, format!("CVSS {version} in {}", rule.id), "2.0, 3.0, 3.1 or 4.0");
                }
            }
            Finds::Signs(signs) if signs.is_empty() => {
                self.complain(rule, format!("the scan rule {} without a sign", rule.id), "at least one sign");
            }
            Finds::Signs(signs) => self.known(rule, signs),
            Finds::SoftwareList if rule.asks.is_none() => {
                let expected = "asks: whether a list is enough is for a person to say";
                self.complain(rule, format!("the scan rule {} that asks nothing", rule.id), expected);
            }
            Finds::SoftwareList => {}
        }
    }

    fn known(&mut self, rule: &ScanRule, signs: &[String]) {
        for sign in signs.iter().filter(|sign| self.signs.sign(sign).is_none()).collect::<Vec<_>>() {
            self.complain(rule, format!("the sign {sign} in {}", rule.id), "a sign of scan-signs.toml");
        }
    }

    /// A kind of target is named once, so that it is certain which part of the rule is about it.
    fn targets(&mut self, rule: &ScanRule) {
        let mut kinds: HashSet<TargetKind> = HashSet::new();
        for Covers { kinds: own, exposures, software } in &rule.on {
            self.known(rule, software);
            if own.is_empty() && rule.on.len() > 1 {
                self.complain(rule, format!("any kind beside others in {}", rule.id), "kinds in each part of `on`");
            }
            let twice = own.iter().filter(|kind| !kinds.insert(**kind)).count();
            let ways: HashSet<&Exposure> = exposures.iter().collect();
            if twice > 0 || ways.len() < exposures.len() {
                self.complain(rule, format!("a kind or an exposure twice in {}", rule.id), "each of them once");
            }
            if own.contains(&TargetKind::Other) {
                let expected = "kinds that say what the target is";
                self.complain(rule, format!("the kind other in {}", rule.id), expected);
            }
        }
    }
}

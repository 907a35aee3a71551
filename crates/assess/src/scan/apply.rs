//! One rule and one finding.

use jiff::civil::Date;
use tasuki_catalog::{Bound, Criterion, Finds, ScanRule, Sign, Text, Unit};

use super::{
    coverage::{Coverage, coverage, software},
    found::ScanFinding,
    judgement::ScanSays,
    knowledge::Knowledge,
    late::{Days, Lateness, lateness},
    serious::{Serious, by_score, by_score_or_rating, counted},
    target::KnownTarget,
    told,
    unknown::{Unknown, UnknownKind},
};

/// A finding with what is known around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'s, 'a> {
    pub(super) finding: &'a ScanFinding,
    pub(super) signs: &'s [&'a Sign],
    pub(super) known: Option<&'a KnownTarget>,
    /// The day of the scan.
    pub(super) day: Option<Date>,
    pub(super) as_of: Date,
    pub(super) knowledge: &'a Knowledge,
}

/// What a finding says by one rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) says: ScanSays,
    pub(super) why: Text,
    pub(super) unknown: Vec<Unknown>,
    pub(super) due: Option<Date>,
}

/// What kind of finding it is, before anybody asks about its target.
#[derive(Debug, Default)]
struct Matter {
    why: Vec<Text>,
    unknown: Vec<Unknown>,
    due: Option<Date>,
}

/// What a finding says by a rule; `None` if the rule is not about it.
pub(super) fn apply(rule: &ScanRule, criterion: &Criterion, seen: Seen<'_, '_>) -> Option<Said> {
    let mut matter = match &rule.finds {
        Finds::Vulnerability { cvss } => vulnerability(criterion, cvss, seen),
        Finds::LateUpdate { cvss } => late_update(criterion, cvss, seen),
        Finds::Signs(signs) => of_signs(signs, seen),
        Finds::SoftwareList => None,
    }?;
    match coverage(rule, &seen.finding.target, seen.known) {
        Coverage::Not => return None,
        Coverage::Covered(named) => matter.unknown.extend(software(named, seen.signs)),
        Coverage::Unknown(unknown) => matter.unknown.extend(unknown),
    }
    matter.unknown.extend(rule.asks.clone().map(|question| Unknown::new(UnknownKind::Asked, question)));
    Some(said(matter))
}

/// A deadline that has not passed makes everything else a matter of later.
fn said(matter: Matter) -> Said {
    let Matter { mut why, unknown, due } = matter;
    let says = match due {
        Some(_) => ScanSays::NotDue,
        None if unknown.is_empty() => ScanSays::SpeaksAgainst,
        None => ScanSays::PersonMustDecide,
    };
    if !unknown.is_empty() {
        why.push(told::open(&unknown));
    }
    Said { says, why: told::joined(why), unknown, due }
}

fn vulnerability(criterion: &Criterion, versions: &[String], seen: Seen<'_, '_>) -> Option<Matter> {
    let at_least = criterion.figure(Unit::Cvss, Bound::AtLeast)?;
    let mut matter =
        Matter { why: vec![told::score(seen.finding, counted(seen.finding, versions), at_least)], ..Matter::default() };
    matter.unknown.extend(open(by_score(seen.finding, seen.signs, at_least, versions))?);
    Some(matter)
}

fn late_update(criterion: &Criterion, versions: &[String], seen: Seen<'_, '_>) -> Option<Matter> {
    let (at_least, at_most) =
        (criterion.figure(Unit::Cvss, Bound::AtLeast)?, criterion.figure(Unit::Days, Bound::AtMost)?);
    let mut matter =
        Matter { why: vec![told::score(seen.finding, counted(seen.finding, versions), at_least)], ..Matter::default() };
    matter.unknown.extend(open(by_score_or_rating(seen.finding, seen.signs, at_least, versions))?);
    let days = Days { as_of: seen.as_of, seen: seen.day, at_most, knowledge: seen.knowledge };
    match lateness(seen.finding, days) {
        Lateness::NoUpdate => return None,
        Lateness::Late { why } => matter.why.push(why),
        Lateness::Unknown(unknown) => matter.unknown.push(unknown),
        Lateness::NotDue { until, why } => {
            matter.why.push(why);
            matter.due = Some(until);
        }
    }
    Some(matter)
}

/// What is still open about how serious it is; `None` if it is not serious.
fn open(serious: Serious) -> Option<Option<Unknown>> {
    match serious {
        Serious::Yes => Some(None),
        Serious::Unknown(unknown) => Some(Some(unknown)),
        Serious::No => None,
    }
}

fn of_signs(signs: &[String], seen: Seen<'_, '_>) -> Option<Matter> {
    let own: Vec<&Sign> = seen.signs.iter().copied().filter(|sign| signs.contains(&sign.id)).collect();
    (!own.is_empty()).then(|| Matter { why: vec![told::signs(own)], ..Matter::default() })
}

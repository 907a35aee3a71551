//! From what was found about a criterion to what the scans say about it.

use std::cmp::Reverse;

use tasuki_catalog::{Criterion, Text};

use super::{
    judgement::{JudgedFinding, JudgedList, Judgement, ScanResult, ScanSays},
    priority::Rank,
    told,
    unknown::Unknown,
};

/// What was found about one criterion.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) findings: Vec<JudgedFinding<'a>>,
    pub(super) lists: Vec<JudgedList<'a>>,
    /// The targets in scope on which a scan looked.
    pub(super) looked_at: Vec<&'a str>,
    /// What the scans looked for.
    pub(super) looked_for: Vec<&'a Text>,
    /// What the scans that looked had to pass over.
    pub(super) gaps: Vec<Unknown>,
}

impl<'a> Found<'a> {
    /// What the scans say; nothing if they found nothing and did not look.
    pub(super) fn judgement(mut self, criterion: &'a Criterion) -> Option<Judgement<'a>> {
        self.looked_at.sort_unstable();
        self.looked_at.dedup();
        self.gaps.dedup();
        self.findings.sort_by(urgency);
        let result = self.result()?;
        let says: Vec<ScanSays> = self.findings.iter().map(|own| own.says).collect();
        let nothing = told::nothing(self.looked_at.len(), &self.looked_for);
        let why = told::result(result, &says, self.lists.len(), nothing, &self.gaps);
        let Self { findings, lists, looked_at, .. } = self;
        Some(Judgement {
            criterion: Some(&criterion.id),
            title: Some(&criterion.title),
            level: criterion.level,
            source: criterion.source.as_ref(),
            result,
            why,
            findings,
            lists,
            looked_at,
        })
    }

    fn result(&self) -> Option<ScanResult> {
        let has = |wanted: ScanSays| self.findings.iter().any(|own| own.says == wanted);
        let is_certain = !self.looked_at.is_empty() && self.gaps.is_empty();
        if has(ScanSays::SpeaksAgainst) {
            Some(ScanResult::SpeaksAgainst)
        } else if has(ScanSays::PersonMustDecide) || !self.lists.is_empty() {
            Some(ScanResult::PersonMustDecide)
        } else if self.findings.is_empty() && self.looked_at.is_empty() {
            None
        } else if is_certain {
            Some(ScanResult::NothingFound)
        } else {
            Some(ScanResult::PersonMustDecide)
        }
    }
}

/// What to read first: what speaks against the criterion, then what presses, then what is worse.
fn urgency(one: &JudgedFinding<'_>, other: &JudgedFinding<'_>) -> std::cmp::Ordering {
    let place = |own: &JudgedFinding<'_>| {
        (own.says, own.priority.rank, Reverse(own.priority.kev.as_ref().is_some_and(|kev| kev.listed)))
    };
    let figures = |own: &JudgedFinding<'_>| {
        let score = own.priority.cvss.as_ref().map_or(0.0, |cvss| cvss.score);
        (own.priority.epss.as_ref().map_or(0.0, |epss| epss.score), score)
    };
    let ((likely, bad), (other_likely, other_bad)) = (figures(one), figures(other));
    let names = |own: &JudgedFinding<'_>| (own.finding.target.clone(), own.finding.id.clone());
    place(one)
        .cmp(&place(other))
        .then_with(|| other_likely.total_cmp(&likely))
        .then_with(|| other_bad.total_cmp(&bad))
        .then_with(|| names(one).cmp(&names(other)))
}

/// The findings that touch no criterion, if there are any. What presses by its priority is for a person to decide even so.
pub(super) fn of_none(mut findings: Vec<JudgedFinding<'_>>) -> Option<Judgement<'_>> {
    if findings.is_empty() {
        return None;
    }
    findings.sort_by(urgency);
    let out = findings.iter().filter(|own| own.says == ScanSays::OutOfScope).count();
    let presses = |own: &&JudgedFinding<'_>| own.says != ScanSays::OutOfScope && own.priority.rank != Rank::Watch;
    let pressing = findings.iter().filter(presses).count();
    let result = if pressing == 0 { ScanResult::NothingFound } else { ScanResult::PersonMustDecide };
    Some(Judgement {
        criterion: None,
        title: None,
        level: None,
        source: None,
        result,
        why: told::untouched(out, findings.len() - out, pressing),
        findings,
        lists: Vec::new(),
        looked_at: Vec::new(),
    })
}

//! What findings say today: the scans as they were, with the findings that they still have, held against the rules of the edition.

use std::collections::{BTreeMap, HashMap};

use tasuki_assess::scan::{
    FindingState, Judgement, Judging, Knowledge, KnownTarget, NamedScan, Priority, Scan as Content, ScanFinding,
    TargetScope, Targets, judge,
};
use tasuki_store::technical_checks::{self as store, Finding, Scan, Target};

use super::lists::in_use;
use super::{Criterion, Judged, Said};
use crate::roads::Standing;
use crate::{Context, Error};

/// Every finding with what it says, and what the open ones say of each criterion.
pub(super) fn judged(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    targets: &[Target],
    scans: &[Scan],
    rows: Vec<Finding>,
) -> Result<(Vec<Judged>, Vec<Criterion>), Error> {
    let (library, catalog) = (cx.library.clone(), super::catalog(cx, standing)?);
    let (known, knowledge) = (known(targets), knowledge(cx, &rows)?);
    let mut said: HashMap<usize, (Vec<Said>, Option<Priority>)> = HashMap::new();
    let mut criteria = Vec::new();
    for state in [FindingState::Open, FindingState::Closed] {
        let (contents, places) = rebuilt(scans, &rows, state);
        let named: Vec<NamedScan<'_>> =
            scans.iter().zip(&contents).map(|(own, scan)| NamedScan { name: &own.file_name, scan }).collect();
        let (signs, as_of) = (library.signs(), cx.now.today);
        let all =
            judge(Judging { catalog: &catalog, signs, scans: &named, targets: &known, knowledge: &knowledge, as_of });
        let place = places_of(&contents, &places);
        for judgement in &all {
            note(judgement, &place, &mut said);
        }
        if state == FindingState::Open {
            criteria = all.iter().filter_map(criterion).collect();
        }
    }
    let by_name: HashMap<&str, &Target> = targets.iter().map(|own| (own.name.as_str(), own)).collect();
    let whole = |(at, finding): (usize, Finding)| {
        let (said, priority) = said.remove(&at)?;
        let listed = known.find(&finding.target).and_then(|own| by_name.get(own.name.as_str()).copied());
        Some(Judged { target: listed.cloned(), said, priority: priority?, finding })
    };
    Ok((rows.into_iter().enumerate().filter_map(whole).collect(), criteria))
}

/// The targets as the rules see them.
pub(super) fn known(targets: &[Target]) -> Targets {
    let known = |own: &Target| KnownTarget {
        name: own.name.clone(),
        addresses: own.addresses.clone(),
        scope: if own.in_scope { TargetScope::In } else { TargetScope::Out { reason: own.reason.clone() } },
        exposure: own.exposure,
        kind: own.kind,
        owner: (!own.owner_name.is_empty()).then(|| own.owner_name.clone()),
    };
    Targets::new(targets.iter().map(known).collect())
}

/// What the lists in use say of the vulnerabilities of these findings.
fn knowledge(cx: &mut Context<'_, '_>, rows: &[Finding]) -> Result<Knowledge, Error> {
    let organization = cx.organization()?;
    let mut knowledge = Knowledge::default();
    for list in in_use(cx, organization)? {
        let cves = rows.iter().flat_map(|own| &own.content.cve).map(String::as_str);
        let known = store::facts(cx.tx, organization, list.kind, cves)?;
        knowledge.add(&Content { known, ..Content::new(list.kind) });
    }
    Ok(knowledge)
}

/// Each scan with the findings in this state that it was the last to find, and the place of each of them among the rows.
fn rebuilt(scans: &[Scan], rows: &[Finding], state: FindingState) -> (Vec<Content>, Vec<Vec<usize>>) {
    let mut of_scan: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.state == state) {
        of_scan.entry(row.last_scan).or_default().push(at);
    }
    let one = |scan: &Scan| {
        let places = of_scan.get(&scan.id).cloned().unwrap_or_default();
        let findings = places.iter().map(|at| rows[*at].content.clone()).collect();
        // Lists of software are evidence; here they would only be counted.
        (Content { findings, format: scan.format, ..scan.content.clone() }, places)
    };
    scans.iter().map(one).unzip()
}

/// The place among the rows of each finding of the rebuilt scans, by where it lies in memory: two findings may say the same.
fn places_of(contents: &[Content], places: &[Vec<usize>]) -> HashMap<*const ScanFinding, usize> {
    let own = contents.iter().zip(places).flat_map(|(scan, places)| scan.findings.iter().zip(places));
    own.map(|(finding, at)| (std::ptr::from_ref(finding), *at)).collect()
}

/// Notes what a judgement says of its findings.
fn note(
    judgement: &Judgement<'_>,
    place: &HashMap<*const ScanFinding, usize>,
    said: &mut HashMap<usize, (Vec<Said>, Option<Priority>)>,
) {
    for own in &judgement.findings {
        let Some(at) = place.get(&std::ptr::from_ref(own.finding)) else { continue };
        let (all, priority) = said.entry(*at).or_default();
        all.push(Said {
            criterion: judgement.criterion.map(str::to_owned),
            says: own.says,
            why: own.why.clone(),
            unknown: own.unknown.iter().map(|own| own.question.clone()).collect(),
            due: own.due,
        });
        *priority = Some(own.priority.clone());
    }
}

fn criterion(own: &Judgement<'_>) -> Option<Criterion> {
    let id = own.criterion?.to_owned();
    Some(Criterion { id, result: own.result, why: own.why.clone() })
}

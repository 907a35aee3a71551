//! Importing a scan: what it found is kept, and what it looked for and did not find is closed.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use tasuki_assess::scan::{Change, FindingState, Followed, Kept, Scan as Content, Target as Named, follow};
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Actor, FindingEvent};
use tasuki_store::technical_checks::{self as store, Decision, Finding, Scan};
use tasuki_store::{RoadId, ScanFindingId, ScanId, Subject};

use super::judging::known;
use super::lists::is_list;
use super::sent::Sent;
use super::{check_open, find, settling};
use crate::roads::{Standing, advance};
use crate::{Context, Error, Kind};

/// The most findings of a road: each of them is looked at again whenever somebody looks at the check.
const MOST: usize = 20_000;

/// The most targets of one scan: every one of them is read again with it.
const MOST_TARGETS: usize = 5_000;

/// A scan that was imported, or was there already.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The scan.
    pub scan: Scan,
    /// Whether anything changed.
    pub is_new: bool,
}

/// Whether whoever asks brings scans: the organization and the technical verifier do.
pub fn may_import(cx: &Context<'_, '_>, road: RoadId) -> bool {
    let party = advance::party(cx, road);
    party.acts_as.contains(&Actor::Supplier) || party.acts_as.contains(&Actor::TechnicalVerifier)
}

/// Asks for the permission to bring a scan, before its file is received.
pub fn permit_import(cx: &mut Context<'_, '_>, road: RoadId) -> Result<(), Error> {
    find(cx, road)?;
    if may_import(cx, road) { Ok(()) } else { Err(Error::not_found()) }
}

/// Imports a scan. The identical file again changes nothing.
pub fn import(cx: &mut Context<'_, '_>, road: RoadId, sent: &Sent) -> Result<Imported, Error> {
    let organization = cx.require_in(Permission::ReadRoads, road)?;
    permit_import(cx, road)?;
    let standing = find(cx, road)?;
    if let Some(scan) = store::scan_with(cx.tx, organization, road, sent.digest)? {
        return Ok(Imported { scan, is_new: false });
    }
    check_open(&standing)?;
    if sent.scan.targets.len() > MOST_TARGETS {
        return Err(too_many());
    }
    let mut work = Work::new(cx, &standing, sent)?;
    let rows = store::findings(cx.tx, organization, road)?;
    let targets = known(&store::targets(cx.tx, organization, road)?);
    check_order(&store::scans(cx.tx, organization, road)?, &sent.scan, &targets)?;
    let kept: Vec<Kept> = rows.iter().map(kept).collect();
    let followed = follow(&kept, &sent.scan, &targets);
    if rows.len() + followed.new.len() > MOST {
        return Err(too_many());
    }
    let (scan, new, decisions) =
        (work.scan(&followed), work.new_findings(cx, &followed), work.decisions(&rows, &followed));
    store::add_scan(cx.tx, organization, &scan)?;
    store::add_findings(cx.tx, organization, &new)?;
    for after in work.changed(&rows, &followed) {
        if !store::put_finding(cx.tx, organization, &after)? {
            return Err(Error::overtaken("technical_check.overtaken"));
        }
    }
    store::add_decisions(cx.tx, organization, road, &decisions)?;
    settling::settle(cx, &standing)?;
    let detail = json!({
        "title": standing.title, "file": scan.file_name, "digest": scan.digest, "found": scan.found.to_string(),
        "opened": scan.opened.to_string(), "reopened": scan.reopened.to_string(), "closed": scan.closed.to_string(),
    });
    cx.record("technical_check.import", &Subject::TechnicalCheck(road), None, Some(&scan), &detail)?;
    Ok(Imported { scan, is_new: true })
}

/// A finding as the next scan looks at it.
fn kept(row: &Finding) -> Kept {
    Kept {
        format: row.format,
        target: row.target.clone(),
        finding: row.content.clone(),
        state: row.state,
        disposition: row.disposition,
    }
}

/// What is written when a scan is imported.
struct Work<'s> {
    sent: &'s Sent,
    road: RoadId,
    id: ScanId,
    at: i64,
    person: tasuki_store::PersonId,
    name: String,
    /// The targets of the scan, by name.
    targets: HashMap<&'s str, &'s Named>,
}

impl<'s> Work<'s> {
    fn new(cx: &Context<'_, '_>, standing: &Standing, sent: &'s Sent) -> Result<Self, Error> {
        if is_list(sent.scan.format) {
            return Err(Error::invalid(
                "technical_check.no_scan",
                "これは脆弱性の一覧で、検査結果ではありません。",
                "This is a list about vulnerabilities, not a scan.",
            )
            .hint(
                "KEV と EPSS の一覧は、組織の一覧として取り込んでください。",
                "Add lists of KEV and EPSS to the organization.",
            )
            .field("file"));
        }
        let at = cx.now.milliseconds();
        let (road, id, person) = (standing.road.id, ScanId::new(at, cx.random()), cx.person()?);
        // Of two with one name, the first.
        let targets = sent.scan.targets.iter().rev().map(|own| (own.name.as_str(), own)).collect();
        Ok(Self { sent, road, id, at, person: person.id, name: person.name.clone(), targets })
    }

    fn scan(&self, followed: &Followed<'_>) -> Scan {
        let (sent, scan) = (self.sent, &self.sent.scan);
        let count = |wanted: Change| number(followed.kept.iter().filter(|own| own.change == wanted).count());
        let named: HashSet<&str> = scan.findings.iter().filter_map(|own| own.package.as_deref()).collect();
        let is_named = |name: &str, version: &str| named.contains(format!("{name} {version}").trim());
        let components = scan.components.iter().filter(|own| is_named(&own.name, &own.version)).cloned().collect();
        let (tool, at) = (scan.tool.clone(), scan.at.clone());
        let (targets, problems) = (scan.targets.clone(), scan.problems.clone());
        Scan {
            id: self.id,
            road: self.road,
            digest: sent.digest,
            file_name: sent.file_name.clone(),
            size: number(sent.size),
            format: scan.format,
            tool: scan.tool.clone(),
            day: scan.at.clone(),
            imported: self.at,
            imported_by: self.person,
            name: self.name.clone(),
            found: number(scan.findings.len()),
            opened: number(followed.new.len()),
            reopened: count(Change::Reopened),
            closed: count(Change::Closed),
            components: number(scan.components.len()),
            problems: number(scan.problems.len()),
            content: Content { tool, at, targets, components, problems, ..Content::new(scan.format) },
        }
    }

    /// The target that a finding of the scan names.
    fn target(&self, name: &str) -> Named {
        self.targets
            .get(name)
            .copied()
            .cloned()
            .unwrap_or_else(|| Named { name: name.to_owned(), addresses: Vec::new() })
    }

    fn new_findings(&mut self, cx: &Context<'_, '_>, followed: &Followed<'_>) -> Vec<Finding> {
        let finding = |own: &&tasuki_assess::scan::ScanFinding| Finding {
            id: ScanFindingId::new(self.at, cx.random()),
            road: self.road,
            format: self.sent.scan.format,
            target: self.target(&own.target),
            content: (*own).clone(),
            state: FindingState::Open,
            disposition: None,
            verdict: None,
            first_scan: self.id,
            last_scan: self.id,
            criterion: None,
            task: None,
            version: 1,
        };
        followed.new.iter().map(finding).collect()
    }

    /// The findings that were there before and are not as they were.
    fn changed(&self, rows: &[Finding], followed: &Followed<'_>) -> Vec<Finding> {
        let after = rows.iter().zip(&followed.kept).filter(|(_, next)| next.change != Change::Untouched);
        let one = |(row, next): (&Finding, &tasuki_assess::scan::Next<'_>)| {
            let came_back = next.change == Change::Reopened;
            Finding {
                target: next.found.map_or_else(|| row.target.clone(), |own| self.target(&own.target)),
                content: next.found.cloned().unwrap_or_else(|| row.content.clone()),
                state: next.state,
                disposition: next.disposition,
                verdict: row.verdict.filter(|_| !came_back),
                last_scan: if next.found.is_some() { self.id } else { row.last_scan },
                // Whoever is asked is asked anew.
                task: row.task.filter(|_| !came_back),
                version: row.version + 1,
                ..row.clone()
            }
        };
        after.map(one).collect()
    }

    /// What is written into the history of findings that were closed or came back.
    fn decisions(&self, rows: &[Finding], followed: &Followed<'_>) -> Vec<Decision> {
        let event = |change| match change {
            Change::Closed => Some(FindingEvent::Closed),
            Change::Reopened => Some(FindingEvent::Reopened),
            Change::Seen | Change::Untouched => None,
        };
        let all = rows.iter().zip(&followed.kept).filter_map(|(row, next)| Some((row, event(next.change)?)));
        let one = |(row, event): (&Finding, FindingEvent)| Decision {
            finding: row.id,
            number: 0,
            event,
            disposition: None,
            text: String::new(),
            scan: Some(self.id),
            person: self.person,
            name: self.name.clone(),
            at: self.at,
        };
        all.map(one).collect()
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A scan that is older than another one of the same kind of the same target says nothing about today.
fn check_order(scans: &[Scan], new: &Content, targets: &tasuki_assess::scan::Targets) -> Result<(), Error> {
    let called = |all: &[Named]| all.iter().map(|own| targets.called(own)).collect::<HashSet<_>>();
    let own = called(&new.targets);
    let is_later = |other: &Scan| {
        other.format == new.format
            && other.day.as_deref().zip(new.at.as_deref()).is_some_and(|(other, new)| is_after(other, new))
            && !called(&other.content.targets).is_disjoint(&own)
    };
    match scans.iter().find(|other| is_later(other)) {
        None => Ok(()),
        Some(other) => {
            let (name, day) = (&other.file_name, other.day.as_deref().unwrap_or_default());
            let (ja, en) = (
                format!("同じ対象について、これより新しい検査結果（{name}、{day}）があります。"),
                format!("There is a later scan of the same target ({name}, {day})."),
            );
            Err(Error::invalid("technical_check.older", ja, en)
                .hint("検査した順に取り込んでください。", "Import scans in the order in which they were made.")
                .field("file"))
        }
    }
}

/// Whether one moment is after another. Where one of them has no zone, or is only a day, their days are compared.
fn is_after(one: &str, other: &str) -> bool {
    let (one_day, other_day) = (one.get(..10).unwrap_or(one), other.get(..10).unwrap_or(other));
    if one.ends_with('Z') && other.ends_with('Z') { one > other } else { one_day > other_day }
}

fn too_many() -> Error {
    Error::new(
        Kind::TooLarge,
        "technical_check.too_many",
        "一つの道に取り込める検出事項は20,000件まで、一つの検査結果の対象は5,000件までです。",
        "A road holds at most 20,000 findings, and a scan at most 5,000 targets.",
    )
    .hint(
        "インターネットから届く対象だけを検査して、取り込んでください。",
        "Scan only the targets that the internet reaches, and import that.",
    )
    .field("file")
}

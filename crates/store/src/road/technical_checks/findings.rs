//! What scans found, and what was decided about it.

use serde::Serialize;
use tasuki_assess::scan::{Disposition, FindingState, ScanFinding, ScanFormat, Target};
use tasuki_scheme::road::{FindingEvent, Verdict};

use super::super::{json, text, word};
use super::scans::format;
use crate::{OrganizationId, PersonId, RoadId, Row, ScanFindingId, ScanId, StoreError, TaskId, Tx, params};

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Identifier.
    pub id: ScanFindingId,
    /// The road.
    pub road: RoadId,
    /// The kind of file that it is from.
    pub format: ScanFormat,
    /// The target, as the scan calls it.
    pub target: Target,
    /// What the last scan says that found it.
    pub content: ScanFinding,
    /// Whether it is there.
    pub state: FindingState,
    /// What is done about it, if anybody has said.
    pub disposition: Option<Disposition>,
    /// What the verifier says of that, if anything.
    pub verdict: Option<Verdict>,
    /// The scan that found it first.
    pub first_scan: ScanId,
    /// The last scan that found it.
    pub last_scan: ScanId,
    /// The criterion that its task is about.
    pub criterion: Option<String>,
    /// The task of whoever is asked.
    pub task: Option<TaskId>,
    /// Goes up with every change.
    pub version: i64,
}

/// Something that was decided about a finding, or that a later scan did to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The finding.
    pub finding: ScanFindingId,
    /// Its place among the others, from 1.
    pub number: i64,
    /// What happened.
    pub event: FindingEvent,
    /// What is to be done, where that was said.
    pub disposition: Option<Disposition>,
    /// Why.
    pub text: String,
    /// The scan that did it.
    pub scan: Option<ScanId>,
    /// Who did it, or imported the scan.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// Selects the columns of a [`Finding`], followed by the given SQL.
macro_rules! select_findings {
    ($rest:literal) => {
        concat!(
            "SELECT id, road, format, target, content, state, disposition, verdict, first_scan, last_scan, criterion, task, version
             FROM technical_findings ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Finding, StoreError> {
    let (disposition, verdict): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
    Ok(Finding {
        id: row.get(0)?,
        road: row.get(1)?,
        format: format(row.get(2)?)?,
        target: json(row.get(3)?, "the target of a finding")?,
        content: json(row.get(4)?, "a finding of a scan")?,
        state: word(row.get(5)?, FindingState::from_word)?,
        disposition: disposition.map(|text| word(text, Disposition::from_word)).transpose()?,
        verdict: verdict.map(|text| word(text, Verdict::from_word)).transpose()?,
        first_scan: row.get(8)?,
        last_scan: row.get(9)?,
        criterion: row.get(10)?,
        task: row.get(11)?,
        version: row.get(12)?,
    })
}

/// The findings of a road, in the order in which they were found.
pub fn findings(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Finding>, StoreError> {
    tx.query(select_findings!("WHERE organization = ?1 AND road = ?2 ORDER BY id"), params![&organization, &road], read)
}

/// One finding.
pub fn finding(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: ScanFindingId,
) -> Result<Option<Finding>, StoreError> {
    tx.one(select_findings!("WHERE organization = ?1 AND id = ?2"), params![&organization, &id], read)
}

/// Adds findings.
pub fn add_findings(tx: &mut Tx<'_>, organization: OrganizationId, all: &[Finding]) -> Result<(), StoreError> {
    for own in all {
        tx.execute(
            "INSERT INTO technical_findings (organization, id, road, format, target, content, state, disposition, verdict, first_scan,
                                             last_scan, criterion, task, version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                &organization,
                &own.id,
                &own.road,
                own.format.word(),
                &text(&own.target),
                &text(&own.content),
                own.state.word(),
                own.disposition.map(Disposition::word),
                own.verdict.map(Verdict::word),
                &own.first_scan,
                &own.last_scan,
                own.criterion.as_deref(),
                &own.task,
                own.version
            ],
        )?;
    }
    Ok(())
}

/// Writes a change of the version before it. Returns `false` if somebody else was first.
pub fn put_finding(tx: &mut Tx<'_>, organization: OrganizationId, own: &Finding) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE technical_findings
         SET target = ?3, content = ?4, state = ?5, disposition = ?6, verdict = ?7, last_scan = ?8, criterion = ?9, task = ?10,
             version = ?11
         WHERE organization = ?1 AND id = ?2 AND version + 1 = ?11",
        params![
            &organization,
            &own.id,
            &text(&own.target),
            &text(&own.content),
            own.state.word(),
            own.disposition.map(Disposition::word),
            own.verdict.map(Verdict::word),
            &own.last_scan,
            own.criterion.as_deref(),
            &own.task,
            own.version
        ],
    )?;
    Ok(rows > 0)
}

/// Selects the columns of a [`Decision`], followed by the given SQL.
macro_rules! select_decisions {
    ($rest:literal) => {
        concat!(
            "SELECT d.finding, d.number, d.event, d.disposition, d.text, d.scan, d.person, p.name, d.at
             FROM technical_decisions d JOIN people p ON p.id = d.person ",
            $rest
        )
    };
}

fn read_decision(row: &Row<'_>) -> Result<Decision, StoreError> {
    let disposition: Option<String> = row.get(3)?;
    Ok(Decision {
        finding: row.get(0)?,
        number: row.get(1)?,
        event: word(row.get(2)?, FindingEvent::from_word)?,
        disposition: disposition.map(|text| word(text, Disposition::from_word)).transpose()?,
        text: row.get(4)?,
        scan: row.get(5)?,
        person: row.get(6)?,
        name: row.get(7)?,
        at: row.get(8)?,
    })
}

/// Everything that was decided about the findings of a road, in order for each.
pub fn decisions(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Decision>, StoreError> {
    tx.query(
        select_decisions!("WHERE d.organization = ?1 AND d.road = ?2 ORDER BY d.finding, d.number"),
        params![&organization, &road],
        read_decision,
    )
}

/// What was decided about a finding, in order.
pub fn decisions_of(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    finding: ScanFindingId,
) -> Result<Vec<Decision>, StoreError> {
    tx.query(
        select_decisions!("WHERE d.organization = ?1 AND d.finding = ?2 ORDER BY d.number"),
        params![&organization, &finding],
        read_decision,
    )
}

/// Adds decisions about findings of a road, each as the last one of its finding: its number is not read.
pub fn add_decisions(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    road: RoadId,
    all: &[Decision],
) -> Result<(), StoreError> {
    for own in all {
        tx.execute(
            "INSERT INTO technical_decisions (organization, finding, number, road, event, disposition, text, scan, person, at)
             VALUES (?1, ?2, (SELECT COALESCE(MAX(number), 0) + 1 FROM technical_decisions WHERE organization = ?1 AND finding = ?2),
                     ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                &organization,
                &own.finding,
                &road,
                own.event.word(),
                own.disposition.map(Disposition::word),
                &own.text,
                &own.scan,
                &own.person,
                own.at
            ],
        )?;
    }
    Ok(())
}

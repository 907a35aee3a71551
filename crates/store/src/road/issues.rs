//! Issues: what a reviewer raises about a criterion (質問, 指摘, 助言), and what is said in reply.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_scheme::road::{IssueKind, IssueState, ReplyKind, Severity, StepKind};

use super::word;
use crate::{IssueId, OrganizationId, PersonId, RoadId, Row, SampleId, StoreError, TaskId, Tx, params};

/// An issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Identifier.
    pub id: IssueId,
    /// The road on which it was raised.
    pub road: RoadId,
    /// The criterion.
    pub criterion: String,
    /// What it is.
    pub kind: IssueKind,
    /// How grave it is, if it is a finding.
    pub severity: Option<Severity>,
    /// How far it is.
    pub state: IssueState,
    /// What is asked or was found.
    pub text: String,
    /// By when it is to be answered or corrected.
    pub due: Option<Date>,
    /// The task of whoever answers.
    pub task: Option<TaskId>,
    /// Who raised it.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The number of the submission about which it was raised.
    pub submission: u32,
    /// Goes up with every change.
    pub version: i64,
    /// At which step it was raised.
    pub step: StepKind,
    /// Whether its correction may wait: a gap that is not deferrable is corrected at once.
    pub deferrable: bool,
    /// The item of a sample on which it was found, by its number in the population.
    pub item: Option<(SampleId, u32)>,
}

/// Something that was said in reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// The issue.
    pub issue: IssueId,
    /// Its place among the replies, from 1.
    pub number: u32,
    /// What it does.
    pub kind: ReplyKind,
    /// What is said.
    pub text: String,
    /// Who says it.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// How many submissions there were then.
    pub submission: u32,
}

/// Selects the columns of an [`Issue`], followed by the given SQL.
macro_rules! select_issues {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.road, i.criterion, i.kind, i.severity, i.state, i.text, i.due, i.task, i.person, p.name, i.at,
                    i.submission, i.version, i.step, i.may_wait, i.sample, i.item
             FROM review_issues i JOIN people p ON p.id = i.person ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Issue, StoreError> {
    let severity: Option<String> = row.get(4)?;
    let (sample, item): (Option<SampleId>, Option<u32>) = (row.get(16)?, row.get(17)?);
    Ok(Issue {
        id: row.get(0)?,
        road: row.get(1)?,
        criterion: row.get(2)?,
        kind: word(row.get(3)?, IssueKind::from_word)?,
        severity: severity.map(|text| word(text, Severity::from_word)).transpose()?,
        state: word(row.get(5)?, IssueState::from_word)?,
        text: row.get(6)?,
        due: row.get(7)?,
        task: row.get(8)?,
        person: row.get(9)?,
        name: row.get(10)?,
        at: row.get(11)?,
        submission: row.get(12)?,
        version: row.get(13)?,
        step: word(row.get(14)?, StepKind::from_word)?,
        deferrable: row.get(15)?,
        item: sample.zip(item),
    })
}

/// The issues of a road, the first first.
pub fn of_road(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Issue>, StoreError> {
    tx.query(
        select_issues!("WHERE i.organization = ?1 AND i.road = ?2 ORDER BY i.at, i.id"),
        params![&organization, &road],
        read,
    )
}

/// One issue.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: IssueId) -> Result<Option<Issue>, StoreError> {
    tx.one(select_issues!("WHERE i.organization = ?1 AND i.id = ?2"), params![&organization, &id], read)
}

/// Raises an issue.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, own: &Issue) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO review_issues (organization, id, road, criterion, kind, severity, state, text, due, task, person, at, submission,
                                    version, step, may_wait, sample, item)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            &organization,
            &own.id,
            &own.road,
            &own.criterion,
            own.kind.word(),
            own.severity.map(Severity::word),
            own.state.word(),
            &own.text,
            own.due.map(|day| day.to_string()).as_deref(),
            &own.task,
            &own.person,
            own.at,
            own.submission,
            own.version,
            own.step.word(),
            own.deferrable,
            &own.item.map(|(sample, _)| sample),
            own.item.map(|(_, item)| item)
        ],
    )?;
    Ok(())
}

/// Writes the state of an issue after the version before. Returns `false` if somebody else was first.
pub fn put(tx: &mut Tx<'_>, organization: OrganizationId, own: &Issue) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE review_issues SET state = ?3, version = ?4 WHERE organization = ?1 AND id = ?2 AND version + 1 = ?4",
        params![&organization, &own.id, own.state.word(), own.version],
    )?;
    Ok(rows > 0)
}

/// All replies to the issues of a road, in order.
pub fn replies(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Reply>, StoreError> {
    tx.query(
        "SELECT r.issue, r.number, r.kind, r.text, r.person, p.name, r.at, r.submission
         FROM review_replies r
         JOIN review_issues i ON i.organization = r.organization AND i.id = r.issue
         JOIN people p ON p.id = r.person
         WHERE r.organization = ?1 AND i.road = ?2 ORDER BY r.issue, r.number",
        params![&organization, &road],
        |row| {
            Ok(Reply {
                issue: row.get(0)?,
                number: row.get(1)?,
                kind: word(row.get(2)?, ReplyKind::from_word)?,
                text: row.get(3)?,
                person: row.get(4)?,
                name: row.get(5)?,
                at: row.get(6)?,
                submission: row.get(7)?,
            })
        },
    )
}

/// Adds a reply.
pub fn reply(tx: &mut Tx<'_>, organization: OrganizationId, own: &Reply) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO review_replies (organization, issue, number, kind, text, person, at, submission)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![&organization, &own.issue, own.number, own.kind.word(), &own.text, &own.person, own.at, own.submission],
    )?;
    Ok(())
}

//! Tasks (対応): the work that closes a gap.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{AssessmentId, OrganizationId, PersonId, Row, StoreError, TaskId, Tx, params};

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Identifier.
    pub id: TaskId,
    /// The assessment in which the gap is.
    pub assessment: AssessmentId,
    /// The criterion that is to be met: `4-4-4-2`.
    pub criterion: String,
    /// What is to be done.
    pub title: String,
    /// What done looks like.
    pub done_when: String,
    /// Who does it.
    pub owner: Option<PersonId>,
    /// Until when.
    pub due: Option<Date>,
    /// How far it is.
    pub state: State,
    /// The steps to it.
    pub steps: Vec<Step>,
    /// What the worker says was done.
    pub report: String,
    /// Who said so.
    pub reported_by: Option<PersonId>,
    /// What the reviewer said of it.
    pub review: String,
    /// Who reviewed it.
    pub reviewed_by: Option<PersonId>,
    /// When it was made, in milliseconds since 1970.
    pub created: i64,
    /// Who made it.
    pub created_by: PersonId,
    /// When it last changed.
    pub changed: i64,
    /// When it was done or dropped.
    pub ended: Option<i64>,
    /// Grows with each change, for If-Match.
    pub version: i64,
}

/// One step of a task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What to do.
    pub text: String,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 着手前.
    Open,
    /// 対応中.
    Doing,
    /// 完了報告: the worker says that it is done; somebody else looks.
    Reported,
    /// 完了.
    Done,
    /// 取りやめ.
    Dropped,
}

impl State {
    /// Every state, in the order of the work.
    pub const ALL: [Self; 5] = [Self::Open, Self::Doing, Self::Reported, Self::Done, Self::Dropped];

    /// The word by which it is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Doing => "doing",
            Self::Reported => "reported",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Whether nothing is left to do.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }
}

impl crate::FromCell for State {
    const EXPECTED: &'static str = "the state of a task";
    fn from_cell(cell: crate::Cell<'_>) -> Option<Self> {
        match cell {
            crate::Cell::Text(text) => Self::ALL.into_iter().find(|state| state.word() == text),
            _ => None,
        }
    }
}

fn read(row: &Row<'_>) -> Result<Task, StoreError> {
    let steps: String = row.get(8)?;
    Ok(Task {
        id: row.get(0)?,
        assessment: row.get(1)?,
        criterion: row.get(2)?,
        title: row.get(3)?,
        done_when: row.get(4)?,
        owner: row.get(5)?,
        due: row.get(6)?,
        state: row.get(7)?,
        steps: serde_json::from_str(&steps).map_err(|_| StoreError::Stored { what: "steps", text: steps })?,
        report: row.get(9)?,
        reported_by: row.get(10)?,
        review: row.get(11)?,
        reviewed_by: row.get(12)?,
        created: row.get(13)?,
        created_by: row.get(14)?,
        changed: row.get(15)?,
        ended: row.get(16)?,
        version: row.get(17)?,
    })
}

/// A task of an organization.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: TaskId) -> Result<Option<Task>, StoreError> {
    tx.one(
        "SELECT id, assessment, criterion, title, done_when, owner, due, state, steps, report, reported_by, review, reviewed_by,
                created, created_by, changed, ended, version
         FROM tasks WHERE organization = ?1 AND id = ?2",
        params![&organization, &id],
        read,
    )
}

/// The tasks of an organization, the first due first, then the oldest. Those that ended before `since` are left out.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId, since: i64) -> Result<Vec<Task>, StoreError> {
    tx.query(
        "SELECT id, assessment, criterion, title, done_when, owner, due, state, steps, report, reported_by, review, reviewed_by,
                created, created_by, changed, ended, version
         FROM tasks WHERE organization = ?1 AND (ended IS NULL OR ended >= ?2)
         ORDER BY COALESCE(due, '9999-12-31'), id",
        params![&organization, since],
        read,
    )
}

/// A page of the tasks of an organization by identifier, after one, at most `limit`.
pub fn page(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    after: Option<TaskId>,
    limit: i64,
) -> Result<Vec<Task>, StoreError> {
    tx.query(
        "SELECT id, assessment, criterion, title, done_when, owner, due, state, steps, report, reported_by, review, reviewed_by,
                created, created_by, changed, ended, version
         FROM tasks WHERE organization = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
        params![&organization, after.as_ref().map_or("", |id| id.as_str()), limit],
        read,
    )
}

/// The tasks of one assessment, oldest first.
pub fn of_assessment(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<Task>, StoreError> {
    tx.query(
        "SELECT id, assessment, criterion, title, done_when, owner, due, state, steps, report, reported_by, review, reviewed_by,
                created, created_by, changed, ended, version
         FROM tasks WHERE organization = ?1 AND assessment = ?2 ORDER BY id",
        params![&organization, &assessment],
        read,
    )
}

/// Adds a task.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, task: &Task) -> Result<(), StoreError> {
    let (steps, due) = written(task);
    tx.execute(
        "INSERT INTO tasks (organization, id, assessment, criterion, title, done_when, owner, due, state, steps, created,
                            created_by, changed, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            &organization,
            &task.id,
            &task.assessment,
            &task.criterion,
            &task.title,
            &task.done_when,
            &task.owner,
            due.as_deref(),
            task.state.word(),
            &steps,
            task.created,
            &task.created_by,
            task.changed,
            task.version
        ],
    )?;
    Ok(())
}

/// Writes a task over the version before it. `false`: somebody else was first, and nothing was written.
pub fn put(tx: &mut Tx<'_>, organization: OrganizationId, task: &Task) -> Result<bool, StoreError> {
    let (steps, due) = written(task);
    let rows = tx.execute(
        "UPDATE tasks SET title = ?3, done_when = ?4, owner = ?5, due = ?6, state = ?7, steps = ?8, report = ?9,
                reported_by = ?10, review = ?11, reviewed_by = ?12, changed = ?13, ended = ?14, version = ?15
         WHERE organization = ?1 AND id = ?2 AND version + 1 = ?15",
        params![
            &organization,
            &task.id,
            &task.title,
            &task.done_when,
            &task.owner,
            due.as_deref(),
            task.state.word(),
            &steps,
            &task.report,
            &task.reported_by,
            &task.review,
            &task.reviewed_by,
            task.changed,
            task.ended,
            task.version
        ],
    )?;
    Ok(rows > 0)
}

fn written(task: &Task) -> (String, Option<String>) {
    let steps = serde_json::to_string(&task.steps).unwrap_or_else(|_| "[]".to_owned());
    (steps, task.due.map(|day| day.to_string()))
}

/// How many tasks and answers of a person are due until a day, in assessments that are in use. Both are looked up in an index: every
/// page asks.
pub fn due_count(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    owner: PersonId,
    until: Date,
) -> Result<u64, StoreError> {
    let until = until.to_string();
    let count = tx.one(
        "SELECT (SELECT COUNT(*) FROM tasks t JOIN assessments a ON a.organization = t.organization AND a.id = t.assessment
                 WHERE t.organization = ?1 AND t.owner = ?2 AND t.due <= ?3 AND t.ended IS NULL AND t.state <> 'reported'
                   AND a.archived IS NULL)
              + (SELECT COUNT(*) FROM answers n JOIN assessments a ON a.organization = n.organization AND a.id = n.assessment
                 WHERE n.organization = ?1 AND n.owner = ?2 AND n.due <= ?3 AND n.status NOT IN ('met', 'not_applicable')
                   AND a.archived IS NULL)",
        params![&organization, &owner, &until],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or(0))
}

/// An answer that somebody is to give or to better until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAnswer {
    /// The assessment.
    pub assessment: AssessmentId,
    /// The criterion.
    pub criterion: String,
    /// Its state.
    pub status: tasuki_assess::Status,
    /// Who takes care of it.
    pub owner: Option<PersonId>,
    /// Until when.
    pub due: Date,
}

/// The answers that have a due date, in assessments that are in use, the first due first. Which of them are open is worked out from
/// their assessments.
pub fn due_answers(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<DueAnswer>, StoreError> {
    tx.query(
        "SELECT n.assessment, n.criterion, n.status, n.owner, n.due
         FROM answers n JOIN assessments a ON a.organization = n.organization AND a.id = n.assessment
         WHERE n.organization = ?1 AND n.due IS NOT NULL AND a.archived IS NULL
         ORDER BY n.due, n.assessment, n.criterion",
        params![&organization],
        |row| {
            Ok(DueAnswer {
                assessment: row.get(0)?,
                criterion: row.get(1)?,
                status: row.get(2)?,
                owner: row.get(3)?,
                due: row.get(4)?,
            })
        },
    )
}

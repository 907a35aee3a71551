//! Tasks (対応): the work that closes a gap.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use tasuki_catalog::Lang;

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
    /// When the task counts as done.
    pub done_when: String,
    /// Who does it.
    pub owner: Option<PersonId>,
    /// The target date.
    pub due: Option<Date>,
    /// Its state.
    pub state: State,
    /// The steps to it.
    pub steps: Vec<Step>,
    /// The worker's report.
    pub report: String,
    /// Who reported it.
    pub reported_by: Option<PersonId>,
    /// The reviewer's remark.
    pub review: String,
    /// Who reviewed it.
    pub reviewed_by: Option<PersonId>,
    /// When it was created, in milliseconds since 1970.
    pub created: i64,
    /// Who created it.
    pub created_by: PersonId,
    /// When it last changed.
    pub changed: i64,
    /// When it was done or dropped.
    pub ended: Option<i64>,
    /// Grows with each change, for `If-Match`.
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

/// The state of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 着手前.
    Open,
    /// 対応中.
    Doing,
    /// 完了報告: reported as done; somebody else reviews it.
    Reported,
    /// 完了.
    Done,
    /// 取りやめ.
    Dropped,
}

impl State {
    /// Every state, in the order of the workflow.
    pub const ALL: [Self; 5] = [Self::Open, Self::Doing, Self::Reported, Self::Done, Self::Dropped];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Doing => "doing",
            Self::Reported => "reported",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// The state with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Open) => "着手前",
            (Lang::Ja, Self::Doing) => "対応中",
            (Lang::Ja, Self::Reported) => "完了報告",
            (Lang::Ja, Self::Done) => "完了",
            (Lang::Ja, Self::Dropped) => "取りやめ",
            (Lang::En, Self::Open) => "To do",
            (Lang::En, Self::Doing) => "In progress",
            (Lang::En, Self::Reported) => "Reported",
            (Lang::En, Self::Done) => "Done",
            (Lang::En, Self::Dropped) => "Dropped",
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
            crate::Cell::Text(text) => Self::from_word(text),
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

/// The tasks of an organization, the earliest due date first, then the oldest. Tasks that ended before `since` are
/// omitted.
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

/// A page of the tasks of an organization by identifier, after a given one, at most `limit`; with `within`, only those of these assessments.
pub fn page(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    after: Option<TaskId>,
    limit: i64,
    within: Option<&[AssessmentId]>,
) -> Result<Vec<Task>, StoreError> {
    let within =
        within.map_or_else(String::new, |all| all.iter().fold(String::from("in"), |text, id| text + " " + id.as_str()));
    tx.query(
        "SELECT id, assessment, criterion, title, done_when, owner, due, state, steps, report, reported_by, review, reviewed_by,
                created, created_by, changed, ended, version
         FROM tasks
         WHERE organization = ?1 AND id > ?2 AND (?4 = '' OR REPLACE(?4, assessment, '') <> ?4) ORDER BY id LIMIT ?3",
        params![&organization, after.as_ref().map_or("", |id| id.as_str()), limit, &within],
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

/// Updates a task to its next version. Returns `false` if another change came first; then nothing was written.
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

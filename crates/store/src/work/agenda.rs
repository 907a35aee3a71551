//! The rows from which the agenda of an organization is made: everything with a day that may be open.
//!
//! Nothing that is archived is read. Which of the answers are open must be computed from the catalogue; days of
//! evidence are in [`crate::evidence::endings`].

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use tasuki_assess::{Answer, Status};

use crate::tasks::State;
use crate::{AssessmentId, OrganizationId, PersonId, Row, StoreError, TaskId, Tx, Value, params};

/// Of which part of an organization the rows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Only what may concern one person: cheap enough for every page. Of the answers these are the person's own that
    /// were confirmed on a day, or are due by the day that is asked for; of the tasks, the person's own and all that
    /// wait for a review.
    Person(PersonId),
    /// Only one assessment.
    Assessment(AssessmentId),
}

/// An assessment in use with its answers as far as they matter for their days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its identifier.
    pub id: AssessmentId,
    /// Its title.
    pub title: String,
    /// The edition.
    pub edition: String,
    /// The target level.
    pub level: Option<u8>,
    /// The target date.
    pub due: Option<Date>,
    /// The answers, in no particular order.
    pub answers: Vec<Given>,
}

/// An answer as far as it matters for its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The criterion.
    pub criterion: String,
    /// Its state. Of the texts there is only the reason for 対象外.
    pub state: Answer,
    /// The responsible person.
    pub owner: Option<PersonId>,
    /// The day by which it is to be met.
    pub due: Option<Date>,
}

// Where a query reads a part only, `CROSS JOIN` keeps SQLite from beginning with every assessment of the organization,
// of which there may be thousands; PostgreSQL takes it as a join like any other.

macro_rules! select_sheets {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.title, s.edition, s.level, s.due, n.criterion, n.status, n.confirmed, n.accepted, n.owner,
                    n.due, CASE WHEN n.status = 'not_applicable' THEN n.reason ELSE '' END ",
            $rest
        )
    };
}

/// Of an assessment that is due itself all answers are read, as they decide whether it is complete; of others those
/// that may be due.
const SHEETS: &str = select_sheets!(
    "FROM assessments s LEFT JOIN answers n ON n.organization = s.organization AND n.assessment = s.id
       AND (s.due <= ?4 OR n.due <= ?4 OR n.confirmed IS NOT NULL OR CAST(?5 AS BIGINT) = 1)
     WHERE s.organization = ?1 AND s.archived IS NULL AND s.id >= ?2 AND s.id <= ?3
       AND (s.due <= ?4 OR n.criterion IS NOT NULL)"
);

/// The shortest month. What is met and was confirmed on no day counts as shown today, and comes round again in a month
/// at the earliest.
const SHORTEST_MONTH: i64 = 28;

/// How many assessments of a whole organization are in memory at a time: a megabyte or two.
const AT_A_TIME: usize = 64;

const SHEETS_OF_PERSON: &str = select_sheets!(
    "FROM answers n CROSS JOIN assessments s
     WHERE s.organization = n.organization AND s.id = n.assessment AND s.archived IS NULL
       AND n.organization = ?1 AND n.owner = ?2 AND COALESCE(n.confirmed, n.due) <= ?3"
);

const SHEET: &str = select_sheets!(
    "FROM assessments s LEFT JOIN answers n ON n.organization = s.organization AND n.assessment = s.id
     WHERE s.organization = ?1 AND s.id = ?2 AND s.archived IS NULL"
);

/// Reads the assessments that are not archived with the answers that may be due from today until a day, in no particular
/// order; of the whole organization only those that may have any.
/// They are handed over a few at a time: an organization may have many thousand, with all their answers.
pub fn sheets(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    part: Part,
    (today, until): (Date, Date),
    mut each: impl FnMut(Vec<Sheet>),
) -> Result<(), StoreError> {
    let comes_round = i64::from(until >= today.saturating_add(SHORTEST_MONTH.days()));
    let until = until.to_string();
    match part {
        Part::Whole => {
            for few in in_use(tx, organization)?.chunks(AT_A_TIME) {
                if let (Some(first), Some(last)) = (few.first(), few.last()) {
                    each(gathered(tx, SHEETS, params![&organization, first, last, &until, comes_round])?);
                }
            }
        }
        Part::Person(person) => each(gathered(tx, SHEETS_OF_PERSON, params![&organization, &person, &until])?),
        Part::Assessment(id) => each(gathered(tx, SHEET, params![&organization, &id])?),
    }
    Ok(())
}

/// The assessments that are not archived, in the order of their identifiers.
fn in_use(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<AssessmentId>, StoreError> {
    tx.query(
        "SELECT id FROM assessments WHERE organization = ?1 AND archived IS NULL ORDER BY id",
        params![&organization],
        |row| row.get(0),
    )
}

fn gathered(tx: &mut Tx<'_>, query: &'static str, values: &[Value<'_>]) -> Result<Vec<Sheet>, StoreError> {
    let (mut sheets, mut places) = (Vec::new(), HashMap::new());
    tx.query(query, values, |row| add(&mut sheets, &mut places, row))?;
    Ok(sheets)
}

/// Adds a row to its assessment.
fn add(sheets: &mut Vec<Sheet>, places: &mut HashMap<AssessmentId, usize>, row: &Row<'_>) -> Result<(), StoreError> {
    let id = row.get(0)?;
    let place = *places.entry(id).or_insert(sheets.len());
    if place == sheets.len() {
        sheets.push(Sheet {
            id,
            title: row.get(1)?,
            edition: row.get(2)?,
            level: row.get(3)?,
            due: row.get(4)?,
            answers: Vec::new(),
        });
    }
    if let Some(criterion) = row.get::<Option<String>>(5)? {
        sheets[place].answers.push(given(criterion, row)?);
    }
    Ok(())
}

fn given(criterion: String, row: &Row<'_>) -> Result<Given, StoreError> {
    let status: Status = row.get(6)?;
    let state = Answer { status, note: row.get(11)?, confirmed: row.get(7)?, accepted: row.get(8)?, maturity: None };
    Ok(Given { criterion, state, owner: row.get(9)?, due: row.get(10)? })
}

/// A task that has not ended and has a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTask {
    /// Its identifier.
    pub id: TaskId,
    /// The assessment in which the gap is.
    pub assessment: AssessmentId,
    /// The criterion that is to be met.
    pub criterion: String,
    /// Its title.
    pub title: String,
    /// The day.
    pub due: Date,
    /// Its state.
    pub state: State,
    /// Who does it, and who reported it as done.
    pub workers: [Option<PersonId>; 2],
}

macro_rules! select_tasks {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.assessment, t.criterion, t.title, t.due, t.state, t.owner, t.reported_by
             FROM tasks t CROSS JOIN assessments s
             WHERE s.organization = t.organization AND s.id = t.assessment AND s.archived IS NULL
               AND t.organization = ?1 AND t.ended IS NULL AND t.due <= ?2 ",
            $rest
        )
    };
}

const TASKS: &str = select_tasks!("");

const TASKS_OF_PERSON: &str = concat!(
    select_tasks!("AND t.owner = ?3 AND t.state <> 'reported'"),
    " UNION ALL ",
    select_tasks!("AND t.state = 'reported'")
);

const TASKS_OF_ASSESSMENT: &str = select_tasks!("AND t.assessment = ?3");

/// The tasks of assessments in use that have not ended and are due by a day, in no particular order.
pub fn tasks(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    part: Part,
    until: Date,
) -> Result<Vec<DueTask>, StoreError> {
    let until = until.to_string();
    match part {
        Part::Whole => tx.query(TASKS, params![&organization, &until], read_task),
        Part::Person(person) => tx.query(TASKS_OF_PERSON, params![&organization, &until, &person], read_task),
        Part::Assessment(id) => tx.query(TASKS_OF_ASSESSMENT, params![&organization, &until, &id], read_task),
    }
}

fn read_task(row: &Row<'_>) -> Result<DueTask, StoreError> {
    Ok(DueTask {
        id: row.get(0)?,
        assessment: row.get(1)?,
        criterion: row.get(2)?,
        title: row.get(3)?,
        due: row.get(4)?,
        state: row.get(5)?,
        workers: [row.get(6)?, row.get(7)?],
    })
}

/// Who worked on each task that waits for a review in an assessment in use, whether it has a due date or not: its
/// owner, and who reported it as done.
pub fn reported(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<[Option<PersonId>; 2]>, StoreError> {
    tx.query(
        "SELECT t.owner, t.reported_by FROM tasks t CROSS JOIN assessments s
         WHERE s.organization = t.organization AND s.id = t.assessment AND s.archived IS NULL
           AND t.organization = ?1 AND t.state = 'reported'",
        params![&organization],
        |row| Ok([row.get(0)?, row.get(1)?]),
    )
}

//! Answers (回答) to the criteria of an assessment.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_assess::Status;

use crate::assessments::{self, Assessment};
use crate::{AssessmentId, Cell, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// An answer as stored. A criterion that was never answered has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The criterion: `4-4-4-2`.
    pub criterion: String,
    /// Grows with each change, from 1; 0 means never answered.
    pub version: i64,
    /// The state.
    pub status: Status,
    /// 現状: what is done today.
    pub note: String,
    /// 代替策: what is done instead.
    pub substitute: String,
    /// Why it does not apply.
    pub reason: String,
    /// The responsible person.
    pub owner: Option<PersonId>,
    /// The day by which it is to be met.
    pub due: Option<Date>,
    /// When compliance was last shown.
    pub confirmed: Option<Date>,
    /// Whether a reviewer accepted 対象外.
    pub accepted: bool,
    /// Maturity 1–5, if the edition asks for it.
    pub maturity: Option<u8>,
    /// The suggestion that was accepted for it: its path, as JSON.
    pub source: Option<String>,
    /// When it last changed, in milliseconds since 1970.
    pub changed: i64,
    /// Who changed it last.
    pub changed_by: Option<PersonId>,
}

impl Answer {
    /// The answer to a criterion that was never answered.
    pub fn blank(criterion: &str) -> Self {
        Self {
            criterion: criterion.to_owned(),
            version: 0,
            status: Status::Unanswered,
            note: String::new(),
            substitute: String::new(),
            reason: String::new(),
            owner: None,
            due: None,
            confirmed: None,
            accepted: false,
            maturity: None,
            source: None,
            changed: 0,
            changed_by: None,
        }
    }
}

impl Answer {
    /// The state that is evaluated. For 対象外 the reason counts; the other texts are not evaluated.
    pub fn state(&self) -> tasuki_assess::Answer {
        tasuki_assess::Answer {
            status: self.status,
            note: self.reason.clone(),
            confirmed: self.confirmed,
            accepted: self.accepted,
            maturity: None,
        }
    }

    /// The answer with what documents and files show of it besides its [`Answer::state`]: the maturity and the note. For 対象外 the note
    /// is the reason.
    pub fn in_full(&self) -> tasuki_assess::Answer {
        let note = if self.status == Status::NotApplicable { &self.reason } else { &self.note };
        tasuki_assess::Answer { note: note.clone(), maturity: self.maturity, ..self.state() }
    }
}

impl crate::FromCell for Status {
    const EXPECTED: &'static str = "a status";
    fn from_cell(cell: crate::Cell<'_>) -> Option<Self> {
        match cell {
            crate::Cell::Text(text) => Self::from_word(text),
            _ => None,
        }
    }
}

impl From<Status> for crate::Value<'_> {
    fn from(status: Status) -> Self {
        Self::Text(status.word())
    }
}

fn read(row: &Row<'_>) -> Result<Answer, StoreError> {
    Ok(Answer {
        criterion: row.get(0)?,
        version: row.get(1)?,
        status: row.get(2)?,
        note: row.get(3)?,
        substitute: row.get(4)?,
        reason: row.get(5)?,
        owner: row.get(6)?,
        due: row.get(7)?,
        confirmed: row.get(8)?,
        accepted: row.get(9)?,
        maturity: row.get(10)?,
        source: row.get(11)?,
        changed: row.get(12)?,
        changed_by: row.get(13)?,
    })
}

/// The answer to one criterion.
pub fn find(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
) -> Result<Option<Answer>, StoreError> {
    tx.one(
        "SELECT criterion, version, status, note, substitute, reason, owner, due, confirmed, accepted, maturity, source,
                changed, changed_by
         FROM answers WHERE organization = ?1 AND assessment = ?2 AND criterion = ?3",
        params![&organization, &assessment, criterion],
        read,
    )
}

const WITH_ASSESSMENT: &str = "SELECT n.criterion, n.version, n.status, n.note, n.substitute, n.reason, n.owner, n.due,
            n.confirmed, n.accepted, n.maturity, n.source, n.changed, n.changed_by,
            a.organization, a.id, a.title, a.edition, a.level, a.scope, a.origin, a.due, a.created, a.created_by, a.changed,
            a.archived, a.version
     FROM assessments a
     LEFT JOIN answers n ON n.organization = a.organization AND n.assessment = a.id AND n.criterion = ?3
     WHERE a.organization = ?1 AND a.id = ?2";

/// Announces that [`with_assessment`] will be called before anything is changed.
pub fn expect_with_assessment(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
) -> Result<(), StoreError> {
    tx.expect(WITH_ASSESSMENT, params![&organization, &assessment, criterion])
}

/// An assessment with the answer to one of its criteria, in one query.
pub fn with_assessment(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    criterion: &str,
) -> Result<Option<(Assessment, Option<Answer>)>, StoreError> {
    tx.one(WITH_ASSESSMENT, params![&organization, &assessment, criterion], |row| {
        let answer = if row.cell(0)? == Cell::Null { None } else { Some(read(row)?) };
        Ok((assessments::read(row, 14)?, answer))
    })
}

/// The version of every answer of an assessment, by criterion.
pub fn versions(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<(String, i64)>, StoreError> {
    tx.query(
        "SELECT criterion, version FROM answers WHERE organization = ?1 AND assessment = ?2",
        params![&organization, &assessment],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// All answers of an assessment, in no particular order.
pub fn list(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<Answer>, StoreError> {
    tx.query(
        "SELECT criterion, version, status, note, substitute, reason, owner, due, confirmed, accepted, maturity, source,
                changed, changed_by
         FROM answers WHERE organization = ?1 AND assessment = ?2",
        params![&organization, &assessment],
        read,
    )
}

/// The states of all answers of an assessment ([`Answer::state`]); cheaper than [`list`] when only figures are
/// needed.
pub fn states(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<(String, tasuki_assess::Answer)>, StoreError> {
    tx.query(
        "SELECT criterion, status, reason, confirmed, accepted FROM answers WHERE organization = ?1 AND assessment = ?2",
        params![&organization, &assessment],
        |row| {
            let answer = tasuki_assess::Answer {
                status: row.get(1)?,
                note: row.get(2)?,
                confirmed: row.get(3)?,
                accepted: row.get(4)?,
                maturity: None,
            };
            Ok((row.get(0)?, answer))
        },
    )
}

/// Who had a hand in the answers of an assessment: whoever changed one, or attached evidence to it or took it off, as the log names them
/// (`{person}` or `{person}/{token}`), each once for each criterion. One query, however many answers there are.
pub fn hands(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
) -> Result<Vec<(String, String)>, StoreError> {
    // The subjects are made from the answers, and not searched by their beginning: which texts begin with another depends on how PostgreSQL
    // sorts. Each is found in the index of subjects; those of bulk entries are in an index of their own.
    tx.query(
        "SELECT n.criterion, l.actor FROM answers n
         CROSS JOIN audit l
         WHERE n.organization = ?1 AND n.assessment = ?2
           AND l.organization = ?1 AND l.subject = 'answer/' || n.assessment || '/' || n.criterion
         UNION
         SELECT n.criterion, l.actor FROM answers n
         CROSS JOIN audit_items i
         CROSS JOIN audit l
         WHERE n.organization = ?1 AND n.assessment = ?2
           AND i.organization = ?1 AND i.subject = 'answer/' || n.assessment || '/' || n.criterion
           AND l.organization = ?1 AND l.seq = i.seq
         UNION
         SELECT criterion, added_by FROM evidence_uses WHERE organization = ?1 AND assessment = ?2",
        params![&organization, &assessment],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Writes the next version of an answer. If another change came first, the transaction fails with an error for
/// which [`StoreError::is_overtaken`] is true, immediately or at its end, and nothing is written.
pub fn put(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    answer: &Answer,
) -> Result<(), StoreError> {
    let (due, confirmed) = (answer.due.map(|day| day.to_string()), answer.confirmed.map(|day| day.to_string()));
    // A version that does not follow the stored one becomes NULL, which violates the column's constraint: so the
    // database itself refuses the change, even if the statement is sent together with the commit.
    tx.send(
        "INSERT INTO answers (organization, assessment, criterion, version, status, note, substitute, reason, owner, due,
                              confirmed, accepted, maturity, source, changed, changed_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
         ON CONFLICT (organization, assessment, criterion) DO UPDATE SET
            version = CASE WHEN answers.version = excluded.version - 1 THEN excluded.version END,
            status = excluded.status, note = excluded.note,
            substitute = excluded.substitute, reason = excluded.reason, owner = excluded.owner, due = excluded.due,
            confirmed = excluded.confirmed, accepted = excluded.accepted, maturity = excluded.maturity,
            source = excluded.source, changed = excluded.changed, changed_by = excluded.changed_by",
        params![
            &organization,
            &assessment,
            &answer.criterion,
            answer.version,
            answer.status,
            &answer.note,
            &answer.substitute,
            &answer.reason,
            &answer.owner,
            due.as_deref(),
            confirmed.as_deref(),
            answer.accepted,
            answer.maturity,
            answer.source.as_deref(),
            answer.changed,
            &answer.changed_by
        ],
    )
}

//! Assessments (評価): one organization × one edition × one level × one scope.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{AssessmentId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// An assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The organization.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: AssessmentId,
    /// What people call it.
    pub title: String,
    /// The edition that is answered: `scs-2026-03`.
    pub edition: String,
    /// The level that is aimed at; none is everything.
    pub level: Option<u8>,
    /// What is in and what is out.
    pub scope: Vec<ScopeItem>,
    /// Where its first answers come from.
    pub origin: Origin,
    /// When it is to be done.
    pub due: Option<Date>,
    /// When it was made, in milliseconds since 1970.
    pub created: i64,
    /// Who made it.
    pub created_by: PersonId,
    /// When it or one of its answers last changed; exact to a minute.
    pub changed: i64,
    /// Since when it is out of use.
    pub archived: Option<i64>,
    /// Grows with each change of the assessment itself, for If-Match. Answers have their own.
    pub version: i64,
}

/// One thing that is assessed or is not (適用範囲).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeItem {
    /// What it is.
    pub kind: ScopeKind,
    /// Its name.
    pub name: String,
    /// Whether it is assessed.
    pub included: bool,
    /// Why it is not, or a remark.
    #[serde(default)]
    pub reason: String,
}

/// What can be in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeKind {
    /// 法人.
    Entity,
    /// 拠点.
    Site,
    /// 部署.
    Department,
    /// システム.
    System,
    /// ネットワーク.
    Network,
    /// クラウド.
    Cloud,
}

/// Where the first answers of an assessment come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Origin {
    /// It began empty.
    #[default]
    New,
    /// From a workbook.
    Workbook {
        /// The file's name.
        name: String,
    },
    /// From an earlier assessment.
    Carried {
        /// That assessment.
        from: AssessmentId,
        /// Its edition.
        edition: String,
    },
}

/// An assessment whose columns begin at one of a row.
pub(crate) fn read(row: &Row<'_>, first: usize) -> Result<Assessment, StoreError> {
    let (scope, origin): (String, String) = (row.get(first + 5)?, row.get(first + 6)?);
    Ok(Assessment {
        organization: row.get(first)?,
        id: row.get(first + 1)?,
        title: row.get(first + 2)?,
        edition: row.get(first + 3)?,
        level: row.get(first + 4)?,
        scope: serde_json::from_str(&scope).map_err(|_| StoreError::Stored { what: "scope", text: scope })?,
        origin: serde_json::from_str(&origin).map_err(|_| StoreError::Stored { what: "origin", text: origin })?,
        due: row.get(first + 7)?,
        created: row.get(first + 8)?,
        created_by: row.get(first + 9)?,
        changed: row.get(first + 10)?,
        archived: row.get(first + 11)?,
        version: row.get(first + 12)?,
    })
}

/// An assessment of an organization.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: AssessmentId) -> Result<Option<Assessment>, StoreError> {
    tx.one(
        "SELECT organization, id, title, edition, level, scope, origin, due, created, created_by, changed, archived, version
         FROM assessments WHERE organization = ?1 AND id = ?2",
        params![&organization, &id],
        |row| read(row, 0),
    )
}

/// The assessments of an organization, the last changed first.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Assessment>, StoreError> {
    tx.query(
        "SELECT organization, id, title, edition, level, scope, origin, due, created, created_by, changed, archived, version
         FROM assessments WHERE organization = ?1 ORDER BY changed DESC, id DESC",
        params![&organization],
        |row| read(row, 0),
    )
}

/// The newest assessments in use, at most `limit`. Identifiers grow with time, so that it takes as long among ten thousand as among ten.
pub fn newest(tx: &mut Tx<'_>, organization: OrganizationId, limit: i64) -> Result<Vec<Assessment>, StoreError> {
    tx.query(
        "SELECT organization, id, title, edition, level, scope, origin, due, created, created_by, changed, archived, version
         FROM assessments WHERE organization = ?1 AND archived IS NULL ORDER BY id DESC LIMIT ?2",
        params![&organization, limit],
        |row| read(row, 0),
    )
}

/// Adds an assessment.
pub fn add(tx: &mut Tx<'_>, assessment: &Assessment) -> Result<(), StoreError> {
    let scope = serde_json::to_string(&assessment.scope).unwrap_or_default();
    let origin = serde_json::to_string(&assessment.origin).unwrap_or_default();
    let due = assessment.due.map(|day| day.to_string());
    tx.execute(
        "INSERT INTO assessments (organization, id, title, edition, level, scope, origin, due, created, created_by, changed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9)",
        params![
            &assessment.organization,
            &assessment.id,
            &assessment.title,
            &assessment.edition,
            assessment.level,
            &scope,
            &origin,
            due.as_deref(),
            assessment.created,
            &assessment.created_by
        ],
    )?;
    Ok(())
}

/// How exactly it is known when an answer of an assessment last changed: to a minute, so that not every save of an answer changes a second row.
const EXACT_TO: i64 = 60_000;

/// Whether two instants are on the same day in Japan.
pub fn is_same_day(one: i64, other: i64) -> bool {
    const DAY: i64 = 24 * 60 * EXACT_TO;
    let day = |at: i64| (at + 9 * 60 * EXACT_TO).div_euclid(DAY);
    day(one) == day(other)
}

/// Notes that an answer of an assessment changed. The first of a day is noted exactly, and so is what follows a clock that was ahead.
pub fn touch(tx: &mut Tx<'_>, assessment: &Assessment, now: i64) -> Result<(), StoreError> {
    if (now - assessment.changed).abs() < EXACT_TO && is_same_day(now, assessment.changed) {
        return Ok(());
    }
    tx.send(
        "UPDATE assessments SET changed = ?3 WHERE organization = ?1 AND id = ?2",
        params![&assessment.organization, &assessment.id, now],
    )
}

/// Writes title, level, scope and due date over the given version. `false`: somebody else was first, and nothing was written.
pub fn update(tx: &mut Tx<'_>, assessment: &Assessment, version: i64) -> Result<bool, StoreError> {
    let scope = serde_json::to_string(&assessment.scope).unwrap_or_default();
    let due = assessment.due.map(|day| day.to_string());
    let rows = tx.execute(
        "UPDATE assessments SET title = ?4, level = ?5, scope = ?6, due = ?7, changed = ?8, version = ?9
         WHERE organization = ?1 AND id = ?2 AND version = ?3",
        params![
            &assessment.organization,
            &assessment.id,
            version,
            &assessment.title,
            assessment.level,
            &scope,
            due.as_deref(),
            assessment.changed,
            assessment.version
        ],
    )?;
    Ok(rows > 0)
}

/// Takes an assessment out of use, or into use again.
pub fn set_archived(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: AssessmentId,
    archived: Option<i64>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE assessments SET archived = ?3, version = version + 1 WHERE organization = ?1 AND id = ?2",
        params![&organization, &id, archived],
    )?;
    Ok(())
}

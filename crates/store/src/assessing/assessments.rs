//! Assessments (評価): one organization × one edition × one level × one scope.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use tasuki_catalog::Lang;

use crate::{AssessmentId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// An assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The organization.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: AssessmentId,
    /// Its name.
    pub title: String,
    /// The edition that is answered: `scs-2026-03`.
    pub edition: String,
    /// The target level; `None` means everything.
    pub level: Option<u8>,
    /// The scope: what is included and what is excluded.
    pub scope: Vec<ScopeItem>,
    /// Where its first answers come from.
    pub origin: Origin,
    /// The target date.
    pub due: Option<Date>,
    /// When it was created, in milliseconds since 1970.
    pub created: i64,
    /// Who created it.
    pub created_by: PersonId,
    /// When it or one of its answers last changed, accurate to a minute.
    pub changed: i64,
    /// When it was archived.
    pub archived: Option<i64>,
    /// Grows with each change of the assessment itself, for `If-Match`. Answers have their own version.
    pub version: i64,
}

/// Something that is included in or excluded from the scope (適用範囲).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeItem {
    /// What it is.
    pub kind: ScopeKind,
    /// Its name.
    pub name: String,
    /// Whether it is assessed.
    pub included: bool,
    /// The reason for excluding it, or a remark.
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

impl ScopeKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Entity, Self::Site, Self::Department, Self::System, Self::Network, Self::Cloud];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Site => "site",
            Self::Department => "department",
            Self::System => "system",
            Self::Network => "network",
            Self::Cloud => "cloud",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Entity) => "法人",
            (Lang::Ja, Self::Site) => "拠点",
            (Lang::Ja, Self::Department) => "部署",
            (Lang::Ja, Self::System) => "システム",
            (Lang::Ja, Self::Network) => "ネットワーク",
            (Lang::Ja, Self::Cloud) => "クラウド",
            (Lang::En, Self::Entity) => "Entity",
            (Lang::En, Self::Site) => "Site",
            (Lang::En, Self::Department) => "Department",
            (Lang::En, Self::System) => "System",
            (Lang::En, Self::Network) => "Network",
            (Lang::En, Self::Cloud) => "Cloud",
        }
    }
}

/// Where the first answers of an assessment come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Origin {
    /// It started empty.
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

/// Reads an assessment from the columns that begin at `first`.
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

/// The assessments of an organization, the most recently changed first.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Assessment>, StoreError> {
    tx.query(
        "SELECT organization, id, title, edition, level, scope, origin, due, created, created_by, changed, archived, version
         FROM assessments WHERE organization = ?1 ORDER BY changed DESC, id DESC",
        params![&organization],
        |row| read(row, 0),
    )
}

/// The newest assessments that are not archived, at most `limit`. Identifiers sort by time, so this takes as long
/// among ten thousand as among ten.
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

/// How accurately the last change of an answer is recorded: to a minute, so that not every save of an answer
/// changes a second row.
const EXACT_TO: i64 = 60_000;

/// Whether two instants are on the same day in Japan.
pub fn is_same_day(one: i64, other: i64) -> bool {
    const DAY: i64 = 24 * 60 * EXACT_TO;
    let day = |at: i64| (at + 9 * 60 * EXACT_TO).div_euclid(DAY);
    day(one) == day(other)
}

/// Records that an answer of an assessment changed. The first change of a day is recorded exactly, and so is the
/// next change after a wrong clock.
pub fn touch(tx: &mut Tx<'_>, assessment: &Assessment, now: i64) -> Result<(), StoreError> {
    if (now - assessment.changed).abs() < EXACT_TO && is_same_day(now, assessment.changed) {
        return Ok(());
    }
    tx.send(
        "UPDATE assessments SET changed = ?3 WHERE organization = ?1 AND id = ?2",
        params![&assessment.organization, &assessment.id, now],
    )
}

/// Updates title, level, scope and due date of the given version. Returns `false` if another change came first;
/// then nothing was written.
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

/// Archives an assessment, or restores it.
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

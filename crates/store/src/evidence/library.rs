//! The library of evidence: filtered, sorted and paged.

use jiff::civil::Date;

use super::sight::seen;
use super::{Classification, Kind, Piece, Sight, read_piece, select_pieces};
use crate::{EvidenceId, OrganizationId, PersonId, StoreError, Tx, params};

/// A filter for pieces of evidence. Fields that are not set do not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// A text contained in the name, the file's name, the address or the note.
    pub text: String,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Who may see it.
    pub classification: Option<Classification>,
    /// The responsible person.
    pub owner: Option<PersonId>,
    /// Only pieces whose last day is this day or later.
    pub ends_from: Option<Date>,
    /// Only pieces whose last day is this day or earlier.
    pub ends_to: Option<Date>,
    /// Only pieces that no criterion uses.
    pub unused: bool,
    /// Archived pieces instead of those in use.
    pub archived: bool,
}

/// The sort order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The most recently added first.
    #[default]
    Newest,
    /// By name.
    Name,
    /// The first to end first; pieces without an end last.
    Ends,
    /// The most used first.
    Uses,
}

impl Order {
    fn word(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Name => "name",
            Self::Ends => "ends",
            Self::Uses => "uses",
        }
    }
}

/// The number of pieces in use that end soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ending {
    /// Those that have ended.
    pub ended: u32,
    /// Those that end within 30 days.
    pub within_30: u32,
    /// Within 60.
    pub within_60: u32,
    /// Within 90.
    pub within_90: u32,
}

/// The condition of a [`Filter`]: parameters 2 to 9, as [`values`] gives them.
macro_rules! filtered {
    () => {
        "WHERE e.organization = ?1
           AND (?2 = '' OR LOWER(e.name) LIKE ?2 ESCAPE '\\' OR LOWER(v.file_name) LIKE ?2 ESCAPE '\\'
                OR LOWER(v.body) LIKE ?2 ESCAPE '\\')
           AND (?3 = '' OR e.kind = ?3) AND (?4 = '' OR e.classification = ?4) AND (?5 = '' OR e.owner = ?5)
           AND (?6 = '' OR e.ends >= ?6) AND (?7 = '' OR e.ends <= ?7)
           AND (CAST(?8 AS BIGINT) = 0 OR NOT EXISTS
                (SELECT 1 FROM evidence_uses n WHERE n.organization = e.organization AND n.evidence = e.id))
           AND CASE WHEN e.archived IS NULL THEN 0 ELSE 1 END = CAST(?9 AS BIGINT) "
    };
}

/// The values of a filter as texts; empty if not set.
struct Values {
    like: String,
    kind: &'static str,
    classification: &'static str,
    owner: String,
    from: String,
    to: String,
}

impl Values {
    fn of(filter: &Filter) -> Self {
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        Self {
            like: pattern(&filter.text),
            kind: filter.kind.map_or("", Kind::word),
            classification: filter.classification.map_or("", Classification::word),
            owner: filter.owner.map_or_else(String::new, |owner| owner.to_string()),
            from: day(filter.ends_from),
            to: day(filter.ends_to),
        }
    }
}

/// A pattern for `LIKE`: anywhere in the text, in lower case, with special characters escaped.
fn pattern(text: &str) -> String {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return text;
    }
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// Pieces of the library, skipping `offset`, at most `limit`; with `after`, only those added before that piece.
pub fn list(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    filter: &Filter,
    order: Order,
    after: Option<EvidenceId>,
    (offset, limit): (i64, i64),
    sight: &Sight,
) -> Result<Vec<Piece>, StoreError> {
    let (values, sight) = (Values::of(filter), sight.values());
    let after = after.map_or_else(String::new, |after| after.to_string());
    tx.query(
        select_pieces!(
            filtered!(),
            "AND (?10 = '' OR e.id < ?10) AND ",
            seen!("?14", "?15", "?16", "?17", "?18"),
            "ORDER BY CASE WHEN ?11 = 'name' THEN LOWER(e.name) END,
                      CASE WHEN ?11 = 'ends' THEN COALESCE(e.ends, '9999-12-31') END,
                      CASE WHEN ?11 = 'uses' THEN (SELECT COUNT(*) FROM evidence_uses o
                           WHERE o.organization = e.organization AND o.evidence = e.id) END DESC,
                      e.id DESC
             LIMIT ?12 OFFSET ?13"
        ),
        params![
            &organization,
            &values.like,
            values.kind,
            values.classification,
            &values.owner,
            &values.from,
            &values.to,
            filter.unused,
            filter.archived,
            &after,
            order.word(),
            limit,
            offset,
            sight.everywhere,
            &sight.own,
            sight.to_confirm,
            &sight.holder,
            &sight.today
        ],
        read_piece,
    )
}

/// The number of pieces that match a filter.
pub fn count(tx: &mut Tx<'_>, organization: OrganizationId, filter: &Filter, sight: &Sight) -> Result<u32, StoreError> {
    let (values, sight) = (Values::of(filter), sight.values());
    let found = tx.one(
        concat!(
            "SELECT COUNT(*) FROM evidence e
             JOIN evidence_versions v ON v.organization = e.organization AND v.evidence = e.id AND v.number = e.latest ",
            filtered!(),
            "AND ",
            seen!("?10", "?11", "?12", "?13", "?14")
        ),
        params![
            &organization,
            &values.like,
            values.kind,
            values.classification,
            &values.owner,
            &values.from,
            &values.to,
            filter.unused,
            filter.archived,
            sight.everywhere,
            &sight.own,
            sight.to_confirm,
            &sight.holder,
            &sight.today
        ],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// How many pieces in use ended before `today` and end within 30, 60 and 90 days.
pub fn ending(tx: &mut Tx<'_>, organization: OrganizationId, today: Date, sight: &Sight) -> Result<Ending, StoreError> {
    let sight = sight.values();
    let day = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap_or(today).to_string();
    let found = tx.one(
        concat!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN ends < ?2 THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN ends >= ?2 AND ends <= ?3 THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN ends >= ?2 AND ends <= ?4 THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN ends >= ?2 AND ends <= ?5 THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM evidence e WHERE e.organization = ?1 AND e.archived IS NULL AND e.ends IS NOT NULL AND ",
            seen!("?6", "?7", "?8", "?9", "?10")
        ),
        params![
            &organization,
            &day(0),
            &day(30),
            &day(60),
            &day(90),
            sight.everywhere,
            &sight.own,
            sight.to_confirm,
            &sight.holder,
            &sight.today
        ],
        |row| Ok(Ending { ended: row.get(0)?, within_30: row.get(1)?, within_60: row.get(2)?, within_90: row.get(3)? }),
    )?;
    Ok(found.unwrap_or_default())
}

/// The people responsible for evidence, by name.
pub fn owners(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    sight: &Sight,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    let sight = sight.values();
    tx.query(
        concat!(
            "SELECT DISTINCT p.id, p.name FROM evidence e JOIN people p ON p.id = e.owner WHERE e.organization = ?1 AND ",
            seen!("?2", "?3", "?4", "?5", "?6"),
            "ORDER BY p.name, p.id"
        ),
        params![&organization, sight.everywhere, &sight.own, sight.to_confirm, &sight.holder, &sight.today],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn signs_of_like_are_only_characters() {
        assert_eq!(pattern("  "), "");
        assert_eq!(pattern("100%_A\\"), "%100\\%\\_a\\\\%");
    }
}

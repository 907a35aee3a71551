//! The last days of evidence.

use jiff::civil::Date;

use super::Sight;
use super::sight::seen;
use crate::agenda::Part;
use crate::{EvidenceId, OrganizationId, PersonId, Row, StoreError, Tx, params};

/// A piece of evidence and its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// The evidence.
    pub evidence: EvidenceId,
    /// Its name.
    pub name: String,
    /// The responsible person.
    pub owner: Option<PersonId>,
    /// Its last day.
    pub ends: Date,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, owner, ends FROM evidence
             WHERE organization = ?1 AND archived IS NULL AND ends >= ?2 AND ends <= ?3 ",
            $rest
        )
    };
}

const ENDINGS: &str = select!("");

const ENDINGS_OF_PERSON: &str = select!("AND owner = ?4");

/// The evidence in use that ends between two days, both included, in no particular order. Evidence belongs to the
/// organization's library, not to an assessment, so that an assessment has none.
pub fn endings(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    part: Part,
    from: Date,
    to: Date,
) -> Result<Vec<Ends>, StoreError> {
    let (from, to) = (from.to_string(), to.to_string());
    match part {
        Part::Whole => tx.query(ENDINGS, params![&organization, &from, &to], read),
        Part::Person(person) => tx.query(ENDINGS_OF_PERSON, params![&organization, &from, &to, &person], read),
        Part::Assessment(_) => Ok(Vec::new()),
    }
}

fn read(row: &Row<'_>) -> Result<Ends, StoreError> {
    Ok(Ends { evidence: row.get(0)?, name: row.get(1)?, owner: row.get(2)?, ends: row.get(3)? })
}

/// The evidence in use with a last day that is seen, by identifier.
pub fn seen_ending(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    sight: &Sight,
) -> Result<Vec<EvidenceId>, StoreError> {
    let sight = sight.values();
    tx.query(
        concat!(
            "SELECT e.id FROM evidence e WHERE e.organization = ?1 AND e.archived IS NULL AND e.ends IS NOT NULL AND ",
            seen!("?2", "?3", "?4", "?5", "?6"),
            "ORDER BY e.id"
        ),
        params![&organization, sight.everywhere, &sight.own, sight.to_confirm, &sight.holder, &sight.today],
        |row| row.get(0),
    )
}

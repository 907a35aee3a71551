//! Roads to a ★ (★への道): one assessment on its way to a registration, and what happened on it.

use serde::{Deserialize, Serialize};
use tasuki_scheme::road::{Actor, Event, State};

use super::word;
use crate::{AssessmentId, OrganizationId, PersonId, RoadId, Row, StoreError, Tx, params};

/// A road.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Road {
    /// The organization that walks it.
    pub organization: OrganizationId,
    /// Identifier.
    pub id: RoadId,
    /// The assessment that is to be registered.
    pub assessment: AssessmentId,
    /// The scheme.
    pub scheme: String,
    /// The route in the scheme.
    pub route: String,
    /// Where it stands.
    #[serde(with = "words")]
    pub state: State,
    /// How many submissions there are on it; the number of the last one.
    pub submissions: u32,
    /// When it was opened, in milliseconds since 1970.
    pub opened: i64,
    /// By whom.
    pub opened_by: PersonId,
    /// When something last happened on it.
    pub changed: i64,
    /// Goes up with everything that happens.
    pub version: i64,
    /// The road whose registration it renews.
    pub renews: Option<RoadId>,
}

/// Something that happened on a road.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Its place among the others of the road, from 1.
    pub number: u32,
    /// What happened.
    pub event: Event,
    /// As whom the person acted.
    pub acted_as: Actor,
    /// Who did it.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The submission that it is about; 0 if there was none yet.
    pub submission: u32,
    /// Where the road stood then.
    pub state: State,
    /// Why, where a reason was asked for.
    pub reason: String,
    /// What belongs to it, as JSON: with which qualifications somebody confirmed.
    pub detail: serde_json::Value,
}

/// States as the words of the state machine.
mod words {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use tasuki_scheme::road::State;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a field so")]
    pub(super) fn serialize<S: Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&state.word())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<State, D::Error> {
        let word = String::deserialize(deserializer)?;
        State::from_word(&word).ok_or_else(|| serde::de::Error::custom(word))
    }
}

/// Selects the columns of a [`Road`], followed by the given SQL.
macro_rules! select_roads {
    ($rest:literal) => {
        concat!(
            "SELECT organization, id, assessment, scheme, route, state, submissions, opened, opened_by, changed, version,
                    renews
             FROM roads ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Road, StoreError> {
    Ok(Road {
        organization: row.get(0)?,
        id: row.get(1)?,
        assessment: row.get(2)?,
        scheme: row.get(3)?,
        route: row.get(4)?,
        state: word(row.get(5)?, State::from_word)?,
        submissions: row.get(6)?,
        opened: row.get(7)?,
        opened_by: row.get(8)?,
        changed: row.get(9)?,
        version: row.get(10)?,
        renews: row.get(11)?,
    })
}

/// The roads of an organization, the last changed first.
pub fn list(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<Road>, StoreError> {
    tx.query(select_roads!("WHERE organization = ?1 ORDER BY changed DESC, id DESC"), params![&organization], read)
}

/// One road.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: RoadId) -> Result<Option<Road>, StoreError> {
    tx.one(select_roads!("WHERE organization = ?1 AND id = ?2"), params![&organization, &id], read)
}

/// Opens a road.
pub fn add(tx: &mut Tx<'_>, road: &Road) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO roads (organization, id, assessment, scheme, route, state, submissions, opened, opened_by, changed, version, renews)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            &road.organization,
            &road.id,
            &road.assessment,
            &road.scheme,
            &road.route,
            &road.state.word(),
            road.submissions,
            road.opened,
            &road.opened_by,
            road.changed,
            road.version,
            &road.renews
        ],
    )?;
    Ok(())
}

/// Writes where a road stands after the version before. Returns `false` if somebody else was first.
pub fn put(tx: &mut Tx<'_>, road: &Road) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE roads SET state = ?3, submissions = ?4, changed = ?5, version = ?6
         WHERE organization = ?1 AND id = ?2 AND version + 1 = ?6",
        params![&road.organization, &road.id, &road.state.word(), road.submissions, road.changed, road.version],
    )?;
    Ok(rows > 0)
}

/// Adds what happened on a road.
pub fn add_move(tx: &mut Tx<'_>, road: &Road, own: &Move) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO road_moves (organization, road, number, event, acted_as, person, at, submission, state, reason, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            &road.organization,
            &road.id,
            own.number,
            own.event.word(),
            own.acted_as.word(),
            &own.person,
            own.at,
            own.submission,
            &own.state.word(),
            &own.reason,
            &own.detail.to_string()
        ],
    )?;
    Ok(())
}

/// What happened on a road, the first first.
pub fn moves(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Move>, StoreError> {
    tx.query(
        "SELECT m.number, m.event, m.acted_as, m.person, p.name, m.at, m.submission, m.state, m.reason, m.detail
         FROM road_moves m JOIN people p ON p.id = m.person
         WHERE m.organization = ?1 AND m.road = ?2 ORDER BY m.number",
        params![&organization, &road],
        |row| {
            Ok(Move {
                number: row.get(0)?,
                event: word(row.get(1)?, Event::from_word)?,
                acted_as: word(row.get(2)?, Actor::from_word)?,
                person: row.get(3)?,
                name: row.get(4)?,
                at: row.get(5)?,
                submission: row.get(6)?,
                state: word(row.get(7)?, State::from_word)?,
                reason: row.get(8)?,
                detail: serde_json::from_str(&row.get::<String>(9)?).unwrap_or_default(),
            })
        },
    )
}

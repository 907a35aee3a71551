//! Registrations of a ★ (★登録): what the operator's ledger says, as it was last looked up.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{json, text};
use crate::agenda::Part;
use crate::{AssessmentId, OrganizationId, PersonId, RoadId, Row, StoreError, Tx, params};

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registration {
    /// The road that led to it.
    pub road: RoadId,
    /// What the scheme says that an entry holds: text by the identifier of the field.
    pub fields: BTreeMap<String, String>,
    /// The first day on which it holds.
    pub from: Date,
    /// The last day on which it holds.
    pub until: Date,
    /// The fields that the public page shows; empty: there is no such page.
    pub shown: Vec<String>,
    /// When it was entered here, in milliseconds since 1970.
    pub entered: i64,
    /// By whom.
    pub entered_by: PersonId,
}

/// A registration that holds or has ended, with what its days need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The registration.
    pub registration: Registration,
    /// The assessment that was registered.
    pub assessment: AssessmentId,
    /// The title of the assessment.
    pub title: String,
    /// The scheme.
    pub scheme: String,
    /// The route in it.
    pub route: String,
    /// The days on which self-checks were done, in the order in which they were entered.
    pub checks: Vec<Date>,
}

/// Selects the columns of a [`Registration`], followed by the given SQL.
macro_rules! select_registrations {
    ($more:literal, $rest:expr) => {
        concat!(
            "SELECT g.road, g.fields, g.from_day, g.until_day, g.shown, g.entered, g.entered_by",
            $more,
            " FROM registrations g ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Registration, StoreError> {
    Ok(Registration {
        road: row.get(0)?,
        fields: json(row.get(1)?, "a registration")?,
        from: row.get(2)?,
        until: row.get(3)?,
        shown: json(row.get(4)?, "a registration")?,
        entered: row.get(5)?,
        entered_by: row.get(6)?,
    })
}

/// The registration to which a road led.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Option<Registration>, StoreError> {
    tx.one(select_registrations!("", "WHERE g.organization = ?1 AND g.road = ?2"), params![&organization, &road], read)
}

/// Writes what the ledger says, whether it is new or not.
pub fn put(tx: &mut Tx<'_>, organization: OrganizationId, own: &Registration) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO registrations (organization, road, fields, from_day, until_day, shown, entered, entered_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (organization, road) DO UPDATE SET fields = excluded.fields, from_day = excluded.from_day,
             until_day = excluded.until_day, shown = excluded.shown, entered = excluded.entered, entered_by = excluded.entered_by",
        params![
            &organization,
            &own.road,
            &text(&own.fields),
            &own.from.to_string(),
            &own.until.to_string(),
            &text(&own.shown),
            own.entered,
            &own.entered_by
        ],
    )?;
    Ok(())
}

macro_rules! select_held {
    ($rest:literal) => {
        select_registrations!(
            ", r.assessment, a.title, r.scheme, r.route",
            concat!(
                "JOIN roads r ON r.organization = g.organization AND r.id = g.road
                 JOIN assessments a ON a.organization = r.organization AND a.id = r.assessment
                 WHERE g.organization = ?1 AND r.state = 'registered'
                   AND NOT EXISTS (SELECT 1 FROM roads n WHERE n.organization = g.organization
                     AND n.renews = g.road AND n.state = 'registered') ",
                $rest
            )
        )
    };
}

/// The registrations of a part of an organization that were neither given back nor taken away nor followed by a renewal; what a person
/// entered is that person's part.
pub fn held(tx: &mut Tx<'_>, organization: OrganizationId, part: Part) -> Result<Vec<Held>, StoreError> {
    let mut all = match part {
        Part::Whole => tx.query(select_held!("ORDER BY g.road"), params![&organization], read_held),
        Part::Person(own) => tx.query(select_held!("AND g.entered_by = ?2"), params![&organization, &own], read_held),
        Part::Assessment(own) => {
            tx.query(select_held!("AND r.assessment = ?2"), params![&organization, &own], read_held)
        }
    }?;
    let checks = tx.query(
        "SELECT road, detail FROM road_moves WHERE organization = ?1 AND event = 'self_check' ORDER BY road, number",
        params![&organization],
        |row| Ok((row.get::<RoadId>(0)?, json::<Check>(row.get(1)?, "a self-check")?)),
    )?;
    for (road, check) in checks {
        if let Some(own) = all.iter_mut().find(|own| own.registration.road == road) {
            own.checks.push(check.day);
        }
    }
    Ok(all)
}

/// What the move of a self-check says.
#[derive(Deserialize)]
struct Check {
    day: Date,
}

fn read_held(row: &Row<'_>) -> Result<Held, StoreError> {
    Ok(Held {
        registration: read(row)?,
        assessment: row.get(7)?,
        title: row.get(8)?,
        scheme: row.get(9)?,
        route: row.get(10)?,
        checks: Vec::new(),
    })
}

//! Samples (抽出): which items of a population are looked at, and what was found on them.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_scheme::road::{ItemResult, Means};

use crate::road::word;
use crate::{OrganizationId, PersonId, PopulationId, RoadId, Row, SampleId, StoreError, Tx, params};

/// A sample without its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// Identifier.
    pub id: SampleId,
    /// The road.
    pub road: RoadId,
    /// The population from which it was drawn.
    pub population: PopulationId,
    /// Its number in the population, from 1.
    pub number: u32,
    /// The seed by which it was drawn.
    pub seed: String,
    /// Whether the server made the seed; otherwise somebody typed it in.
    pub made_seed: bool,
    /// How many items were drawn.
    pub size: u32,
    /// What is done with each item.
    pub how: String,
    /// Why it was drawn although there was a sample of the population already; empty for the first.
    pub reason: String,
    /// Who drew it.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Why it does not count any more; empty: it counts.
    pub aside: String,
    /// Who set it aside.
    pub aside_by: Option<PersonId>,
    /// When, in milliseconds since 1970.
    pub aside_at: Option<i64>,
    /// Goes up when an item is chosen, and when it is set aside.
    pub version: i64,
}

/// An item of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The sample.
    pub sample: SampleId,
    /// Its number in the population, from 1.
    pub number: u32,
    /// Its place in the sample, from 1.
    pub place: u32,
    /// The line of the list.
    pub item: String,
    /// Why somebody chose it; empty: it was drawn.
    pub chosen: String,
    /// Who chose it.
    pub chosen_by: Option<PersonId>,
}

/// What was found on an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The sample.
    pub sample: SampleId,
    /// The number of the item in the population.
    pub item: u32,
    /// Its place among the results of the item, from 1. Those after the first are retests.
    pub number: u32,
    /// The result.
    pub result: ItemResult,
    /// What it rests on.
    pub means: Means,
    /// What was found, in words.
    pub text: String,
    /// The day on which it was looked at.
    pub day: Date,
    /// Who wrote it.
    pub person: PersonId,
    /// Their name today.
    #[serde(skip)]
    pub name: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The number of the submission that was looked at.
    pub submission: u32,
    /// Who else reviewed it.
    pub reviewed_by: Option<PersonId>,
    /// Their name today.
    #[serde(skip)]
    pub reviewed_name: Option<String>,
    /// When, in milliseconds since 1970.
    pub reviewed_at: Option<i64>,
}

/// Selects the columns of a [`Sample`], followed by the given SQL.
macro_rules! select_samples {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.road, s.population, s.number, s.seed, s.made_seed, s.size, s.how, s.reason, s.person, p.name, s.at, s.aside,
                    s.aside_by, s.aside_at, s.version
             FROM site_audit_samples s JOIN people p ON p.id = s.person ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Sample, StoreError> {
    Ok(Sample {
        id: row.get(0)?,
        road: row.get(1)?,
        population: row.get(2)?,
        number: row.get(3)?,
        seed: row.get(4)?,
        made_seed: row.get(5)?,
        size: row.get(6)?,
        how: row.get(7)?,
        reason: row.get(8)?,
        person: row.get(9)?,
        name: row.get(10)?,
        at: row.get(11)?,
        aside: row.get(12)?,
        aside_by: row.get(13)?,
        aside_at: row.get(14)?,
        version: row.get(15)?,
    })
}

/// The samples of a road, by population, the first first.
pub fn of_road(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Sample>, StoreError> {
    tx.query(
        select_samples!("WHERE s.organization = ?1 AND s.road = ?2 ORDER BY s.population, s.number"),
        params![&organization, &road],
        read,
    )
}

/// One sample.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: SampleId) -> Result<Option<Sample>, StoreError> {
    tx.one(select_samples!("WHERE s.organization = ?1 AND s.id = ?2"), params![&organization, &id], read)
}

/// Adds a sample.
pub fn add(tx: &mut Tx<'_>, organization: OrganizationId, own: &Sample) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO site_audit_samples (organization, id, road, population, number, seed, made_seed, size, how, reason, person, at, aside,
                                    aside_by, aside_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            &organization,
            &own.id,
            &own.road,
            &own.population,
            own.number,
            &own.seed,
            own.made_seed,
            own.size,
            &own.how,
            &own.reason,
            &own.person,
            own.at,
            &own.aside,
            &own.aside_by,
            own.aside_at,
            own.version
        ],
    )?;
    Ok(())
}

/// Writes whether a sample is set aside, and its version, after the version before. Returns `false` if somebody else was first.
pub fn put(tx: &mut Tx<'_>, organization: OrganizationId, own: &Sample) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE site_audit_samples SET aside = ?3, aside_by = ?4, aside_at = ?5, version = ?6
         WHERE organization = ?1 AND id = ?2 AND version + 1 = ?6",
        params![&organization, &own.id, &own.aside, &own.aside_by, own.aside_at, own.version],
    )?;
    Ok(rows > 0)
}

/// The items of all samples of a road, by sample and place.
pub fn items(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Item>, StoreError> {
    tx.query(
        "SELECT i.sample, i.number, i.place, i.item, i.chosen, i.chosen_by
         FROM site_audit_items i JOIN site_audit_samples s ON s.organization = i.organization AND s.id = i.sample
         WHERE i.organization = ?1 AND s.road = ?2 ORDER BY i.sample, i.place",
        params![&organization, &road],
        |row| {
            Ok(Item {
                sample: row.get(0)?,
                number: row.get(1)?,
                place: row.get(2)?,
                item: row.get(3)?,
                chosen: row.get(4)?,
                chosen_by: row.get(5)?,
            })
        },
    )
}

/// Adds an item to a sample.
pub fn add_item(tx: &mut Tx<'_>, organization: OrganizationId, own: &Item) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO site_audit_items (organization, sample, number, place, item, chosen, chosen_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![&organization, &own.sample, own.number, own.place, &own.item, &own.chosen, &own.chosen_by],
    )?;
    Ok(())
}

/// Everything that was found on the items of all samples of a road, by sample and item, the first result first.
pub fn found(tx: &mut Tx<'_>, organization: OrganizationId, road: RoadId) -> Result<Vec<Found>, StoreError> {
    tx.query(
        "SELECT f.sample, f.item, f.number, f.result, f.means, f.text, f.day, f.person, p.name, f.at, f.submission, f.reviewed_by, r.name,
                f.reviewed_at
         FROM site_audit_results f
         JOIN site_audit_samples s ON s.organization = f.organization AND s.id = f.sample
         JOIN people p ON p.id = f.person
         LEFT JOIN people r ON r.id = f.reviewed_by
         WHERE f.organization = ?1 AND s.road = ?2 ORDER BY f.sample, f.item, f.number",
        params![&organization, &road],
        |row| {
            Ok(Found {
                sample: row.get(0)?,
                item: row.get(1)?,
                number: row.get(2)?,
                result: word(row.get(3)?, ItemResult::from_word)?,
                means: word(row.get(4)?, Means::from_word)?,
                text: row.get(5)?,
                day: row.get(6)?,
                person: row.get(7)?,
                name: row.get(8)?,
                at: row.get(9)?,
                submission: row.get(10)?,
                reviewed_by: row.get(11)?,
                reviewed_name: row.get(12)?,
                reviewed_at: row.get(13)?,
            })
        },
    )
}

/// Adds what was found on an item.
pub fn add_found(tx: &mut Tx<'_>, organization: OrganizationId, own: &Found) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO site_audit_results (organization, sample, item, number, result, means, text, day, person, at, submission, reviewed_by,
                                    reviewed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            &organization,
            &own.sample,
            own.item,
            own.number,
            own.result.word(),
            own.means.word(),
            &own.text,
            &own.day.to_string(),
            &own.person,
            own.at,
            own.submission,
            &own.reviewed_by,
            own.reviewed_at
        ],
    )?;
    Ok(())
}

/// Writes who reviewed what was found. Returns `false` if somebody has reviewed it already.
pub fn review(tx: &mut Tx<'_>, organization: OrganizationId, own: &Found) -> Result<bool, StoreError> {
    let rows = tx.execute(
        "UPDATE site_audit_results SET reviewed_by = ?5, reviewed_at = ?6
         WHERE organization = ?1 AND sample = ?2 AND item = ?3 AND number = ?4 AND reviewed_by IS NULL",
        params![&organization, &own.sample, own.item, own.number, &own.reviewed_by, own.reviewed_at],
    )?;
    Ok(rows > 0)
}

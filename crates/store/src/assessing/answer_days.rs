//! The state of an assessment at the end of each day on which it changed, so that a chart over time does not need
//! its whole history.
//!
//! The last day on which an assessment changed has no row: its state is that of the answers. The row is written on
//! a later day, just before the next change, so that only the first save of a day costs more.

use std::fmt::Write as _;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Map, Value};
use tasuki_assess::{Answer as State, Status};

use crate::{AssessmentId, OrganizationId, StoreError, Tx, params};

/// The maximum number of days that are read at once: ten years of daily changes.
const MOST: i64 = 3_660;

/// The stored form of the states of answers: one line each, in any order.
pub fn packed<'a>(states: impl Iterator<Item = (&'a str, &'a State)>) -> String {
    let mut text = String::new();
    for (criterion, state) in states.filter(|(_, state)| **state != State::default()) {
        let accepted = if state.accepted { "a" } else { "" };
        let reason = if state.note.trim().is_empty() { "" } else { "r" };
        let confirmed = state.confirmed.map_or_else(String::new, |day| day.to_string());
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{criterion}\t{}\t{accepted}{reason}\t{confirmed}", state.status.word());
    }
    text
}

/// The states again. For a reason, only its existence is stored, because nothing else about it is evaluated.
pub fn unpacked(text: &str) -> impl Iterator<Item = (&str, State)> {
    text.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let (criterion, status, flags) = (fields.next()?, fields.next()?, fields.next()?);
        let status = Status::from_word(status)?;
        let state = State {
            status,
            note: if flags.contains('r') { "r".to_owned() } else { String::new() },
            confirmed: fields.next().and_then(|day| day.parse().ok()),
            accepted: flags.contains('a'),
            maturity: None,
        };
        Some((criterion, state))
    })
}

/// Stores the state of an assessment at the end of a day. This is not logged, because it can be derived from the
/// answers.
pub fn put(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    day: Date,
    states: &str,
) -> Result<(), StoreError> {
    tx.housekeep(
        "INSERT INTO answer_days (organization, assessment, day, states) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (organization, assessment, day) DO UPDATE SET states = excluded.states",
        params![&organization, &assessment, &day.to_string(), states],
    )?;
    Ok(())
}

/// The state of an assessment at the end of a day before its last change: that of the latest stored day up to then.
pub fn until(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    day: Date,
) -> Result<Option<String>, StoreError> {
    tx.one(
        "SELECT states FROM answer_days WHERE organization = ?1 AND assessment = ?2 AND day <= ?3
         ORDER BY day DESC LIMIT 1",
        params![&organization, &assessment, &day.to_string()],
        |row| row.get(0),
    )
}

/// The stored days before a day, the oldest first.
pub fn before(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    day: Date,
) -> Result<Vec<(Date, String)>, StoreError> {
    let mut days = tx.query(
        "SELECT day, states FROM answer_days WHERE organization = ?1 AND assessment = ?2 AND day < ?3
         ORDER BY day DESC LIMIT ?4",
        params![&organization, &assessment, &day.to_string(), MOST],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    days.reverse();
    Ok(days)
}

/// Fills in the days of existing assessments from the log, once.
pub(crate) fn fill(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let all = tx.query("SELECT organization, id, changed FROM assessments", &[], |row| {
        Ok((row.get::<OrganizationId>(0)?, row.get::<AssessmentId>(1)?, row.get::<i64>(2)?))
    })?;
    for (organization, assessment, changed) in all {
        fill_one(tx, organization, assessment, day_of(changed))?;
    }
    Ok(())
}

fn fill_one(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    assessment: AssessmentId,
    last: Date,
) -> Result<(), StoreError> {
    let mut states: std::collections::BTreeMap<String, State> = std::collections::BTreeMap::new();
    let mut days: Vec<(Date, String)> = Vec::new();
    let mut current: Option<Date> = None;
    tx.query(
        "SELECT a.criterion, u.at, u.detail FROM answers a
         JOIN audit u ON u.organization = a.organization
              AND u.subject = 'answer/' || a.assessment || '/' || a.criterion
         WHERE a.organization = ?1 AND a.assessment = ?2 ORDER BY u.seq",
        params![&organization, &assessment],
        |row| {
            let (criterion, at, detail): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let Ok(detail) = serde_json::from_str::<Map<String, Value>>(&detail) else { return Ok(()) };
            let day = day_of(at);
            if let Some(ended) = current.filter(|current| *current != day) {
                days.push((ended, packed(states.iter().map(|(criterion, state)| (criterion.as_str(), state)))));
            }
            current = Some(day);
            apply(states.entry(criterion).or_default(), &detail);
            Ok(())
        },
    )?;
    if let Some(ended) = current {
        days.push((ended, packed(states.iter().map(|(criterion, state)| (criterion.as_str(), state)))));
    }
    for (day, states) in days.into_iter().filter(|(day, _)| *day < last) {
        put(tx, organization, assessment, day, &states)?;
    }
    Ok(())
}

/// Applies one entry of the log: the new value of every field that it names. Entries about something else name no
/// fields.
pub(crate) fn apply(state: &mut State, detail: &Map<String, Value>) {
    fn set<T: serde::de::DeserializeOwned>(place: &mut T, detail: &Map<String, Value>, name: &str) {
        let pair = detail.get(name).and_then(Value::as_array).filter(|pair| pair.len() == 2);
        if let Some(value) = pair.and_then(|pair| serde_json::from_value(pair[1].clone()).ok()) {
            *place = value;
        }
    }
    set(&mut state.status, detail, "status");
    set(&mut state.note, detail, "reason");
    set(&mut state.confirmed, detail, "confirmed");
    set(&mut state.accepted, detail, "accepted");
}

/// The day of an instant, in Japan's time zone.
pub(crate) fn day_of(milliseconds: i64) -> Date {
    let at = jiff::Timestamp::from_millisecond(milliseconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::fixed(Offset::constant(9))).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_looked_at_comes_back() {
        let out = State {
            status: Status::NotApplicable,
            note: "使っていない".to_owned(),
            accepted: true,
            ..State::default()
        };
        let met = State { status: Status::Met, confirmed: Some(date(2026, 4, 1)), ..State::default() };
        let blank = State::default();
        let text = packed([("1-1-1-1", &out), ("1-1-1-2", &blank), ("1-1-1-3", &met)].into_iter());
        let back: Vec<_> = unpacked(&text).collect();
        assert_eq!(back.len(), 2);
        assert_eq!((back[0].0, &back[0].1), ("1-1-1-1", &State { note: "r".to_owned(), ..out }));
        assert_eq!((back[1].0, &back[1].1), ("1-1-1-3", &met));
    }
}

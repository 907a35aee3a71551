//! Answers as JSON, in four shapes.
//!
//! ```json
//! { "framework": "scs-2026-03", "criteria": [ { "id": "1-1-1-1", "status": "met", "note": "規程 第3条", "confirmed": "2026-03-01" } ] }
//! { "framework": "scs", "answers": { "1-1-1-1": "○", "1-1-1-2": { "status": "not_applicable", "note": "委託していない", "accepted": true } } }
//! { "1-1-1-1": "○", "1-1-1-2": "△" }
//! [ { "id": "1-1-1-1", "status": "met" } ]
//! ```
//!
//! The first is the output of `tasuki assess`; everything else in it is ignored. `edition` is read before
//! `framework`, and `confirmed` may have any form that a sheet may use. Without a framework the edition is
//! recognised from the identifiers. Duplicate keys are reported like duplicate rows.

use jiff::civil::Date;
use tasuki_catalog::{Catalog, Library, Scale, Text};

use crate::{
    IntakeError, ProblemCode, Reading, Wanted, clean, dates, decode,
    details::{acceptance, confirm},
    entry::Entry,
    expected::{a_mark, a_maturity, a_status, an_acceptance, an_identifier, one_mark},
    identifier::find,
    mark::{Mark, mark},
    names::Names,
    problem::{Place, Problems},
    recognise::{self, Identifiers, Key},
    settle,
    value::Json,
};

/// One answer: where it is, the identifier as written, and its value.
struct Item<'j> {
    path: String,
    id: &'j str,
    value: &'j Json,
}

/// Reads the answers of a JSON file.
pub(crate) fn read<'a>(library: &'a Library, bytes: &[u8], wanted: &Wanted<'a>) -> Result<Reading<'a>, IntakeError> {
    let (framework, limits) = (wanted.framework, &wanted.limits);
    let text = decode::text(bytes).map_err(|damage| bad(damage.what.en))?;
    let json: Json =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| bad(error.to_string()))?;
    let (mut problems, names) = (Problems::default(), Names::of(library));
    let (fields, items) = match &json {
        Json::Object(fields) => (fields.as_slice(), items(fields, &names, &mut problems)),
        Json::List(list) => (&[][..], listed("", list, &mut problems)),
        _ => return Err(bad("the outermost value is neither an object nor a list".to_owned())),
    };
    if items.len() > limits.cells {
        return Err(IntakeError::TooManyCells { limit: limits.cells });
    }
    let named = named(library, fields, framework)?;
    let catalog = match named.or(framework) {
        Some(catalog) if recognise::is_answered(catalog) => catalog,
        other => recognise(library, &items, &names, other)?,
    };
    let entries = (0..)
        .zip(&items)
        .filter_map(|(row, item)| entry(row, item, (catalog, &names), wanted.today, &mut problems))
        .collect();
    Ok(settle::settle(catalog, entries, problems, String::new(), false, limits.note_characters))
}

fn bad(detail: String) -> IntakeError {
    IntakeError::BadJson { detail }
}

/// The framework that the file names; it must not contradict the requested one.
fn named<'a>(
    library: &'a Library,
    fields: &[(String, Json)],
    framework: Option<&'a Catalog>,
) -> Result<Option<&'a Catalog>, IntakeError> {
    let text = |key: &str| fields.iter().find_map(|(name, value)| if name == key { value.as_text() } else { None });
    let by_edition = text("edition").and_then(|name| library.catalog(name));
    let Some(name) = text("framework") else { return Ok(by_edition.filter(|_| framework.is_none())) };
    let Some(catalog) = by_edition.or_else(|| library.catalog(name)) else {
        let known =
            library.catalogs().filter(|catalog| recognise::is_answered(catalog)).map(|catalog| catalog.id().to_owned());
        return Err(IntakeError::UnknownFramework { found: name.to_owned(), known: known.collect() });
    };
    match framework {
        // The name of a framework alone leaves the edition open, so the requested edition decides.
        Some(asked) if asked.id() == catalog.id() || name == asked.framework() && by_edition.is_none() => {
            Ok(Some(asked))
        }
        Some(asked) => {
            Err(IntakeError::OtherFramework { found: catalog.id().to_owned(), expected: asked.id().to_owned() })
        }
        None => Ok(Some(catalog)),
    }
}

/// The answers, in any of the shapes.
fn items<'j>(fields: &'j [(String, Json)], names: &Names, problems: &mut Problems) -> Vec<Item<'j>> {
    let field = |key: &str| fields.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    match (field("answers"), field("criteria")) {
        (Some(Json::Object(answers)), _) => by_key("/answers", answers.iter()),
        (Some(Json::List(list)), _) => listed("/answers", list, problems),
        (None, Some(Json::List(list))) => listed("/criteria", list, problems),
        (None, Some(Json::Object(answers))) => by_key("/criteria", answers.iter()),
        _ => by_key("", fields.iter().filter(|(name, _)| names.read(name).is_some())),
    }
}

fn by_key<'j>(path: &str, fields: impl Iterator<Item = &'j (String, Json)>) -> Vec<Item<'j>> {
    fields.map(|(id, value)| Item { path: format!("{path}/{id}"), id, value }).collect()
}

fn listed<'j>(path: &str, list: &'j [Json], problems: &mut Problems) -> Vec<Item<'j>> {
    let mut items = Vec::new();
    for (at, value) in list.iter().enumerate() {
        let path = format!("{path}/{at}");
        if let Some(id) = value.field("id").or_else(|| value.field("criterion")).and_then(Json::as_text) {
            items.push(Item { path, id, value });
        } else {
            let place = Place { cell: path, ..Place::default() };
            let wanted =
                Text::new("\"id\" に評価基準の番号を入れてください。", "Give the criterion's identifier in \"id\".");
            problems.error(ProblemCode::MissingIdentifier, &place, &value.shown(), wanted);
        }
    }
    items
}

fn recognise<'a>(
    library: &'a Library,
    items: &[Item<'_>],
    names: &Names,
    framework: Option<&'a Catalog>,
) -> Result<&'a Catalog, IntakeError> {
    let ids = (0..).zip(items).filter_map(|(row, item)| Some((row, names.read(item.id)?))).collect();
    let columns = [Identifiers { sheet: 0, column: 0, key: Key::Whole, heading: String::new(), ids }];
    if columns[0].ids.is_empty() {
        return Err(bad("no identifiers were found".to_owned()));
    }
    recognise::recognise(library, &columns, "", framework, &[])
}

fn entry(
    row: u32,
    item: &Item<'_>,
    (catalog, names): (&Catalog, &Names),
    today: Date,
    problems: &mut Problems,
) -> Option<Entry> {
    let mut place = Place { cell: item.path.clone(), ..Place::default() };
    let Some(position) = names.read(item.id).and_then(|id| find(catalog, &id)) else {
        problems.error(ProblemCode::UnknownIdentifier, &place, item.id, an_identifier(catalog));
        return None;
    };
    place.criterion = Some(catalog.criteria()[position].id.clone());
    let mut entry = Entry { position, place, group: (row, 0), cell: item.path.clone(), ..Entry::default() };
    let value = match item.value {
        Json::Object(fields) => {
            said_once(fields, &mut entry, problems);
            STATUS.iter().find_map(|key| item.value.field(key)).unwrap_or(&Json::Nothing)
        }
        value => value,
    };
    status(value, catalog.scale(), &mut entry, problems);
    details(item.value, today, &mut entry, problems);
    Some(entry)
}

/// The keys that may hold the state.
const STATUS: [&str; 3] = ["status", "answer", "mark"];
/// Keys that do not hold the state.
const BESIDE: [&str; 6] = ["id", "criterion", "note", "confirmed", "accepted", "maturity"];

/// The state must be given exactly once: otherwise a misspelt key would silently drop an answer.
fn said_once(fields: &[(String, Json)], entry: &mut Entry, problems: &mut Problems) {
    let said: Vec<&Json> =
        fields.iter().filter(|(key, _)| STATUS.contains(&key.as_str())).map(|(_, value)| value).collect();
    let unknown: Vec<&str> = fields.iter().map(|(key, _)| key.as_str()).filter(|key| !BESIDE.contains(key)).collect();
    if said.iter().any(|value| *value != said[0]) {
        let found: Vec<String> = said.iter().map(|value| value.shown()).collect();
        problems.error(ProblemCode::ContradictoryMarks, &entry.place, &found.join(" / "), one_mark());
        entry.faulty = true;
    } else if said.is_empty() && !unknown.is_empty() {
        problems.error(ProblemCode::UnreadableMark, &entry.place, &unknown.join(", "), a_status());
        entry.faulty = true;
    }
}

fn status(value: &Json, scale: Scale, entry: &mut Entry, problems: &mut Problems) {
    match mark(&value.shown(), scale) {
        _ if entry.faulty => (),
        Mark::Blank => (),
        Mark::Status { status, maturity, rest } => {
            (entry.status, entry.maturity) = (Some(status), maturity);
            entry.notes.extend(Some((String::new(), rest)).filter(|(_, rest)| !rest.is_empty()));
        }
        unread => {
            entry.faulty = true;
            let code = if unread == Mark::Contradictory {
                ProblemCode::ContradictoryMarks
            } else {
                ProblemCode::UnreadableMark
            };
            problems.error(code, &entry.place, &value.shown(), a_mark(scale));
        }
    }
}

fn details(value: &Json, today: Date, entry: &mut Entry, problems: &mut Problems) {
    let present = |key: &str| value.field(key).filter(|value| **value != Json::Nothing);
    if let Some(note) = present("note").map(Json::shown) {
        entry.notes.push((String::new(), clean::trim(&note).to_owned()));
    }
    if let Some(text) = present("confirmed").map(Json::shown).filter(|text| !clean::trim(text).is_empty()) {
        let place = entry.place.clone();
        confirm(dates::said(&text, false, today), &text, &place, entry, problems);
    }
    if let Some(text) = present("accepted").map(Json::shown) {
        let accepted = acceptance(&text);
        entry.accepted = accepted.unwrap_or_default();
        if accepted.is_none() {
            problems.error(ProblemCode::UnreadableAcceptance, &entry.place, &text, an_acceptance());
        }
    }
    if let Some(text) = present("maturity").map(Json::shown) {
        entry.maturity = text.parse().ok().filter(|maturity| (1..=5).contains(maturity));
        if entry.maturity.is_none() {
            problems.error(ProblemCode::UnreadableMaturity, &entry.place, &text, a_maturity());
        }
    }
}

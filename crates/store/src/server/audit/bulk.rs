//! One entry for a change of many things at once.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Entry, Kept, add, kinds, salt, seal};
use crate::hex::hex;
use crate::{StoreError, Tx, params};

/// The maximum number of items in one entry.
pub const MOST_ITEMS: usize = 500;
/// The maximum size of the items of an entry, in bytes; a single item may be larger.
const LARGEST: usize = 1 << 20;

/// The change of one of many things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The action, as in an entry of its own.
    pub action: String,
    /// The subject.
    pub subject: String,
    /// The digest of the rows before, if known, as hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The digest of the rows after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Old and new values.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub detail: Value,
}

impl Item {
    /// An item whose row digests the caller has.
    pub fn sealed(action: &str, subject: String, seals: [[u8; 32]; 2], detail: Value) -> Self {
        let [before, after] = seals.map(|seal| Some(hex(&seal)));
        Self { action: action.to_owned(), subject, before, after, detail }
    }

    /// The digests of its rows before and after, if both are known.
    pub fn seals(&self) -> Option<[[u8; 32]; 2]> {
        Some([unhex(self.before.as_deref()?)?, unhex(self.after.as_deref()?)?])
    }

    /// An item whose rows are read when it is written.
    pub fn new(action: &str, subject: &str, detail: Value) -> Self {
        Self { action: action.to_owned(), subject: subject.to_owned(), before: None, after: None, detail }
    }
}

/// Adds an entry with all items of one change; several entries if there are very many items. `entry.detail` is a
/// JSON object, to which the items are added.
pub fn append_many(tx: &mut Tx<'_>, entry: &Entry<'_>, items: Vec<Item>) -> Result<(), StoreError> {
    let about: Map<String, Value> = serde_json::from_str(entry.detail).unwrap_or_default();
    let (mut waiting, mut size) = (Vec::new(), 0);
    for item in items {
        let own = item.detail.to_string().len() + item.subject.len() + 200;
        if waiting.len() == MOST_ITEMS || (size + own > LARGEST && !waiting.is_empty()) {
            write(tx, entry, &about, std::mem::take(&mut waiting))?;
            size = 0;
        }
        size += own;
        waiting.push(item);
    }
    if waiting.is_empty() { Ok(()) } else { write(tx, entry, &about, waiting) }
}

fn write(
    tx: &mut Tx<'_>,
    entry: &Entry<'_>,
    about: &Map<String, Value>,
    mut items: Vec<Item>,
) -> Result<(), StoreError> {
    let salt = salt()?;
    for item in items.iter_mut().filter(|item| item.after.is_none()) {
        let kind = kinds::changed_by(&item.action).filter(|kind| seal::fits(kind, &item.subject));
        if let Some(kind) = kind {
            let rows = seal::of(tx, kind, entry.organization, &item.subject)?;
            item.after = Some(hex(&seal::committed(kind, &salt, rows)));
        }
    }
    let witnessed: BTreeSet<(String, String)> = items
        .iter()
        .filter_map(|item| Some((super::witnessed(entry, &item.action, &item.subject)?, item.subject.clone())))
        .collect();
    if !witnessed.is_empty() {
        tx.lock("")?;
    }
    let subjects: Vec<String> = items.iter().map(|item| item.subject.clone()).collect();
    put(tx, entry, about, salt, &items)?;
    let seq = super::head(tx, entry.organization)?.seq;
    for subject in subjects {
        // The index of items is derived data and not a change of its own.
        tx.send(
            "INSERT INTO audit_items (organization, subject, seq) VALUES (?1, ?2, ?3)
             ON CONFLICT (organization, subject, seq) DO NOTHING",
            params![entry.organization, &subject, seq],
        )?;
    }
    witnessed.iter().try_for_each(|(action, subject)| super::witness(tx, entry, action, subject))
}

fn put(
    tx: &mut Tx<'_>,
    entry: &Entry<'_>,
    about: &Map<String, Value>,
    salt: [u8; 16],
    items: &[Item],
) -> Result<(), StoreError> {
    let count = i64::try_from(items.len()).unwrap_or_default();
    let mut detail = about.clone();
    detail.insert("items".to_owned(), json!(items));
    let text = Value::Object(detail).to_string();
    add(tx, &Entry { detail: &text, ..entry.clone() }, salt, None, None, count)
}

/// Adds an entry with the states of many things that did not change: it is not part of their histories.
pub(super) fn write_stock(
    tx: &mut Tx<'_>,
    entry: &Entry<'_>,
    salt: [u8; 16],
    items: &[Item],
) -> Result<(), StoreError> {
    put(tx, entry, &Map::new(), salt, items)
}

/// The items of an entry.
pub(super) fn items(entry: &Kept) -> Vec<Item> {
    #[derive(Deserialize)]
    struct Bulk {
        items: Vec<Item>,
    }
    if entry.items == 0 && !entry.detail.contains("\"items\":[{\"action\"") {
        return Vec::new();
    }
    serde_json::from_str::<Bulk>(&entry.detail).map(|bulk| bulk.items).unwrap_or_default()
}

/// The items of a bulk entry about one subject, as if they were entries of their own, with the common part of the
/// detail.
pub fn items_of(entry: &Kept, subject: &str) -> Vec<Kept> {
    let mut common: Map<String, Value> = serde_json::from_str(&entry.detail).unwrap_or_default();
    common.remove("items");
    let bytes = |digest: Option<String>| digest.and_then(|digest| unhex(&digest)).map(|digest| digest.to_vec());
    let own = items(entry).into_iter().filter(|item| item.subject == subject).map(|item| {
        let mut detail = common.clone();
        if let Value::Object(own) = item.detail {
            detail.extend(own);
        }
        Kept {
            action: item.action,
            subject: item.subject,
            before: bytes(item.before),
            after: bytes(item.after),
            detail: Value::Object(detail).to_string(),
            ..entry.clone()
        }
    });
    own.collect()
}

/// Converts hexadecimal digits to 32 bytes.
pub(super) fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[place * 2..place * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

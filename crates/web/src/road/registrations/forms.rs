//! What the forms about a registration send.

use std::collections::BTreeMap;

use tasuki_app::Error;
use tasuki_app::registrations::{Entry, Notice, Seen};

use crate::take::{day, day_or_none, seen};

/// What a form of the page sends; each form has some of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    /// Text by the identifier of the field of the ledger: `field-number`.
    pub(super) fields: BTreeMap<String, String>,
    pub(super) from: String,
    pub(super) until: String,
    /// The day on which something happened, or the ledger was looked up.
    pub(super) day: String,
    pub(super) place: String,
    /// `yes` or `no`: whether the entry was in the ledger.
    pub(super) found: String,
    pub(super) kind: String,
    pub(super) told: String,
    pub(super) note: String,
    /// The fields that everybody is to see.
    pub(super) shown: Vec<String>,
    pub(super) version: String,
}

impl Sent {
    pub(super) fn new(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "from" => sent.from = value,
                "until" => sent.until = value,
                "day" => sent.day = value,
                "place" => sent.place = value,
                "found" => sent.found = value,
                "kind" => sent.kind = value,
                "told" => sent.told = value,
                "note" => sent.note = value,
                "shown" => sent.shown.push(value),
                "version" => sent.version = value,
                name => {
                    if let Some(field) = name.strip_prefix("field-") {
                        sent.fields.insert(field.to_owned(), value);
                    }
                }
            }
        }
        sent
    }

    /// The version of the road that the person saw.
    pub(super) fn version(&self) -> i64 {
        seen(&self.version)
    }

    /// What the ledger says.
    pub(super) fn entry(&self) -> Result<Entry, Error> {
        Ok(Entry {
            fields: self.fields.clone(),
            from: day_or_none(&self.from, "from")?,
            until: day_or_none(&self.until, "until")?,
        })
    }

    /// When and where it was looked up.
    pub(super) fn seen(&self) -> Result<Seen, Error> {
        Ok(Seen { day: day(&self.day, "day")?, place: self.place.clone(), found: self.found != "no" })
    }

    /// A change or an incident.
    pub(super) fn notice(&self) -> Result<Notice, Error> {
        Ok(Notice { kind: self.kind.clone(), day: day(&self.day, "day")?, told: day_or_none(&self.told, "told")? })
    }
}

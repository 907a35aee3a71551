//! The differences of a change, as stored in the audit log and shown in histories.

use serde::Serialize;
use serde_json::{Map, Value, json};

/// Old and new values of the fields that differ: `"field": [old, new]`.
#[derive(Debug, Default)]
pub(crate) struct Changes(Map<String, Value>);

/// A thing whose changes are recorded field by field. Implementations destructure the thing, so that no new field can
/// be forgotten.
pub(crate) trait Noted {
    /// Records every field that is shown to people; `self` is the state after the change.
    fn note(&self, before: &Self, changes: &mut Changes);
}

impl Changes {
    /// Records a field, if it differs.
    pub(crate) fn field<T: PartialEq + Serialize>(&mut self, name: &str, old: &T, new: &T) {
        if old != new {
            self.0.insert(name.to_owned(), json!([old, new]));
        }
    }
}

/// The fields of a thing that differ.
pub(crate) fn differences<T: Noted>(before: &T, after: &T) -> Map<String, Value> {
    let mut changes = Changes::default();
    after.note(before, &mut changes);
    changes.0
}

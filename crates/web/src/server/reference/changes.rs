//! What types of `app` read, as the description says it. A change tells apart what is not named from what is null, which no type of
//! the wire can say; what is described in its place must have the same fields.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::json;

use super::document;

/// The fields that a type reads: those that it tells of when it is given another one.
fn read<T: DeserializeOwned>() -> BTreeSet<String> {
    let error = serde_json::from_value::<T>(json!({ "?": 0 })).err().map(|error| error.to_string()).unwrap_or_default();
    let (_, known) = error.split_once("expected").unwrap_or_default();
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn described(schema: &str) -> BTreeSet<String> {
    let fields = document()["components"]["schemas"][schema]["properties"].as_object().unwrap();
    fields.keys().cloned().collect()
}

#[test]
fn changes_are_described_as_they_are_read() {
    for (schema, read) in [
        ("ChangeBody", read::<tasuki_app::answers::Change>()),
        ("EditBody", read::<tasuki_app::assessments::Edit>()),
        ("TaskChangeBody", read::<tasuki_app::tasks::Change>()),
        ("EvidenceChangeBody", read::<tasuki_app::evidence::Change>()),
    ] {
        assert_eq!(described(schema), read, "{schema}");
    }
}

//! JSON of strangers: fields are looked for by name, and what has another type counts as absent.

use serde_json::Value;

use super::error::ScanError;

/// The value of a file; arrays and objects are nested at most 128 deep.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, ScanError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| ScanError::Broken {
        format: None,
        place: format!("line {}", error.line()),
        detail: error.to_string(),
    })
}

/// A text that is not empty.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// Two texts with a blank between them, as far as they are there: a package with its version.
pub(super) fn joined(value: &Value, keys: [&str; 2]) -> Option<String> {
    let parts: Vec<&str> = keys.iter().filter_map(|key| text(value, key)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The members of a list; nothing if there is none.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The texts of a list.
pub(super) fn texts<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    list(value, key).iter().filter_map(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

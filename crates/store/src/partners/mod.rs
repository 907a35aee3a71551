//! The chain (取引先): who is in it.

pub mod register;

use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;

/// A value that is stored as JSON; `what` it is, for the error.
fn json<T: DeserializeOwned>(text: String, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(&text).map_err(|_| StoreError::Stored { what, text })
}

/// A value as JSON, to be stored.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A day, if there is one.
fn day(text: Option<String>) -> Result<Option<Date>, StoreError> {
    text.map(|text| text.parse().map_err(|_| StoreError::Stored { what: "a day", text })).transpose()
}

//! Values that are stored as JSON in a column.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;

/// A value that is stored as JSON; `what` it is, for the error.
pub(crate) fn json<T: DeserializeOwned>(text: String, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(&text).map_err(|_| StoreError::Stored { what, text })
}

/// A value as JSON, to be stored.
pub(crate) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

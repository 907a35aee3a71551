//! The chain (取引先): who is in it.

pub mod register;

use crate::StoreError;
use jiff::civil::Date;

/// A day, if there is one.
fn day(text: Option<String>) -> Result<Option<Date>, StoreError> {
    text.map(|text| text.parse().map_err(|_| StoreError::Stored { what: "a day", text })).transpose()
}

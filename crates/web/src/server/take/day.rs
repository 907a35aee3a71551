//! A day in a form or a body.

use jiff::civil::Date;
use tasuki_app::Error;

/// A day that was sent in a field.
pub(crate) fn day(text: &str, field: &str) -> Result<Date, Error> {
    text.trim().parse().map_err(|_| {
        Error::invalid("form.day", "日付を確かめてください。", "Check the day.")
            .hint("2027-03-31 のように入れてください。", "Write it like 2027-03-31.")
            .field(field)
    })
}

/// A day that may be left empty.
pub(crate) fn day_or_none(text: &str, field: &str) -> Result<Option<Date>, Error> {
    if text.trim().is_empty() { Ok(None) } else { day(text, field).map(Some) }
}

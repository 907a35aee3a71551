//! Which dates are accepted. A date on which something was done or shown must not be in the future, and no date may
//! be so early that it must be a mistake.

use jiff::civil::Date;
use tasuki_assess::EARLIEST_DAY;

use crate::{Context, Error};

/// Refuses a date after today for something that has happened. `field` is the field that contains it.
pub(crate) fn check(cx: &Context<'_, '_>, day: Date, code: &'static str, field: &'static str) -> Result<(), Error> {
    possible(day, field)?;
    if has(day, cx.now.today) {
        return Ok(());
    }
    let error = Error::invalid(
        code,
        format!("{day} はまだ来ていません。今日までの日にしてください。"),
        format!("{day} has not come yet: the day must not lie in the future."),
    );
    Err(error.hint("これからの予定は、期限に入れてください。", "Put what is planned into the due date.").field(field))
}

/// Refuses a date that must be a mistake.
pub(crate) fn possible(day: Date, field: &'static str) -> Result<(), Error> {
    if day >= EARLIEST_DAY {
        return Ok(());
    }
    let error = Error::invalid(
        "day.impossible",
        format!("{day} は古すぎます。年を確かめてください。"),
        format!("{day} is too long ago. Check the year."),
    )
    .hint("西暦4桁の年で入れ直してください。", "Enter the date again with a four-digit year.");
    Err(error.field(field))
}

/// The same for an optional date.
pub(crate) fn possible_if_any(day: Option<Date>, field: &'static str) -> Result<(), Error> {
    day.map_or(Ok(()), |day| possible(day, field))
}

/// Whether a date is plausible and not in the future.
pub(crate) fn has(day: Date, today: Date) -> bool {
    (EARLIEST_DAY..=today).contains(&day)
}

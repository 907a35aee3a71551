//! Which days may be given: what happened lies not in the future, the one rule for every day that says when something was done or shown; and no
//! day lies before anybody could have meant it.

use jiff::civil::Date;
use tasuki_assess::EARLIEST_DAY;

use crate::{Context, Error};

/// Refuses a day after today for something that happened. `field` is where it was given.
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

/// Refuses a day that nobody can have meant.
pub(crate) fn possible(day: Date, field: &'static str) -> Result<(), Error> {
    if day >= EARLIEST_DAY {
        return Ok(());
    }
    let error = Error::invalid(
        "day.impossible",
        format!("{day} は古すぎます。年を確かめてください。"),
        format!("{day} is too long ago. Check the year."),
    );
    Err(error.field(field))
}

/// The same of a day that need not be given.
pub(crate) fn possible_if_any(day: Option<Date>, field: &'static str) -> Result<(), Error> {
    day.map_or(Ok(()), |day| possible(day, field))
}

/// Whether a day has come, and can have been meant.
pub(crate) fn has(day: Date, today: Date) -> bool {
    (EARLIEST_DAY..=today).contains(&day)
}

//! What happened lies not in the future: the one rule for every day that says when something was done or shown.

use jiff::civil::Date;

use crate::{Context, Error};

/// Refuses a day after today for something that happened. `field` is where it was given.
pub(crate) fn check(cx: &Context<'_, '_>, day: Date, code: &'static str, field: &'static str) -> Result<(), Error> {
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

/// Whether a day has come.
pub(crate) fn has(day: Date, today: Date) -> bool {
    day <= today
}

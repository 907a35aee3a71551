//! Serial numbers: spreadsheet programs store days and times as a number of days since an epoch, with fractions of
//! a day.

use jiff::{Span, civil::Date};

/// A day, and the second of that day.
pub(crate) type Moment = (Date, u32);

/// Seconds per day.
pub(crate) const DAY: f64 = 86_400.0;

/// The moment for a serial number, and whether the number includes a day and not only a time.
#[expect(clippy::cast_possible_truncation, reason = "the number is bounded first")]
#[expect(clippy::cast_sign_loss, reason = "the rest of a division is positive")]
pub(crate) fn moment(number: f64, from_1904: bool) -> Option<Moment> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let seconds = (number * DAY).round();
    let days = (seconds / DAY).floor();
    let (mut day, second) = (days as i64, (seconds - days * DAY) as u32);
    // Spreadsheet programs count a 29 February 1900, which did not exist.
    let start = if from_1904 {
        Date::constant(1904, 1, 1)
    } else {
        day += i64::from(day < 60);
        Date::constant(1899, 12, 30)
    };
    Some((start.checked_add(Span::new().try_days(day).ok()?).ok()?, second))
}

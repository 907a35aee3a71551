//! Days and times for pages, in the office's time zone, which is Japan's.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use tasuki_app::Moment;
use tasuki_catalog::Lang;

/// A day in short form: without its year if that is the current one.
pub(crate) fn day(day: Date, today: Date, lang: Lang) -> String {
    let pattern = match (lang, day.year() == today.year()) {
        (Lang::Ja, true) => "%-m/%-d",
        (Lang::Ja, false) => "%Y/%-m/%-d",
        (Lang::En, true) => "%-d %b",
        (Lang::En, false) => "%-d %b %Y",
    };
    day.strftime(pattern).to_string()
}

/// A day with its year, where it is read for years.
pub(crate) fn whole_day(day: Date, lang: Lang) -> String {
    day.strftime(if lang == Lang::Ja { "%Y/%-m/%-d" } else { "%-d %b %Y" }).to_string()
}

/// A point in time, from milliseconds since 1970: only the time if it was today, otherwise day and time.
pub(crate) fn time(milliseconds: i64, today: Date, lang: Lang) -> String {
    let at = in_office(milliseconds);
    let clock = at.strftime("%H:%M");
    if at.date() == today { clock.to_string() } else { format!("{} {clock}", day(at.date(), today, lang)) }
}

/// When something happened, as a file tells it: a point in time, a day, or whatever it says.
pub(crate) fn told(text: &str, today: Date, lang: Lang) -> String {
    if let Ok(at) = text.parse::<Timestamp>() {
        return time(at.as_millisecond(), today, lang);
    }
    text.parse::<DateTime>().map_or_else(
        |_| text.to_owned(),
        |at| {
            let clock = at.strftime(if at.time() == jiff::civil::Time::midnight() { "" } else { " %H:%M" });
            format!("{}{clock}", day(at.date(), today, lang))
        },
    )
}

/// The day of a point in time.
pub(crate) fn day_of(milliseconds: i64) -> Date {
    in_office(milliseconds).date()
}

/// A point in time in machine-readable form.
pub(crate) fn instant(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).map_or_else(|_| String::new(), |at| at.to_string())
}

fn in_office(milliseconds: i64) -> DateTime {
    let at = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(Moment::zone()).datetime()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_leave_out_what_is_known() {
        let today = date(2026, 11, 21);
        assert_eq!(day(date(2026, 6, 30), today, Lang::Ja), "6/30");
        assert_eq!(day(date(2027, 3, 1), today, Lang::Ja), "2027/3/1");
        assert_eq!(day(date(2026, 6, 30), today, Lang::En), "30 Jun");
        assert_eq!(told("2026-11-20T23:30:00Z", date(2026, 11, 22), Lang::Ja), "11/21 08:30");
        assert_eq!(told("2026-11-20T23:30:00", today, Lang::Ja), "11/20 23:30", "a file without a zone is not moved");
        assert_eq!(told("2026-11-20", today, Lang::En), "20 Nov");
        assert_eq!(told("昨日", today, Lang::Ja), "昨日");
        // 2026-11-20 23:30 UTC is the next morning in Japan.
        assert_eq!(time(1_795_217_400_000, today, Lang::Ja), "08:30");
        assert_eq!(time(1_795_217_400_000, date(2026, 11, 22), Lang::Ja), "11/21 08:30");
    }
}

//! Days, times and states as pages write them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tasuki_assess::Status;
use tasuki_catalog::Lang;

/// The key of a state in templates and forms.
pub(crate) fn key(status: Status) -> &'static str {
    match status {
        Status::Unanswered => "unanswered",
        Status::Met => "met",
        Status::Partial => "partial",
        Status::Unmet => "unmet",
        Status::NotApplicable => "not_applicable",
    }
}

/// The state of a key.
pub(crate) fn status(key: &str) -> Option<Status> {
    Status::ALL.into_iter().find(|status| self::key(*status) == key)
}

/// A day, short: without its year when that is this one.
pub(crate) fn day(day: Date, today: Date, lang: Lang) -> String {
    let pattern = match (lang, day.year() == today.year()) {
        (Lang::Ja, true) => "%-m/%-d",
        (Lang::Ja, false) => "%Y/%-m/%-d",
        (Lang::En, true) => "%-d %b",
        (Lang::En, false) => "%-d %b %Y",
    };
    day.strftime(pattern).to_string()
}

/// When something happened, in the office's time.
pub(crate) fn time(milliseconds: i64, today: Date, lang: Lang) -> String {
    let Ok(at) = Timestamp::from_millisecond(milliseconds) else { return String::new() };
    let at = at.to_zoned(TimeZone::fixed(jiff::tz::offset(9)));
    let clock = at.strftime("%H:%M");
    if at.date() == today { clock.to_string() } else { format!("{} {clock}", day(at.date(), today, lang)) }
}

/// The same for machines.
pub(crate) fn instant(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).map_or_else(|_| String::new(), |at| at.to_string())
}

/// What a person is called on a round badge.
pub(crate) fn initial(name: &str) -> String {
    name.chars().next().map(String::from).unwrap_or_default()
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
        // 2026-11-20 23:30 UTC is the next morning in the office.
        assert_eq!(time(1_795_217_400_000, today, Lang::Ja), "08:30");
    }

    #[test]
    fn every_state_has_a_key_of_its_own() {
        for one in Status::ALL {
            assert_eq!(status(key(one)), Some(one));
        }
        assert_eq!(status("perhaps"), None);
    }
}

//! What the templates see of the calendar.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use tasuki_app::calendar::{Entry, What};
use tasuki_catalog::Lang;

use crate::{address, time};

/// Something on a day.
pub(super) struct EntryView {
    pub(super) what: &'static str,
    pub(super) word: &'static str,
    pub(super) criterion: String,
    pub(super) title: String,
    pub(super) path: String,
    pub(super) day: String,
    pub(super) overdue: bool,
    pub(super) done: bool,
}

/// One day of a month.
pub(super) struct DayView {
    /// 1 to 31.
    pub(super) number: i8,
    /// `2026-11-21`.
    pub(super) on: String,
    /// As readers hear it.
    pub(super) spoken: String,
    /// Whether it belongs to the month.
    pub(super) inside: bool,
    pub(super) today: bool,
    pub(super) entries: Vec<EntryView>,
    /// 0 to 3: how much there is.
    pub(super) load: usize,
    pub(super) overdue: bool,
}

/// A month as weeks of seven days.
pub(super) struct MonthView {
    /// `2026-11`.
    pub(super) key: String,
    pub(super) title: String,
    pub(super) current: bool,
    pub(super) weeks: Vec<Vec<DayView>>,
    pub(super) count: usize,
}

pub(super) fn entry(entry: &Entry, today: Date, lang: Lang) -> EntryView {
    EntryView {
        what: entry.what.word(),
        word: entry.what.name(lang),
        criterion: entry.criterion.clone().unwrap_or_default(),
        title: entry.title.clone(),
        path: address::within(&entry.subject),
        day: time::day(entry.day, today, lang),
        overdue: entry.overdue,
        done: entry.what == What::Inspected,
    }
}

/// The month that begins on `first`, with what falls into it.
pub(super) fn month(first: Date, entries: &[Entry], today: Date, lang: Lang) -> MonthView {
    let own: Vec<&Entry> = entries.iter().filter(|entry| entry.day.first_of_month() == first).collect();
    let lead = first.weekday().since(Weekday::Monday);
    let start = first.saturating_sub(i64::from(lead).days());
    let day = |place: i64| {
        let date = start.saturating_add(place.days());
        let inside = date.first_of_month() == first;
        let here: Vec<&Entry> = own.iter().copied().filter(|entry| inside && entry.day == date).collect();
        DayView {
            number: date.day(),
            on: date.to_string(),
            spoken: spoken(date, here.len(), lang),
            inside,
            today: date == today,
            load: match here.len() {
                0 => 0,
                1 => 1,
                2..=3 => 2,
                _ => 3,
            },
            overdue: here.iter().any(|entry| entry.overdue),
            entries: here.into_iter().map(|one| entry(one, today, lang)).collect(),
        }
    };
    let weeks = (i64::from(lead) + i64::from(first.days_in_month())).div_euclid(7)
        + i64::from((i64::from(lead) + i64::from(first.days_in_month())) % 7 > 0);
    MonthView {
        key: first.strftime("%Y-%m").to_string(),
        title: title(first, today, lang),
        current: today.first_of_month() == first,
        weeks: (0..weeks).map(|week| (week * 7..week * 7 + 7).map(day).collect()).collect(),
        count: own.len(),
    }
}

/// The name of a month; the year only where it is another one.
pub(super) fn title(first: Date, today: Date, lang: Lang) -> String {
    let pattern = match (lang, first.year() == today.year()) {
        (Lang::Ja, true) => "%-m月",
        (Lang::Ja, false) => "%Y年%-m月",
        (Lang::En, true) => "%B",
        (Lang::En, false) => "%B %Y",
    };
    first.strftime(pattern).to_string()
}

fn spoken(date: Date, count: usize, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}月{}日 {count}件", date.month(), date.day()),
        Lang::En => format!("{}: {count}", date.strftime("%-d %B")),
    }
}

/// The first day of a month written as `2026-11`.
pub(super) fn first(key: &str) -> Option<Date> {
    format!("{key}-01").parse().ok()
}

/// Only what the person who asks takes care of, where that is asked for.
pub(super) fn mine(entries: &mut Vec<Entry>, asked: bool) {
    if asked {
        entries.retain(|entry| entry.is_mine);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weeks_begin_on_monday_and_hold_the_whole_month() {
        let today = date(2026, 11, 21);
        for (year, number, weeks) in [(2026, 11, 6), (2027, 2, 4), (2027, 3, 5), (2028, 2, 5)] {
            let view = month(date(year, number, 1), &[], today, Lang::Ja);
            assert_eq!(view.weeks.len(), weeks, "{year}-{number}");
            let inside = view.weeks.iter().flatten().filter(|day| day.inside).count();
            assert_eq!(inside, usize::try_from(date(year, number, 1).days_in_month()).unwrap());
        }
        assert_eq!(month(date(2026, 11, 1), &[], today, Lang::Ja).weeks[0][6].number, 1);
        assert_eq!(first("2026-13"), None);
    }
}

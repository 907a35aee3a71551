//! Days and months as people write them.

use jiff::civil::Date;
use tasuki_catalog::Lang;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// 2026年7月1日, 1 July 2026.
pub(super) fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => format!("{} {}", date.day(), month(date, lang)),
    }
}

/// 2026年7月, July 2026.
pub(super) fn month(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}年{}月", date.year(), date.month()),
        Lang::En => format!("{} {}", month_name(date), date.year()),
    }
}

/// 7月, Jul.
pub(super) fn short_month(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}月", date.month()),
        Lang::En => month_name(date).chars().take(3).collect(),
    }
}

fn month_name(date: Date) -> &'static str {
    let at = usize::from(date.month().unsigned_abs()).saturating_sub(1);
    MONTHS.get(at).copied().unwrap_or_default()
}

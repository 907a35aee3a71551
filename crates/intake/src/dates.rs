//! Dates, as people write them: ISO, with slashes, with 年月日, and in the Japanese calendar.

use jiff::{Span, civil::Date};
use tasuki_catalog::fold;

/// Eras, by name and letter, with the year before their first.
const ERAS: [(&[&str], i16); 3] =
    [(&["令和", "令", "r"], 2018), (&["平成", "平", "h"], 1988), (&["昭和", "昭", "s"], 1925)];

/// The date in a cell that says nothing else: also a number of eight digits, or of days as spreadsheet programs count them.
pub(crate) fn alone(text: &str) -> Option<Date> {
    let plain = fold(text);
    let Ok(number) = plain.trim().parse::<i32>() else { return date(text) };
    match number {
        19_000_101..=21_001_231 => {
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        }
        36_526..=73_050 => Date::constant(1899, 12, 30).checked_add(Span::new().days(number)).ok(),
        _ => None,
    }
}

/// The date in `text`, the first of the month where it names no day; a time of day or a day of the week after it is ignored.
pub(crate) fn date(text: &str) -> Option<Date> {
    let plain: String = fold(&text.replace(['㋿', '㍻', '㍼'], era_name(text)));
    let plain = plain.trim();
    let era = ERAS
        .iter()
        .flat_map(|(names, before)| names.iter().map(move |name| (*name, *before)))
        .find_map(|(name, before)| Some((plain.strip_prefix(name)?, before)));
    let (rest, before) = era.map_or((plain, None), |(rest, before)| (rest, Some(before)));
    let (year, rest) = component(rest.trim_start_matches(['.', ' ']), &["年", "/", "-", "."])?;
    let (month, rest) = component(rest, &["月", "/", "-", "."])?;
    let (day, rest) =
        if plain.ends_with('月') && rest.is_empty() { (1, rest) } else { component(rest, &["日", ""])? };
    if rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | '年')) {
        return None;
    }
    let year = match before {
        Some(before) if (1..=99).contains(&year) => before + year,
        None if year >= 1900 => year,
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The name that a square era sign stands for; NFKC would give it too, but not on every version of its tables.
fn era_name(text: &str) -> &'static str {
    if text.contains('㋿') {
        "令和"
    } else if text.contains('㍻') {
        "平成"
    } else {
        "昭和"
    }
}

/// A number and the separator after it, which may be missing where `separators` has an empty one; 元 is the first year of an era.
fn component<'t>(text: &'t str, separators: &[&str]) -> Option<(i16, &'t str)> {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix("元年") {
        return Some((1, rest));
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 4 {
        return None;
    }
    let value = text[..digits].parse().ok()?;
    let rest = &text[digits..];
    let after = separators
        .iter()
        .filter(|separator| !separator.is_empty())
        .find_map(|separator| rest.trim_start().strip_prefix(separator));
    after.or_else(|| separators.contains(&"").then_some(rest)).map(|rest| (value, rest))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as on;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for text in [
            "2026-03-01",
            "2026/3/1",
            "2026/03/01",
            "2026.3.1",
            "2026年3月1日",
            "２０２６年３月１日",
            "2026 年 3 月 1 日",
            "令和8年3月1日",
            "令和８年３月１日",
            "R8.3.1",
            "R8/3/1",
            "r08.03.01",
            "Ｒ８．３．１",
            "㋿8年3月1日",
            "2026-03-01T09:30:00",
            "2026/3/1 9:30",
            "2026年3月1日（日）",
            " 2026-03-01 ",
            "2026年3月",
            "令和8年3月",
        ] {
            assert_eq!(date(text), Some(on(2026, 3, 1)), "{text:?}");
        }
        assert_eq!(date("令和元年5月1日"), Some(on(2019, 5, 1)));
        for (text, expected) in [
            ("20260301", on(2026, 3, 1)),
            ("２０２６０３０１", on(2026, 3, 1)),
            ("46174", on(2026, 6, 1)),
            ("36526", on(2000, 1, 1)),
        ] {
            assert_eq!(alone(text), Some(expected), "{text:?}");
        }
        for text in ["20261301", "36525", "73051", "7", "-46174"] {
            assert_eq!(alone(text), None, "{text:?}");
        }
        assert_eq!(date("平成31年4月30日"), Some(on(2019, 4, 30)));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "来月",
            "2026/3",
            "2026/13/1",
            "2026-02-30",
            "3/1",
            "3/1/2026",
            "26/3/1",
            "令和8年",
            "R0.1.1",
            "2026-03-01-02",
            "20260301x",
        ] {
            assert_eq!(date(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = date(&text);
        }

        #[test]
        fn every_spelling_is_the_same_day(days in 0i32..20_000) {
            let day = on(2019, 5, 1).saturating_add(jiff::Span::new().days(days));
            let (year, month, number) = (day.year(), day.month(), day.day());
            prop_assert_eq!(date(&format!("{year}/{month}/{number}")), Some(day));
            prop_assert_eq!(date(&format!("{year}年{month}月{number}日")), Some(day));
            prop_assert_eq!(date(&format!("令和{}年{month}月{number}日", year - 2018)), Some(day));
            prop_assert_eq!(date(&day.to_string()), Some(day));
        }
    }
}

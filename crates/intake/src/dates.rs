//! Dates, as people write them: ISO, with slashes, with 年月日, and in the Japanese calendar.

use jiff::civil::Date;
use tasuki_assess::EARLIEST_DAY;

use crate::{
    clean, serial,
    words::{is, latin, says, words},
};

/// Eras, by name and letter, with the year before their first.
const ERAS: [(&[&str], i16); 3] =
    [(&["令和", "令", "r"], 2018), (&["平成", "平", "h"], 1988), (&["昭和", "昭", "s"], 1925)];

/// The day, if it is plausible.
pub(crate) fn possible(day: Date) -> Option<Date> {
    (day >= EARLIEST_DAY).then_some(day)
}

/// The meaning of a date cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// One day, or the latest of several; and the words beside it.
    Day(Date, Option<String>),
    /// A day that is only planned.
    Planned,
    /// A day after the day of evaluation.
    Future(Date),
    /// No day.
    Nothing,
}

/// Words beside a day on which nothing has happened yet.
const PLANNED: [&str; 18] = [
    "予定", "次回", "計画", "見込", "期限", "まで", "目標", "期日", "締切", "以降", "来期", "翌", "未定", "next",
    "due", "plan", "until", "target",
];

/// A text longer than this, in bytes, is more than a day.
const LONGEST: usize = 256;

/// The day on which something happened, among all days in a text, as of `today`.
pub(crate) fn said(text: &str, from_1904: bool, today: Date) -> Said {
    let judged = |day: Date, words: Option<String>| if day > today { Said::Future(day) } else { Said::Day(day, words) };
    if let Some(day) = Some(text).filter(|text| text.len() <= LONGEST).and_then(|text| alone(text, from_1904)) {
        return judged(day, None);
    }
    let folded = plain(text);
    let clauses = folded.split(['、', ',', ';', '。', '→', '~', '〜']);
    let (mut days, mut planned) = (Vec::new(), false);
    for clause in clauses {
        let mut found = within(clause);
        if found.is_empty() {
            found.extend(days.last().and_then(|before| without_year(clause, *before)));
        }
        let is_planned = says(clause, &PLANNED);
        planned |= is_planned && !found.is_empty();
        days.extend(found.into_iter().filter(|_| !is_planned));
    }
    match days.into_iter().max() {
        Some(day) => judged(day, Some(clean::trim(text).to_owned())),
        None if planned => Said::Planned,
        None => Said::Nothing,
    }
}

/// Words beside a year in which something begins or is completed.
const BEGINS: &[&str] = words!("から より 以降 開始 施行 適用 完了 導入 実施 対応 整備 運用 達成");

/// Whether all years in a text begin after `today`, and something is to be done only then: `2027年度から`, `FY2027`,
/// `from 2027`.
pub(crate) fn begins_later(text: &str, today: Date) -> bool {
    let folded = plain(text);
    let clauses = folded.split(['(', ')', '、', ',', ';', '。', ':', '~', '〜', '\n']).map(str::trim);
    let said = clauses.filter_map(|clause| years(clause).min().map(|begins| (clause, begins)));
    let said: Vec<(&str, Date)> = said.collect();
    let tells = |clause: &str| {
        let words = clause.trim_matches(|c: char| c.is_ascii_digit() || "令和年度.'/- ".contains(c));
        words.is_empty()
            || is(words, words!("fy r"))
            || says(words, BEGINS)
            || latin(words).any(|word| is(word, words!("from by in starting")))
    };
    said.iter().all(|(_, begins)| *begins > today) && said.iter().any(|(clause, _)| tells(clause))
}

/// The first days of the years in a folded text; business years begin in April.
fn years(text: &str) -> impl Iterator<Item = Date> {
    let starts = text
        .char_indices()
        .filter(|(at, c)| c.is_ascii_digit() && !text[..*at].ends_with(|c: char| c.is_ascii_digit()));
    starts.filter_map(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = (rest[..digits].parse::<i16>().ok()?, rest[digits..].trim_start());
        let is_era = ERAS[0].0.iter().any(|era| before.trim_end().ends_with(era));
        let is_business = after.starts_with("年度") || before.trim_end().ends_with("fy");
        let is_year =
            is_business || after.starts_with('年') || ["from ", "by ", "in "].iter().any(|word| before.ends_with(word));
        let is_year = is_year || before.trim().is_empty() && is_month_at_most(after);
        let year = match number {
            2000..=2100 => number,
            1..=99 if is_era => ERAS[0].1 + number,
            15..=99 if is_business => 2000 + number,
            _ => return None,
        };
        if is_year { Date::new(year, if is_business { 4 } else { 1 }, 1).ok() } else { None }
    })
}

/// Nothing, or the number of a month: `2027`, `2027/4`.
fn is_month_at_most(after: &str) -> bool {
    let month = after.strip_prefix(['/', '-', '.']).map(str::trim_end);
    after.trim().is_empty()
        || month.is_some_and(|month| month.len() < 3 && month.parse().is_ok_and(|month: u8| (1..=12).contains(&month)))
}

/// `5月1日` or `5/1` after another day: in the same year, or in the next year if it would otherwise be before that
/// day.
fn without_year(clause: &str, before: Date) -> Option<Date> {
    let (month, rest) = component(clause.trim(), &["月", "/"])?;
    let (day, rest) = component(rest, &["日", ""])?;
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let on = |year: i16| Date::new(year, month, day).ok();
    let same = on(before.year()).filter(|day| *day >= before).or_else(|| on(before.year() + 1));
    // `3/4拠点` is a count.
    let counts =
        |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.') || !clause.contains('月') && c.is_alphabetic();
    same.filter(|_| !rest.starts_with(counts))
}

/// All days in a text.
fn within(text: &str) -> Vec<Date> {
    let (mut days, mut at, mut before) = (Vec::new(), 0, ' ');
    while let Some(c) = text[at..].chars().next() {
        // Few characters begin a date, and this is checked for every text.
        let may_begin = c.is_ascii_digit() || c.is_whitespace() || "令平昭rhs.元".contains(c);
        let begins = may_begin && !before.is_ascii_alphanumeric() && !matches!(before, '/' | '.' | '-');
        if let Some((day, rest)) = begins.then(|| beginning(&text[at..])).flatten() {
            days.push(day);
            (at, before) = (text.len() - rest.len(), ' ');
        } else {
            (at, before) = (at + c.len_utf8(), c);
        }
    }
    days
}

/// The date in a cell that contains nothing else except a time of day or a day of the week. Eight digits and the
/// serial number of a spreadsheet program are also read.
pub(crate) fn alone(text: &str, from_1904: bool) -> Option<Date> {
    let plain = plain(text);
    let plain = plain.trim();
    let Ok(number) = plain.parse::<i32>() else {
        let (day, rest) = beginning(plain)?;
        return is_time(rest).then_some(day);
    };
    match number {
        19_000_101..=21_001_231 => {
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
                .ok()
                .and_then(possible)
        }
        number => serial(f64::from(number), from_1904),
    }
}

/// The day for a plain number, if it is in this century.
pub(crate) fn serial(number: f64, from_1904: bool) -> Option<Date> {
    let (day, _) = serial::moment(number, from_1904)?;
    (2000..2100).contains(&day.year()).then_some(day)
}

/// The date in `text`, the first of the month if it names no day; the text after it is ignored.
pub(crate) fn date(text: &str) -> Option<Date> {
    beginning(plain(text).trim()).map(|(day, _)| day)
}

fn plain(text: &str) -> String {
    clean::fold(&text.replace(['㋿', '㍻', '㍼'], era_name(text)))
}

/// Whether the text after a day is only the time or the day of the week.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "().".contains(c));
    let rest = rest.strip_prefix('t').unwrap_or(rest);
    let is_clock = rest.chars().all(|c| c.is_ascii_digit() || " :.+-z時分秒頃午前後apm".contains(c))
        && rest.starts_with(|c: char| c.is_ascii_digit() || c == '午');
    let weekday = rest.strip_suffix("曜日").or_else(|| rest.strip_suffix('曜')).unwrap_or(rest);
    let is_weekday = weekday.chars().count() == 1 && "月火水木金土日祝".contains(weekday);
    rest.is_empty() || is_clock || is_weekday
}

/// A date at the beginning of a folded text, and the text after it.
fn beginning(plain: &str) -> Option<(Date, &str)> {
    let era = ERAS
        .iter()
        .flat_map(|(names, before)| names.iter().map(move |name| (*name, *before)))
        .find_map(|(name, before)| Some((plain.strip_prefix(name)?, before)));
    let (rest, before) = era.map_or((plain, None), |(rest, before)| (rest, Some(before)));
    let (year, rest) = component(rest.trim_start_matches(['.', ' ']), &["年", "/", "-", "."])?;
    let (month, rest) = component(rest, &["月", "/", "-", "."])?;
    let names_month = plain[..plain.len() - rest.len()].ends_with('月');
    let (day, rest) = match component(rest, &["日", ""]) {
        Some((day, after)) => (day, after),
        None if names_month => (1, rest),
        None => return None,
    };
    if rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | '年')) {
        return None;
    }
    let year = match before {
        Some(before) if (1..=99).contains(&year) => before + year,
        None if year >= 1900 => year,
        _ => return None,
    };
    let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((possible(day)?, rest))
}

/// The era name for a square era sign; NFKC would also give it, but not with every version of its tables.
fn era_name(text: &str) -> &'static str {
    if text.contains('㋿') {
        "令和"
    } else if text.contains('㍻') {
        "平成"
    } else {
        "昭和"
    }
}

/// A number and the separator after it, which may be missing if `separators` contains an empty one; 元 is the first
/// year of an era.
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
            assert_eq!(alone(text, false), Some(expected), "{text:?}");
        }
        // An implausibly early day is a typing error, or day zero of a calendar.
        for text in
            ["20261301", "36525", "73051", "7", "-46174", "19000100", "19691231", "1900/1/1", "昭和44年12月31日"]
        {
            assert_eq!(alone(text, false), None, "{text:?}");
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

    #[test]
    fn what_a_cell_of_days_says() {
        let (today, day) = (on(2026, 11, 29), on(2026, 5, 1));
        let words = |text: &str| Said::Day(day, Some(text.to_owned()));
        for (text, expected) in [
            ("2026/5/1", Said::Day(day, None)),
            ("\u{200e}2026/5/1", Said::Day(day, None)),
            ("2026/5/1 13:30", Said::Day(day, None)),
            ("2026年5月1日（金）", Said::Day(day, None)),
            ("2026年5月1日金曜日", Said::Day(day, None)),
            ("2025/11/1、2026/5/1", words("2025/11/1、2026/5/1")),
            ("2025/4/1～2026/5/1", words("2025/4/1～2026/5/1")),
            ("2026年4月1日～5月1日", words("2026年4月1日～5月1日")),
            ("2026/4/28～5/1", words("2026/4/28～5/1")),
            ("2025/12/20、5/1", words("2025/12/20、5/1")),
            ("2026/5/1、3拠点", words("2026/5/1、3拠点")),
            ("2026/5/1、3/4拠点", words("2026/5/1、3/4拠点")),
            ("2025/11/1\n2026/5/1", words("2025/11/1\n2026/5/1")),
            ("2026/5/1 田中確認、次回は2027/5/1", words("2026/5/1 田中確認、次回は2027/5/1")),
            ("確認済（令和8年5月1日）", words("確認済（令和8年5月1日）")),
            ("2027/3/1(予定)", Said::Planned),
            ("次回 2026/5/1", Said::Planned),
            ("2027年3月1日", Said::Future(on(2027, 3, 1))),
            ("平成40年3月1日", Said::Future(on(2028, 3, 1))),
            ("R9.3.1", Said::Future(on(2027, 3, 1))),
            ("2126/5/1", Said::Future(on(2126, 5, 1))),
            ("2026/5/1、2126/5/1", Said::Future(on(2126, 5, 1))),
            ("9999-12-31", Said::Future(on(9999, 12, 31))),
            ("6月頃", Said::Nothing),
            ("9999", Said::Nothing),
            ("IP 10.20.2026.5.1", Said::Nothing),
        ] {
            assert_eq!(said(text, false, today), expected, "{text:?}");
        }
        assert_eq!(said("44681", true, today), Said::Day(day, None));
        assert_eq!(said("46143", false, today), Said::Day(day, None));
    }

    #[test]
    fn years_that_are_to_come() {
        let today = on(2026, 11, 29);
        for text in [
            "2027年度から",
            "2027年から",
            "令和9年度から",
            "R9年度より",
            "FY2027",
            "27年度開始",
            "from 2027",
            "2028年完了",
            "2027",
            "2027/4",
            "2027-04",
            "(2027)",
            "2027年度～",
            "全社、2027年度以降",
        ] {
            assert!(begins_later(text, today), "{text:?}");
        }
        for text in [
            "2026年度から",
            "2025年から",
            "規程（2027年度版）",
            "2026年度～2027年度",
            "規程第2027号",
            "2026",
            "2026/4",
            "2027/13",
            "A4 2027",
            "27年前から",
            "R8年度から",
            "",
        ] {
            assert!(!begins_later(text, today), "{text:?}");
        }
        // The business year has not begun.
        assert!(begins_later("2027年度から", on(2027, 3, 31)));
        assert!(!begins_later("2027年度から", on(2027, 4, 1)));
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = date(&text);
            let _ = said(&text, false, on(2026, 1, 1));
            let _ = begins_later(&text, on(2026, 1, 1));
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

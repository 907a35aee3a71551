//! Numbers displayed as days and times.

use std::fmt::Write;

use jiff::civil::{Date, Weekday};

use super::{Shown, parse::Token};
use crate::serial::{DAY, moment};

pub(super) fn show(tokens: &[Token], number: f64, from_1904: bool) -> Shown {
    let Some((date, second)) = moment(number, from_1904) else { return Shown::default() };
    let names_day = tokens.iter().enumerate().any(|(at, token)| match token {
        Token::Time('m', _) => !is_minute(tokens, at),
        Token::Time(letter, _) => "ydegab".contains(*letter),
        _ => false,
    });
    let day = Some(date).filter(|_| names_day && (number >= 1.0 || from_1904));
    Shown { text: text(tokens, number, date, second), day }
}

/// Whether an `m` means minutes: after hours, or before seconds.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let of = |token: &&Token| token.is_of_time();
    let is = |token: Option<&Token>, letter: char| matches!(token, Some(Token::Time(found, _) | Token::Elapsed(found, _)) if *found == letter);
    is(tokens[..at].iter().rev().find(of), 'h') || is(tokens[at + 1..].iter().find(of), 's')
}

fn text(tokens: &[Token], number: f64, date: Date, second: u32) -> Option<String> {
    let half = tokens.contains(&Token::HalfDay);
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            Token::Time('m', length) if is_minute(tokens, at) => padded(&mut text, second / 60 % 60, *length),
            Token::Time('h', length) => {
                let hour = second / 3600;
                let hour = if half { (hour + 11) % 12 + 1 } else { hour };
                padded(&mut text, hour, *length);
            }
            Token::Time('s', length) => padded(&mut text, second % 60, *length),
            Token::Time(letter, length) => text.push_str(&part(*letter, *length, date)),
            Token::Elapsed(letter, length) => padded(&mut text, elapsed(*letter, number), *length),
            Token::HalfDay => text.push_str(if second < 43_200 { "AM" } else { "PM" }),
            Token::Point => text.push('.'),
            Token::Comma => text.push(','),
            Token::Digit(_) => text.push('0'),
            _ => return None,
        }
    }
    Some(text.trim().to_owned())
}

fn padded(text: &mut String, number: u32, length: usize) {
    let width = length.min(2);
    let _ = write!(text, "{number:0width$}");
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number is bounded and positive")]
fn elapsed(letter: char, number: f64) -> u32 {
    let seconds = (number * DAY).round().min(f64::from(u32::MAX)) as u32;
    match letter {
        'h' => seconds / 3600,
        'm' => seconds / 60,
        _ => seconds,
    }
}

fn part(letter: char, length: usize, date: Date) -> String {
    let month = date.month();
    let name = |pattern: &str| date.strftime(pattern).to_string();
    match (letter, length) {
        ('y', 1 | 2) => format!("{:02}", date.year() % 100),
        ('y' | 'b', _) => date.year().to_string(),
        ('m', 1) => month.to_string(),
        ('m', 2) => format!("{month:02}"),
        ('m', 3) => name("%b"),
        ('m', 4) => name("%B"),
        ('m', _) => name("%B").chars().take(1).collect(),
        ('d', 1) => date.day().to_string(),
        ('d', 2) => format!("{:02}", date.day()),
        ('d', 3) => name("%a"),
        ('d', _) => name("%A"),
        ('a', length) => {
            let name = weekday(date.weekday());
            if length > 3 { format!("{name}曜日") } else { name.to_owned() }
        }
        ('e', length) => {
            let year = era(date).1;
            if length > 1 { format!("{year:02}") } else { year.to_string() }
        }
        ('g', 1) => era(date).0.1.to_owned(),
        ('g', 2) => era(date).0.0.chars().take(1).collect(),
        ('g', _) => era(date).0.0.to_owned(),
        _ => String::new(),
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "月",
        Weekday::Tuesday => "火",
        Weekday::Wednesday => "水",
        Weekday::Thursday => "木",
        Weekday::Friday => "金",
        Weekday::Saturday => "土",
        Weekday::Sunday => "日",
    }
}

/// The era of a day, and the year within it.
fn era(date: Date) -> ((&'static str, &'static str), i16) {
    const ERAS: [((&str, &str), Date); 5] = [
        (("令和", "R"), Date::constant(2019, 5, 1)),
        (("平成", "H"), Date::constant(1989, 1, 8)),
        (("昭和", "S"), Date::constant(1926, 12, 25)),
        (("大正", "T"), Date::constant(1912, 7, 30)),
        (("明治", "M"), Date::constant(1868, 1, 25)),
    ];
    let known = ERAS.iter().find(|(_, start)| date >= *start).unwrap_or(&ERAS[4]);
    (known.0, date.year() - known.1.year() + 1)
}

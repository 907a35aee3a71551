//! Text from outside, before anybody looks at what it says.

use tasuki_app::Error;

/// No text of ours holds a NUL character, and one of our databases refuses it.
pub(super) fn nul() -> Error {
    Error::invalid("text.nul", "使えない文字（NUL）が含まれています。", "The text contains a NUL character.")
        .hint("その文字を除いてください。", "Remove it.")
}

/// What is wrong with percent-encoded text: that it is no UTF-8, or holds a NUL character.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    NotUtf8,
    Nul,
}

/// Looks at the characters of percent-encoded text: a path, a query, a form.
pub(super) fn check(encoded: &[u8]) -> Result<(), Wrong> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let [first, tail @ ..] = rest {
        let byte = if *first == b'%' { tail.first_chunk::<2>().copied().and_then(hexadecimal) } else { None };
        rest = if byte.is_some() { &tail[2..] } else { tail };
        decoded.push(byte.unwrap_or(*first));
    }
    if decoded.contains(&0) {
        return Err(Wrong::Nul);
    }
    str::from_utf8(&decoded).map(drop).map_err(|_| Wrong::NotUtf8)
}

fn hexadecimal(digits: [u8; 2]) -> Option<u8> {
    let digits = str::from_utf8(&digits).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

/// Says in both languages what serde found wrong with a value.
pub(super) fn mismatch(found: &str) -> (String, String) {
    // serde_json appends where it was; the field is told beside it.
    let found = found.split(" at line ").next().unwrap_or(found);
    let quoted = |rest: &str| rest.split('`').nth(1).unwrap_or_default().to_owned();
    if let Some(rest) = found.strip_prefix("missing field ") {
        let name = quoted(rest);
        return (format!("{name} がありません。"), format!("{name} is missing."));
    }
    if let Some(rest) = found.strip_prefix("unknown field ") {
        let (name, known) = (quoted(rest), rest.split_once(", expected ").map_or("", |(_, known)| known));
        let known = known.trim_start_matches("one of ");
        return (
            format!("{name} という項目はありません。使えるもの: {known}"),
            format!("There is no {name}; there are: {known}"),
        );
    }
    if let Some(rest) = found.strip_prefix("unknown variant ") {
        let (name, known) = (quoted(rest), rest.split_once(", expected ").map_or("", |(_, known)| known));
        let known = known.trim_start_matches("one of ");
        return (
            format!("{name} は使えません。使えるもの: {known}"),
            format!("{name} is not known; known are: {known}"),
        );
    }
    // What a parser says of the inside of a value is English of its own, and no help to whoever typed it.
    let wanted = found.rsplit_once(", expected ").map_or("", |(_, wanted)| wanted);
    if let Some((ja, en)) = form(wanted) {
        return (format!("{ja}ではありません。"), format!("It is not {en}."));
    }
    if let Some((from, to)) = range(wanted) {
        return (format!("{from} から {to} までにしてください。"), format!("It must be from {from} to {to}."));
    }
    if is_date(found) {
        let like = "2026-04-01";
        return (
            format!("日付の形が違います。{like} のように書いてください。"),
            format!("It is no date: write it like {like}."),
        );
    }
    ("値の形が違います。".to_owned(), "The value has the wrong form.".to_owned())
}

/// What serde wants, by how it begins to say so, in words.
const FORMS: [(&[&str], &str, &str); 7] = [
    (&["a string", "string", "str", "a character"], "文字列", "a text"),
    (&["a boolean", "bool", "`true` or `false`"], "true か false", "true or false"),
    (&["u8", "u16", "u32", "u64", "usize"], "0以上の（大きすぎない）整数", "a whole number from 0 (and not too large)"),
    (&["i8", "i16", "i32", "i64", "isize"], "（大きすぎない）整数", "a whole number (and not too large)"),
    (&["f32", "f64"], "数", "a number"),
    (&["a sequence", "a list", "an array", "sequence"], "並び（[ ]）", "a list ([ ])"),
    (&["an object", "a map", "map", "struct"], "項目の集まり（{ }）", "an object ({ })"),
];

fn form(wanted: &str) -> Option<(&'static str, &'static str)> {
    // A whole word: `struct` does not begin with `str`.
    let begins =
        |begin: &&str| wanted.strip_prefix(*begin).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let of = |all: &[&str]| all.iter().any(begins);
    FORMS.iter().find(|(all, ..)| of(all)).map(|(_, ja, en)| (*ja, *en))
}

/// `1 to 200`.
fn range(wanted: &str) -> Option<(u64, u64)> {
    let (from, to) = wanted.split_once(" to ")?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// Whether it was a date that could not be read.
fn is_date(found: &str) -> bool {
    ["year", "month", "day", "date"].iter().any(|part| found.contains(part))
}

/// The error of a value that has not the form that is wanted.
pub(super) fn misfit(code: &'static str, path: &str, found: &str) -> Error {
    let (ja, en) = mismatch(found);
    let error = Error::invalid(code, ja, en);
    if path.is_empty() || path == "." { error } else { error.field(path) }
}

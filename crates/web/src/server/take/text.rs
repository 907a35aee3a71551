//! Validation of received text, before it is parsed.

use tasuki_app::Error;

/// None of our texts contains a NUL character, and PostgreSQL refuses it.
pub(super) fn nul() -> Error {
    Error::invalid("text.nul", "使えない文字（NUL）が含まれています。", "The text contains a NUL character.")
        .hint("その文字を除いてください。", "Remove it.")
}

/// Why percent-encoded text is refused: it is not UTF-8, or contains a NUL character.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    NotUtf8,
    Nul,
}

/// Checks the characters of percent-encoded text: a path, a query, a form.
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

/// Translates serde's message about a value into both languages.
pub(super) fn mismatch(found: &str) -> (String, String) {
    // serde_json appends the position; the field is reported separately.
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
    // A parser's message about the inside of a value exists only in English and does not help people.
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

/// The types that serde can expect, by the beginning of its description, in words.
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
    // Only whole words: `struct` does not begin with `str`.
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

/// Whether it was an invalid date.
fn is_date(found: &str) -> bool {
    ["year", "month", "day", "date"].iter().any(|part| found.contains(part))
}

/// The error of a value of the wrong type or format.
pub(super) fn misfit(code: &'static str, path: &str, found: &str) -> Error {
    let (ja, en) = mismatch(found);
    let error = Error::invalid(code, ja, en).hint(
        "API の説明で、この値の形を確かめて送り直してください。画面からのときは、開き直してもう一度お試しください。",
        "See the form of this value in the API documentation and send it again. On a page, reload it and try again.",
    );
    if path.is_empty() || path == "." { error } else { error.field(path) }
}

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
    if let Some((_, wanted)) = found.rsplit_once(", expected ") {
        return (
            format!("値の形が違います（必要な形: {wanted}）。"),
            format!("The value has the wrong form; expected {wanted}."),
        );
    }
    (format!("値の形が違います（{found}）。"), format!("The value has the wrong form: {found}."))
}

/// The error of a value that has not the form that is wanted.
pub(super) fn misfit(code: &'static str, path: &str, found: &str) -> Error {
    let (ja, en) = mismatch(found);
    let error = Error::invalid(code, ja, en);
    if path.is_empty() || path == "." { error } else { error.field(path) }
}

//! Text limited to the characters that the fonts have.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::fonts::is_covered;

/// `text` with only characters that the fonts have: composed, without invisible characters, and with the code point
/// in place of any missing character, `[U+1F600]`. PDF/UA forbids characters without a glyph, a report must not
/// fail because of an emoji in a note, and a name must never be printed as a different name.
pub fn printable(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut printed = String::with_capacity(text.len());
    for character in text.nfc().filter(|&character| !is_invisible(character)) {
        match shape(character) {
            Some(character) => printed.push(character),
            None => printed += &number(character),
        }
    }
    printed
}

/// The characters of `text` that the fonts lack.
pub fn unprintable(text: &str) -> BTreeSet<char> {
    if is_plain(text) {
        return BTreeSet::new();
    }
    text.nfc().filter(|&character| !is_invisible(character) && shape(character).is_none()).collect()
}

/// The code point of a character, as it is printed in its place.
pub fn number(character: char) -> String {
    format!("[U+{:04X}]", u32::from(character))
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
}

/// The character that is printed for a character, if the fonts have it.
fn shape(character: char) -> Option<char> {
    match character {
        '\n' => Some('\n'),
        _ if character.is_control() => Some(' '),
        _ if is_private(character) || !is_covered(character) => None,
        _ => Some(character),
    }
}

/// Joiners, variation selectors and direction marks: they change other glyphs and have none of their own.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}' | '\r')
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

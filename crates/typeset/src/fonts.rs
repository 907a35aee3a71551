//! `BIZ UDPGothic`, regular and bold: the only fonts there are.

use std::sync::LazyLock;

use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};
use unicode_normalization::UnicodeNormalization;

/// The family that documents and charts name.
pub const FAMILY: &str = "BIZ UDPGothic";

/// The licence that the fonts carry (SIL Open Font License 1.1).
pub const FONT_LICENSE: &str = include_str!(concat!(env!("OUT_DIR"), "/LICENSE_FONT"));

static REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/BIZUDPGothic_400Regular.ttf"));
static BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/BIZUDPGothic_700Bold.ttf"));

/// The fonts and what Typst wants to know about them, read once.
pub(crate) struct Shelf {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

pub(crate) static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let fonts: Vec<Font> = [REGULAR, BOLD].into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect();
    Shelf { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// Stands for a character that the fonts do not have, as Japanese printers do it.
const GETA: char = '〓';

/// `text` with only characters that the fonts have: composed, without invisible ones, and 〓 for any that is missing. PDF/UA
/// forbids characters without a shape, and a report must not fail over an emoji in a note.
pub fn printable(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return text.to_owned();
    }
    text.nfc().filter(|&character| !is_invisible(character)).map(printed).collect()
}

fn printed(character: char) -> char {
    match character {
        '\n' => '\n',
        _ if character.is_control() => ' ',
        _ if is_private(character) || !is_covered(character) => GETA,
        _ => character,
    }
}

fn is_covered(character: char) -> bool {
    SHELF.fonts.first().is_some_and(|font| font.info().coverage.contains(u32::from(character)))
}

/// Joiners, selectors of variants and marks of direction: they change shapes and have none.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e0fff}' | '\r')
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

//! The fonts: `BIZ UDPGothic`, regular and bold, with a second font for characters that it lacks. There are no
//! others.
//!
//! The second font, Noto Sans JP, is used for rare kanji, which occur in names, and for European letters. It is
//! stored in compressed slices, and only the slices that a document needs are loaded: nearly no document needs one.

use std::collections::{BTreeSet, HashMap};
use std::io::Read as _;
use std::sync::{LazyLock, OnceLock};

use flate2::read::ZlibDecoder;
use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::woff;

/// The font family named in documents and charts.
pub const FAMILY: &str = "BIZ UDPGothic";

/// The licences of the fonts (both SIL Open Font License 1.1).
pub const FONT_LICENSE: &str = concat!(
    include_str!(concat!(env!("OUT_DIR"), "/LICENSE_FONT")),
    "\n\nNoto Sans JP:\n\n",
    include_str!(concat!(env!("OUT_DIR"), "/LICENSE_FONT_2"))
);

static REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/BIZUDPGothic_400Regular.ttf.z"));
static BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/BIZUDPGothic_700Bold.ttf.z"));

/// First and last character of a range.
type Range = (u32, u32);
/// The second font: each compressed slice, with the characters that it is said to contain.
static SLICES: &[(&[u8], &[Range])] = &include!(concat!(env!("OUT_DIR"), "/slices.rs"));

/// The fonts, and the information about them that Typst needs.
pub(crate) struct Shelf {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
}

impl Shelf {
    fn of(fonts: Vec<Font>) -> Self {
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }

    /// The first font, and the slices of the second that these texts need.
    pub(crate) fn holding<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Self> {
        let mut needed = BTreeSet::new();
        for text in texts.filter(|text| !text.is_ascii()) {
            let rare = text.chars().filter(|character| !character.is_ascii() && !is_first(*character));
            needed.extend(rare.filter_map(|character| place(character).filter(|at| opened(*at, character).is_some())));
        }
        let slices = needed.iter().filter_map(|at| font(*at).cloned());
        (!needed.is_empty()).then(|| Self::of(SHELF.fonts.iter().cloned().chain(slices).collect()))
    }
}

/// The first font alone.
pub(crate) static SHELF: LazyLock<Shelf> =
    LazyLock::new(|| Shelf::of(unpacked().into_iter().flat_map(Font::iter).collect()));

/// Both weights, each on a core of its own: the first document waits for them.
fn unpacked() -> [Bytes; 2] {
    let unpack = |packed: &[u8]| {
        let mut font = Vec::new();
        // What the build has packed is whole.
        let _ = ZlibDecoder::new(packed).read_to_end(&mut font);
        Bytes::new(font)
    };
    std::thread::scope(|scope| {
        let bold = scope.spawn(|| unpack(BOLD));
        [unpack(REGULAR), bold.join().unwrap_or_else(|_| unpack(BOLD))]
    })
}

/// The slice that should contain each character.
static PLACES: LazyLock<HashMap<u32, usize>> = LazyLock::new(|| {
    let ranges = SLICES.iter().enumerate().flat_map(|(at, (_, ranges))| ranges.iter().map(move |range| (at, *range)));
    // Slices overlap only in common characters, which the first font also has.
    ranges.flat_map(|(at, (first, last))| (first..=last).map(move |character| (character, at))).collect()
});

fn place(character: char) -> Option<usize> {
    PLACES.get(&character.into()).copied()
}

/// A slice, loaded on first use.
fn font(at: usize) -> Option<&'static Font> {
    static OPENED: [OnceLock<Option<Font>>; SLICES.len()] = [const { OnceLock::new() }; SLICES.len()];
    let open = || Font::iter(Bytes::new(woff::unwrap(SLICES[at].0)?)).next();
    OPENED.get(at)?.get_or_init(open).as_ref()
}

/// A slice, if it really contains the character.
fn opened(at: usize, character: char) -> Option<&'static Font> {
    font(at).filter(|font| font.info().coverage.contains(character.into()))
}

/// Which characters the first font has: a bit for each number up to its last one. Every character of every document is
/// looked up here, and Typst's own table is read from its beginning each time.
static FIRST: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = Vec::new();
    for character in SHELF.fonts.first().into_iter().flat_map(|font| font.info().coverage.iter()) {
        let (at, bit) = (character as usize / 64, character % 64);
        bits.resize(bits.len().max(at + 1), 0);
        bits[at] |= 1 << bit;
    }
    bits
});

/// Whether the first font has a character.
fn is_first(character: char) -> bool {
    let character = u32::from(character);
    FIRST.get(character as usize / 64).is_some_and(|bits| bits >> (character % 64) & 1 == 1)
}

/// Whether any font has a character.
pub(crate) fn is_covered(character: char) -> bool {
    is_first(character) || place(character).is_some_and(|at| opened(at, character).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_the_second_font_opens_it() {
        let families = |text: &str| {
            let shelf = Shelf::holding([text].into_iter())?;
            Some(shelf.fonts.iter().map(|font| font.info().family.clone()).collect::<Vec<_>>())
        };
        assert_eq!(families("吉野工業 & Söhne"), None);
        assert_eq!(families("😀 한국"), None);
        let three = Some(vec![FAMILY.to_owned(), FAMILY.to_owned(), "Noto Sans JP".to_owned()]);
        assert_eq!(families("𠮷野工業"), three);
        assert_eq!(families("Việt Nam"), three);
    }

    #[test]
    fn the_first_font_is_looked_up_as_typst_would() {
        let coverage = &SHELF.fonts[0].info().coverage;
        let asked = ('\0'..=char::from(0x7f)).chain('\u{2000}'..='\u{33ff}').chain(['亜', '熙', '𠮷', '😀', char::MAX]);
        for character in asked {
            assert_eq!(is_first(character), coverage.contains(character.into()), "{character:?}");
        }
    }

    #[test]
    fn every_slice_opens_and_is_taken_for_something() {
        for (at, (_, ranges)) in SLICES.iter().enumerate() {
            let font = font(at).unwrap();
            assert_eq!(font.info().family, "Noto Sans JP");
            let own = ranges.iter().flat_map(|(first, last)| *first..=*last).filter_map(char::from_u32);
            assert!(own.filter(|own| !is_first(*own)).any(|own| opened(at, own).is_some()), "slice {at} adds nothing");
        }
    }
}

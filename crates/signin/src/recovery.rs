//! Ten codes to print and put away; each is good for one sign-in if the telephone or the security key is lost.
//!
//! A code has 16 characters of an alphabet without look-alikes (no 0 O 1 I L U), about 78 bits: enough to store a
//! plain SHA-256 of it safely. Case, spaces, hyphens and full-width characters do not matter when it is typed.

use unicode_normalization::UnicodeNormalization;

use crate::random::Random;
use crate::tokens::Digest;

/// How many codes a person gets.
pub const HOW_MANY: usize = 10;

const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 16;
const GROUP: usize = 4;

/// One code. Like a token it is shown once, and only its digest is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// A sheet of new codes.
    pub fn sheet(random: &mut dyn Random) -> [Self; HOW_MANY] {
        std::array::from_fn(|_| Self::new(random))
    }

    fn new(random: &mut dyn Random) -> Self {
        Self((0..LENGTH).map(|_| character(random)).collect())
    }

    /// A code as somebody typed it, ignoring case and hyphens; `None` if it cannot be a code.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 200 {
            return None;
        }
        let folded: String = typed
            .nfkc()
            .filter(|character| !character.is_whitespace() && !"-‐‑‒–—−ー".contains(*character))
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let fits = folded.len() == LENGTH && folded.bytes().all(|byte| ALPHABET.contains(&byte));
        fits.then_some(Self(folded))
    }

    /// As it is shown: four groups of four.
    pub fn reveal(&self) -> String {
        let groups: Vec<&str> = (0..LENGTH / GROUP).map(|group| &self.0[group * GROUP..(group + 1) * GROUP]).collect();
        groups.join("-")
    }

    /// The digest that is stored instead.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }

    /// The position of this code among the digests of the unused codes. All are compared, so that the time reveals
    /// nothing.
    pub fn find(&self, left: &[Digest]) -> Option<usize> {
        let own = self.digest();
        left.iter().enumerate().fold(None, |found, (index, digest)| if *digest == own { Some(index) } else { found })
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RecoveryCode(…)")
    }
}

/// One character, each with the same probability: bytes beyond the last full round of the alphabet are drawn again.
fn character(random: &mut dyn Random) -> char {
    let fair = 256 - 256 % ALPHABET.len();
    loop {
        let [byte] = crate::random::bytes::<1>(random);
        if usize::from(byte) < fair {
            return char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
        }
    }
}

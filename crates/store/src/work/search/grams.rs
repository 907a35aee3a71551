//! Pairs of neighbouring letters, encoded so that the parsers of the engines leave them alone.
//!
//! A letter is encoded as four digits of base 36, a pair as eight. The last letter of a word is also stored alone,
//! so that a search for one letter, which is a prefix search, finds it at any position.

use std::collections::BTreeSet;

use tasuki_catalog::fold;

/// The maximum number of different pairs per text: more than a text of the maximum permitted size has, and within
/// the limits of PostgreSQL.
const MOST: usize = 60_000;

/// All grams of a text without duplicates, separated by blanks.
pub(super) fn of_text(text: &str) -> String {
    let text = fold(text);
    let mut grams = BTreeSet::new();
    for word in text.split(' ') {
        let letters: Vec<char> = word.chars().collect();
        for at in 0..letters.len() {
            if grams.len() < MOST {
                grams.insert(spelt(&letters[at..letters.len().min(at + 2)]));
            }
        }
    }
    grams.into_iter().collect::<Vec<_>>().join(" ")
}

/// The FTS5 query for folded words.
pub(super) fn for_fts5(words: &[&str]) -> String {
    let wanted = of_words(words)
        .into_iter()
        .map(|(gram, whole)| if whole { format!("\"{gram}\"") } else { format!("\"{gram}\" *") });
    wanted.collect::<Vec<_>>().join(" AND ")
}

/// The PostgreSQL query for folded words.
pub(super) fn for_tsquery(words: &[&str]) -> String {
    let wanted = of_words(words)
        .into_iter()
        .map(|(gram, whole)| if whole { format!("'{gram}'") } else { format!("'{gram}':*") });
    wanted.collect::<Vec<_>>().join(" & ")
}

/// The grams of a text that contains these words, and whether each is complete or only a prefix.
fn of_words(words: &[&str]) -> BTreeSet<(String, bool)> {
    let mut wanted = BTreeSet::new();
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        match letters.as_slice() {
            [only] => drop(wanted.insert((spelt(&[*only]), false))),
            letters => wanted.extend(letters.windows(2).map(|pair| (spelt(pair), true))),
        }
    }
    wanted
}

fn spelt(letters: &[char]) -> String {
    let mut text = String::with_capacity(8);
    for letter in letters {
        let number = u32::from(*letter);
        for place in [36 * 36 * 36, 36 * 36, 36, 1] {
            text.extend(char::from_digit(number / place % 36, 36));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_its_pairs_and_its_last_letter() {
        assert_eq!(of_text("監査").split(' ').count(), 2);
        assert_eq!(of_text(" \n ").as_str(), "");
        assert!(of_text("ＡＢ").contains(&spelt(&['a', 'b'])));
        assert_eq!(spelt(&['\u{10ffff}']).len(), 4, "the last letter there is");
        assert_ne!(spelt(&['\u{10ffff}']), spelt(&['\u{10fffe}']));
    }

    #[test]
    fn no_query_holds_anything_that_an_engine_would_read() {
        for words in [vec!["監査", "a"], vec!["\"'", ") or ("], vec!["*", "&|!:"]] {
            for query in [for_fts5(&words), for_tsquery(&words)] {
                let plain = query.replace(" AND ", "").replace(" & ", "").replace("':*", "'").replace("\" *", "\"");
                assert!(
                    plain.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '"' || letter == '\''),
                    "{query}"
                );
            }
        }
    }
}

//! Words explained beside a criterion.

use serde::{Deserialize, Serialize};

use crate::{Lang, Text, fold};

/// All terms, in the order of their Japanese names in the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// The terms.
    pub terms: Vec<Term>,
}

/// One word and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// A stable name.
    pub id: String,
    /// 日本語.
    pub ja: String,
    /// English.
    pub en: String,
    /// Other spellings that texts use.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it means, plainly.
    pub explanation: Text,
    /// Editions whose own glossary has the word.
    pub sources: Vec<String>,
}

impl Term {
    /// Its name in `lang`.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

impl Glossary {
    /// The terms that occur in `text`, in the order of their first occurrence; a term inside a longer term that was
    /// found does not count (「情報機器」 is found in 「情報機器の管理」, and 「サイバー攻撃」 does not hide 「サイバーセキュリティ」).
    pub fn terms_in(&self, text: &str) -> Vec<&Term> {
        let text = fold(text);
        let mut found: Vec<(usize, usize, &Term)> = Vec::new();
        for term in &self.terms {
            let spellings =
                [term.ja.as_str(), term.en.as_str()].into_iter().chain(term.aliases.iter().map(String::as_str));
            let places = spellings.filter_map(|spelling| {
                let spelling = fold(spelling);
                whole_word(&text, &spelling).map(|start| (start, start + spelling.len()))
            });
            if let Some((start, end)) = places.min_by_key(|&(start, end)| (start, usize::MAX - end)) {
                found.push((start, end, term));
            }
        }
        let inside = |inner: &(usize, usize, &Term)| {
            found.iter().any(|outer| outer.0 <= inner.0 && inner.1 <= outer.1 && outer.1 - outer.0 > inner.1 - inner.0)
        };
        let mut kept: Vec<_> = found.iter().filter(|place| !inside(place)).collect();
        kept.sort_by_key(|place| place.0);
        kept.into_iter().map(|place| place.2).collect()
    }
}

/// The first position of `word` in `text`; a word in Latin letters must stand alone, not inside a longer word (`OS`
/// is not in `cost`).
fn whole_word(text: &str, word: &str) -> Option<usize> {
    let latin = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
    text.match_indices(word).map(|(start, _)| start).find(|&start| {
        let before = latin(text[..start].chars().next_back()) && latin(word.chars().next());
        let after = latin(text[start + word.len()..].chars().next()) && latin(word.chars().next_back());
        !before && !after
    })
}

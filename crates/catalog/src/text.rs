//! Texts in both supported languages.

use std::borrow::Borrow;

use serde::{Deserialize, Serialize};

/// A language that every text exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 日本語, the default language.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Every language; our own catalogues are in all of them.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// Words in a row, as people read them.
    pub fn joined<W: Borrow<str>>(self, words: impl IntoIterator<Item = W>) -> String {
        let between = match self {
            Self::Ja => "、",
            Self::En => ", ",
        };
        words.into_iter().collect::<Vec<W>>().join(between)
    }
}

/// One statement in Japanese and in English. Neither is ever empty in a checked catalogue: in one that is in a single
/// language, both halves are the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// 日本語.
    #[serde(default)]
    pub ja: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// A text from its Japanese and English halves.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }

    /// The half in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }

    /// Whether the half in `lang` says nothing.
    pub(crate) fn lacks(&self, lang: Lang) -> bool {
        self.get(lang).trim().is_empty()
    }

    /// Whether it has a character that no document can show.
    pub(crate) fn is_unprintable(&self) -> bool {
        let unprintable = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
        self.ja.chars().chain(self.en.chars()).any(unprintable)
    }

    /// Makes the half that says nothing the same as the other.
    pub(crate) fn fill(&mut self) {
        if self.lacks(Lang::Ja) {
            self.ja.clone_from(&self.en);
        } else if self.lacks(Lang::En) {
            self.en.clone_from(&self.ja);
        }
    }
}

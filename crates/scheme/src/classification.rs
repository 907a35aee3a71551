//! How confidential a piece of evidence is.

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

/// Who may see a piece of evidence, as the organization classified it (機密区分). The later one is the more confidential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    /// 公開: anybody may see it.
    Public,
    /// 社内: for people inside, and for those to whom it was opened.
    Internal,
    /// 秘: only for those whose role or grant says so.
    Confidential,
}

impl Classification {
    /// Every one of them, the least confidential first.
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::Confidential];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Public) => "公開",
            (Lang::Ja, Self::Internal) => "社内",
            (Lang::Ja, Self::Confidential) => "秘",
            (Lang::En, Self::Public) => "Public",
            (Lang::En, Self::Internal) => "Internal",
            (Lang::En, Self::Confidential) => "Confidential",
        }
    }
}

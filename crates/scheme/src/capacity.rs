//! In which capacity somebody from outside looks at an assessment.

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

/// What somebody from outside is for the organization that opens something to them (立場).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// セキュリティ専門家: confirms a self-assessment.
    Expert,
    /// 評価機関: evaluates for ★4.
    EvaluationBody,
    /// 技術検証事業者: tests devices for ★4.
    TechnicalVerifier,
    /// 監査人: audits for the organization itself.
    Auditor,
    /// 発注企業: buys from the organization.
    Buyer,
    /// 受注企業: supplies the organization.
    Supplier,
}

impl Capacity {
    /// Every one of them.
    pub const ALL: [Self; 6] =
        [Self::Expert, Self::EvaluationBody, Self::TechnicalVerifier, Self::Auditor, Self::Buyer, Self::Supplier];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Expert => "expert",
            Self::EvaluationBody => "evaluation_body",
            Self::TechnicalVerifier => "technical_verifier",
            Self::Auditor => "auditor",
            Self::Buyer => "buyer",
            Self::Supplier => "supplier",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Expert) => "セキュリティ専門家",
            (Lang::Ja, Self::EvaluationBody) => "評価機関",
            (Lang::Ja, Self::TechnicalVerifier) => "技術検証事業者",
            (Lang::Ja, Self::Auditor) => "監査人",
            (Lang::Ja, Self::Buyer) => "発注企業",
            (Lang::Ja, Self::Supplier) => "受注企業",
            (Lang::En, Self::Expert) => "security expert",
            (Lang::En, Self::EvaluationBody) => "evaluation body",
            (Lang::En, Self::TechnicalVerifier) => "technical verifier",
            (Lang::En, Self::Auditor) => "auditor",
            (Lang::En, Self::Buyer) => "buyer",
            (Lang::En, Self::Supplier) => "supplier",
        }
    }
}

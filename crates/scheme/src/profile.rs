//! What kind of organization it is: its industry and its size, so that peers can be compared.

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

/// 業種: the divisions of the Japan Standard Industrial Classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Industry(char);

const INDUSTRIES: &[(char, &str, &str)] = &[
    ('A', "農業・林業", "Agriculture and forestry"),
    ('B', "漁業", "Fisheries"),
    ('C', "鉱業・採石業", "Mining and quarrying"),
    ('D', "建設業", "Construction"),
    ('E', "製造業", "Manufacturing"),
    ('F', "電気・ガス・熱供給・水道業", "Electricity, gas, heat and water"),
    ('G', "情報通信業", "Information and communications"),
    ('H', "運輸業・郵便業", "Transport and postal services"),
    ('I', "卸売業・小売業", "Wholesale and retail"),
    ('J', "金融業・保険業", "Finance and insurance"),
    ('K', "不動産業・物品賃貸業", "Real estate and leasing"),
    ('L', "学術研究・専門・技術サービス業", "Research, professional and technical services"),
    ('M', "宿泊業・飲食サービス業", "Accommodation and food"),
    ('N', "生活関連サービス業・娯楽業", "Living-related and personal services"),
    ('O', "教育・学習支援業", "Education"),
    ('P', "医療・福祉", "Medical care and welfare"),
    ('Q', "複合サービス事業", "Compound services"),
    ('R', "その他のサービス業", "Other services"),
    ('S', "公務", "Government"),
];

impl Industry {
    /// Every industry, in the order of the classification.
    pub fn all() -> impl Iterator<Item = Self> {
        INDUSTRIES.iter().map(|(letter, _, _)| Self(*letter))
    }

    /// The industry for a letter.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|industry| industry.word() == word)
    }

    /// The letter that is stored and sent for it.
    pub fn word(self) -> String {
        self.0.to_string()
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let found = INDUSTRIES.iter().find(|(letter, _, _)| *letter == self.0);
        found.map_or("", |(_, ja, en)| if lang == Lang::Ja { ja } else { en })
    }
}

/// 規模: the number of people who work there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeClass {
    /// 1 to 5.
    UpTo5,
    /// 6 to 20.
    UpTo20,
    /// 21 to 50.
    UpTo50,
    /// 51 to 100.
    UpTo100,
    /// 101 to 300.
    UpTo300,
    /// 301 to 1,000.
    UpTo1000,
    /// More than 1,000.
    Over1000,
}

impl SizeClass {
    /// Every class, the smallest first.
    pub const ALL: [Self; 7] =
        [Self::UpTo5, Self::UpTo20, Self::UpTo50, Self::UpTo100, Self::UpTo300, Self::UpTo1000, Self::Over1000];

    /// The class for a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::UpTo5 => "1-5",
            Self::UpTo20 => "6-20",
            Self::UpTo50 => "21-50",
            Self::UpTo100 => "51-100",
            Self::UpTo300 => "101-300",
            Self::UpTo1000 => "301-1000",
            Self::Over1000 => "1001-",
        }
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::UpTo5 => ("1–5人", "1–5 people"),
            Self::UpTo20 => ("6–20人", "6–20 people"),
            Self::UpTo50 => ("21–50人", "21–50 people"),
            Self::UpTo100 => ("51–100人", "51–100 people"),
            Self::UpTo300 => ("101–300人", "101–300 people"),
            Self::UpTo1000 => ("301–1,000人", "301–1,000 people"),
            Self::Over1000 => ("1,001人以上", "1,001 people or more"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_read_back() {
        for class in SizeClass::ALL {
            assert_eq!(SizeClass::from_word(class.word()), Some(class));
        }
        for industry in Industry::all() {
            assert_eq!(Industry::from_word(&industry.word()), Some(industry));
        }
        assert_eq!(Industry::from_word("Z"), None);
        assert_eq!(SizeClass::from_word("many"), None);
    }

    #[test]
    fn peers_of_different_trade_or_size_are_told_apart() {
        let industries: Vec<_> = Industry::all().collect();
        assert_eq!(industries.len(), 19, "the classification has divisions A to S");
        for lang in [Lang::Ja, Lang::En] {
            let names: HashSet<_> = industries.iter().map(|industry| industry.name(lang)).collect();
            assert!(names.len() == industries.len() && !names.contains(""), "{names:?}");
            let names: HashSet<_> = SizeClass::ALL.iter().map(|class| class.name(lang)).collect();
            assert!(names.len() == SizeClass::ALL.len() && !names.contains(""), "{names:?}");
        }
    }

    #[test]
    fn names_are_in_the_language_of_the_reader() {
        let manufacturing = Industry::from_word("E").expect("a division");
        assert_eq!((manufacturing.name(Lang::Ja), manufacturing.name(Lang::En)), ("製造業", "Manufacturing"));
        let thirty = SizeClass::UpTo50;
        assert_eq!((thirty.name(Lang::Ja), thirty.name(Lang::En)), ("21–50人", "21–50 people"));
    }
}

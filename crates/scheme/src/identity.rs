//! How an organization is identified, beyond its name.

use std::fmt;

use serde::{Deserialize, Serialize};
use tasuki_catalog::{Lang, Text};
use unicode_normalization::UnicodeNormalization;

/// The identifier of an organization (識別): a public number, or only a name of its own.
///
/// Every value was checked when it was created, so that a mistyped number is found where it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Identity {
    /// 法人番号: 13 digits; the first is the check digit.
    CorporateNumber(String),
    /// Legal Entity Identifier (ISO 17442): 20 characters; the last two are check digits.
    Lei(String),
    /// D-U-N-S number: nine digits.
    Duns(String),
    /// GビズID: the mail address of the account.
    GBizId(String),
    /// A name of our own, if nothing better is known.
    Own(String),
}

/// The kinds of identity, in the order in which they are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    /// 法人番号.
    CorporateNumber,
    /// LEI.
    Lei,
    /// D-U-N-S.
    Duns,
    /// GビズID.
    #[serde(rename = "gbizid")]
    GBizId,
    /// Our own name.
    Own,
}

impl IdentityKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::CorporateNumber, Self::Lei, Self::Duns, Self::GBizId, Self::Own];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::CorporateNumber => "corporate_number",
            Self::Lei => "lei",
            Self::Duns => "duns",
            Self::GBizId => "gbizid",
            Self::Own => "own",
        }
    }

    /// The kind for a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::CorporateNumber) => "法人番号",
            (Lang::En, Self::CorporateNumber) => "Corporate number (Japan)",
            (_, Self::Lei) => "LEI",
            (_, Self::Duns) => "D-U-N-S",
            (Lang::Ja, Self::GBizId) => "GビズID",
            (Lang::En, Self::GBizId) => "gBizID",
            (Lang::Ja, Self::Own) => "名前だけ",
            (Lang::En, Self::Own) => "Name only",
        }
    }
}

impl Identity {
    /// An identity from what was typed: full-width characters, spaces, hyphens and the `T` of an invoice number are
    /// accepted.
    pub fn parse(kind: IdentityKind, typed: &str) -> Result<Self, IdentityError> {
        let folded: String = typed.nfkc().take(400).collect();
        let folded = folded.trim();
        let bare: String = folded.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        let strange =
            folded.chars().any(|c| !c.is_ascii_alphanumeric() && !c.is_whitespace() && !"-‐‑‒–—−ー".contains(c));
        match kind {
            IdentityKind::CorporateNumber => corporate_number(&bare, strange).map(Self::CorporateNumber),
            IdentityKind::Lei => lei(bare, strange).map(Self::Lei),
            IdentityKind::Duns if !strange && is_digits(&bare, 9) => Ok(Self::Duns(bare)),
            IdentityKind::Duns => Err(IdentityError::Duns),
            IdentityKind::GBizId if is_mail(folded) => Ok(Self::GBizId(folded.to_lowercase())),
            IdentityKind::GBizId => Err(IdentityError::GBizId),
            IdentityKind::Own if folded.is_empty() || folded.chars().count() > 200 => Err(IdentityError::Own),
            IdentityKind::Own => Ok(Self::Own(folded.to_owned())),
        }
    }

    /// Its kind.
    pub fn kind(&self) -> IdentityKind {
        match self {
            Self::CorporateNumber(_) => IdentityKind::CorporateNumber,
            Self::Lei(_) => IdentityKind::Lei,
            Self::Duns(_) => IdentityKind::Duns,
            Self::GBizId(_) => IdentityKind::GBizId,
            Self::Own(_) => IdentityKind::Own,
        }
    }

    /// The number, address or name itself.
    pub fn text(&self) -> &str {
        match self {
            Self::CorporateNumber(text) | Self::Lei(text) | Self::Duns(text) | Self::GBizId(text) | Self::Own(text) => {
                text
            }
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.kind().word(), self.text())
    }
}

/// How an identity is written in JSON: `{"kind": "corporate_number", "value": "…"}`.
#[derive(Serialize, Deserialize)]
struct Written {
    kind: IdentityKind,
    value: String,
}

impl TryFrom<Written> for Identity {
    type Error = IdentityError;
    fn try_from(written: Written) -> Result<Self, IdentityError> {
        Self::parse(written.kind, &written.value)
    }
}

impl From<Identity> for Written {
    fn from(identity: Identity) -> Self {
        Self { kind: identity.kind(), value: identity.text().to_owned() }
    }
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_mail(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !text.contains(char::is_whitespace)
        && text.len() <= 254
}

/// The first digit is 9 − (Σ Pn·Qn mod 9) over the other twelve from the right, Qn 1 for odd n and 2 for even.
fn corporate_number(bare: &str, strange: bool) -> Result<String, IdentityError> {
    let digits = bare.strip_prefix('T').unwrap_or(bare);
    if strange || !is_digits(digits, 13) {
        return Err(IdentityError::CorporateNumberShape);
    }
    let weighted = digits.bytes().skip(1).rev().zip([1, 2].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let expected = 9 - sum % 9;
    let found = u32::from(digits.as_bytes()[0] - b'0');
    if found == expected { Ok(digits.to_owned()) } else { Err(IdentityError::CorporateNumberCheck) }
}

/// Letters count as 10 to 35; the resulting number modulo 97 must be 1.
fn lei(bare: String, strange: bool) -> Result<String, IdentityError> {
    let checked = bare.len() == 20 && bare.bytes().skip(18).all(|byte| byte.is_ascii_digit());
    if strange || !checked {
        return Err(IdentityError::LeiShape);
    }
    let rest = bare.chars().filter_map(|c| c.to_digit(36)).fold(0, |rest, value| {
        let shift = if value < 10 { 10 } else { 100 };
        (rest * shift + value) % 97
    });
    if rest == 1 { Ok(bare) } else { Err(IdentityError::LeiCheck) }
}

/// Why a text is not a valid identity of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().get(Lang::En))]
pub enum IdentityError {
    /// Not 13 digits.
    CorporateNumberShape,
    /// The first digit does not fit the others.
    CorporateNumberCheck,
    /// Not 18 letters or digits followed by two digits.
    LeiShape,
    /// The last two digits do not fit the others.
    LeiCheck,
    /// Not nine digits.
    Duns,
    /// Not a mail address.
    GBizId,
    /// Empty, or far too long.
    Own,
}

impl IdentityError {
    /// A stable name for this error.
    pub fn code(self) -> &'static str {
        match self {
            Self::CorporateNumberShape => "identity.corporate_number_shape",
            Self::CorporateNumberCheck => "identity.corporate_number_check",
            Self::LeiShape => "identity.lei_shape",
            Self::LeiCheck => "identity.lei_check",
            Self::Duns => "identity.duns",
            Self::GBizId => "identity.gbizid",
            Self::Own => "identity.own",
        }
    }

    /// What is wrong.
    pub fn message(self) -> Text {
        match self {
            Self::CorporateNumberShape => Text::new("法人番号は13桁の数字です。", "A corporate number has 13 digits."),
            Self::CorporateNumberCheck => {
                Text::new("法人番号の検査数字が合いません。", "The check digit does not fit.")
            }
            Self::LeiShape => Text::new(
                "LEIは20文字の英数字で、最後の2文字は数字です。",
                "An LEI has 20 letters and digits and ends in two digits.",
            ),
            Self::LeiCheck => Text::new("LEIの検査数字が合いません。", "The check digits do not fit."),
            Self::Duns => Text::new("D-U-N-S番号は9桁の数字です。", "A D-U-N-S number has nine digits."),
            Self::GBizId => Text::new(
                "GビズIDのメールアドレスではありません。",
                "This is not the mail address of a gBizID account.",
            ),
            Self::Own => Text::new("名前が空か、長すぎます。", "The name is empty or too long."),
        }
    }

    /// What to do.
    pub fn hint(self) -> Text {
        match self {
            Self::CorporateNumberShape => Text::new(
                "国税庁の法人番号公表サイトで番号を確かめてください。",
                "Look the number up on the National Tax Agency's corporate number site.",
            ),
            Self::CorporateNumberCheck => {
                Text::new("桁の入れ違いがないか確かめてください。", "Look for digits that are swapped.")
            }
            Self::LeiShape => Text::new("文字の抜けがないか確かめてください。", "Look for missing characters."),
            Self::LeiCheck => Text::new("打ち間違いがないか確かめてください。", "Look for a typing error."),
            Self::Duns => Text::new("数字の抜けがないか確かめてください。", "Look for missing digits."),
            Self::GBizId => Text::new(
                "GビズIDのメールアドレスを入力してください。",
                "Enter the mail address of the gBizID account.",
            ),
            Self::Own => Text::new("名前を200文字以内で入力してください。", "Enter a name of at most 200 characters."),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use IdentityKind as Kind;

    #[test]
    fn good_ones_are_folded() {
        for (kind, typed, text) in [
            // The corporate number of the National Tax Agency itself, and the agency's worked example of the check
            // digit.
            (Kind::CorporateNumber, "7000012050002", "7000012050002"),
            (Kind::CorporateNumber, "８７００１１０００５９０１", "8700110005901"),
            (Kind::CorporateNumber, " T7000-0120-5000-2 ", "7000012050002"),
            (Kind::Lei, "5493001kjtiigc8y1r12", "5493001KJTIIGC8Y1R12"),
            (Kind::Duns, "15-048-3782", "150483782"),
            (Kind::GBizId, "Soumu@Example.co.jp", "soumu@example.co.jp"),
            (Kind::Own, "　例示工業 ", "例示工業"),
        ] {
            let identity = Identity::parse(kind, typed);
            assert_eq!(identity.as_ref().map(Identity::text), Ok(text), "{typed}");
            assert_eq!(identity.map(|identity| identity.kind()), Ok(kind));
        }
    }

    #[test]
    fn bad_ones_say_why() {
        for (kind, typed, error) in [
            (Kind::CorporateNumber, "123", IdentityError::CorporateNumberShape),
            (Kind::CorporateNumber, "", IdentityError::CorporateNumberShape),
            (Kind::CorporateNumber, "7000012050002;", IdentityError::CorporateNumberShape),
            (Kind::CorporateNumber, "700001205000A", IdentityError::CorporateNumberShape),
            (Kind::CorporateNumber, "7000012050020", IdentityError::CorporateNumberCheck),
            (Kind::CorporateNumber, "0000012050002", IdentityError::CorporateNumberCheck),
            (Kind::Lei, "5493001KJTIIGC8Y1R1", IdentityError::LeiShape),
            (Kind::Lei, "5493001KJTIIGC8Y1R1X", IdentityError::LeiShape),
            (Kind::Lei, "5493001KJTIIGC8Y1R12;", IdentityError::LeiShape),
            (Kind::Lei, "5493001KJTIIGC8Y1R13", IdentityError::LeiCheck),
            (Kind::Duns, "12345678", IdentityError::Duns),
            (Kind::Duns, "15048378A", IdentityError::Duns),
            (Kind::Duns, "150483782;", IdentityError::Duns),
            (Kind::Own, "  ", IdentityError::Own),
        ] {
            assert_eq!(Identity::parse(kind, typed), Err(error), "{typed}");
            assert!(!error.hint().ja.is_empty() && !error.hint().en.is_empty(), "{error:?}");
        }
    }

    /// One number per check digit, made up by the formula: there is no registry 9999.
    #[test]
    fn every_check_digit_of_a_corporate_number_is_known() {
        for number in [
            "1999900000008",
            "2999900000007",
            "3999900000006",
            "4999900000005",
            "5999900000004",
            "6999900000003",
            "7999900000002",
            "8999900000001",
            "9999900000000",
        ] {
            assert!(Identity::parse(Kind::CorporateNumber, number).is_ok(), "{number}");
            for first in ('0'..='9').filter(|first| !number.starts_with(*first)) {
                let wrong = format!("{first}{}", &number[1..]);
                let found = Identity::parse(Kind::CorporateNumber, &wrong);
                assert_eq!(found, Err(IdentityError::CorporateNumberCheck), "{wrong}");
            }
        }
    }

    #[test]
    fn a_mistyped_digit_is_found_where_it_is_typed() {
        for (kind, right, error) in [
            // 0 for 9 is the one slip that this check digit cannot see.
            (Kind::CorporateNumber, "2999912345678", IdentityError::CorporateNumberCheck),
            (Kind::Lei, "0000TASUKI00SAMPLE16", IdentityError::LeiCheck),
            (Kind::Lei, "999900SAMPLE00000064", IdentityError::LeiCheck),
        ] {
            assert!(Identity::parse(kind, right).is_ok(), "{right}");
            for (place, digit) in right.char_indices().filter(|(_, digit)| digit.is_ascii_digit()) {
                for other in ('1'..='8').filter(|other| *other != digit) {
                    let wrong = format!("{}{other}{}", &right[..place], &right[place + 1..]);
                    assert_eq!(Identity::parse(kind, &wrong), Err(error), "{wrong}");
                }
            }
        }
    }

    #[test]
    fn an_address_has_a_person_and_a_domain() {
        let long = |letters: usize| format!("{}@example.jp", "a".repeat(letters));
        for address in ["soumu@example.jp", "soumu.it@mail.example.co.jp", &long(254 - "@example.jp".len())] {
            assert!(Identity::parse(Kind::GBizId, address).is_ok(), "{address}");
        }
        for nothing in [
            "soumu",
            "@example.jp",
            "soumu@example",
            "soumu@.jp",
            "sou mu@example.jp",
            &long(255 - "@example.jp".len()),
        ] {
            assert_eq!(Identity::parse(Kind::GBizId, nothing), Err(IdentityError::GBizId), "{nothing}");
        }
    }

    #[test]
    fn a_name_may_have_two_hundred_characters() {
        assert!(Identity::parse(Kind::Own, "株").is_ok());
        assert!(Identity::parse(Kind::Own, &"株".repeat(200)).is_ok());
        assert_eq!(Identity::parse(Kind::Own, &"株".repeat(201)), Err(IdentityError::Own));
    }

    #[test]
    fn every_kind_is_told_apart() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
            assert_eq!(serde_json::to_value(kind).expect("written"), kind.word());
        }
        assert_eq!(Kind::from_word("passport"), None);
        for lang in [Lang::Ja, Lang::En] {
            let names: HashSet<_> = Kind::ALL.iter().map(|kind| kind.name(lang)).collect();
            assert!(names.len() == Kind::ALL.len() && !names.contains(""), "{names:?}");
        }
    }

    #[test]
    fn a_log_tells_the_kind_with_the_number() {
        let identity = Identity::parse(Kind::Duns, "15-048-3782").expect("good");
        assert_eq!(identity.to_string(), "duns:150483782");
    }

    #[test]
    fn every_refusal_has_a_code_and_a_sentence_of_its_own() {
        let all = [
            IdentityError::CorporateNumberShape,
            IdentityError::CorporateNumberCheck,
            IdentityError::LeiShape,
            IdentityError::LeiCheck,
            IdentityError::Duns,
            IdentityError::GBizId,
            IdentityError::Own,
        ];
        let codes: HashSet<_> = all.iter().map(|error| error.code()).collect();
        assert!(codes.len() == all.len() && codes.iter().all(|code| code.starts_with("identity.")), "{codes:?}");
        for error in all {
            let message = error.message();
            assert!(message.ja.ends_with('。') && message.en.ends_with('.'), "{error:?}");
        }
    }

    #[test]
    fn json_is_checked_too() {
        let json = r#"{"kind":"corporate_number","value":"7000012050002"}"#;
        let identity: Identity = serde_json::from_str(json).expect("good");
        assert_eq!(serde_json::to_string(&identity).expect("written"), json);
        assert!(serde_json::from_str::<Identity>(&json.replace('7', "6")).is_err());
    }
}

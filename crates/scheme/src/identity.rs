//! Which organization it is, beyond its name.

use std::fmt;

use serde::{Deserialize, Serialize};
use tasuki_catalog::{Lang, Text};
use unicode_normalization::UnicodeNormalization;

/// What identifies an organization (識別): a number that others know it by, or only its own name.
///
/// Every value has been checked when it was made, so that a mistyped number is found where it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Identity {
    /// 法人番号: 13 digits, the first of which checks the others.
    CorporateNumber(String),
    /// Legal Entity Identifier (ISO 17442): 20 characters, the last two of which check the others.
    Lei(String),
    /// D-U-N-S number: nine digits.
    Duns(String),
    /// GビズID: the mail address of the account.
    GBizId(String),
    /// A name of our own, where nothing better is known.
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

    /// The word by which it is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::CorporateNumber => "corporate_number",
            Self::Lei => "lei",
            Self::Duns => "duns",
            Self::GBizId => "gbizid",
            Self::Own => "own",
        }
    }

    /// The kind of a word.
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
    /// An identity from what was typed: full-width characters, spaces, hyphens and an invoice number's `T` are forgiven.
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

/// Letters count as 10 to 35; the number they make leaves 1 when divided by 97.
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

/// Why a text is no identity of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().get(Lang::En))]
pub enum IdentityError {
    /// Not 13 digits.
    CorporateNumberShape,
    /// The first digit does not fit the others.
    CorporateNumberCheck,
    /// Not 18 letters or digits and two digits.
    LeiShape,
    /// The last two digits do not fit the others.
    LeiCheck,
    /// Not nine digits.
    Duns,
    /// Not a mail address.
    GBizId,
    /// Nothing, or far too much.
    Own,
}

impl IdentityError {
    /// A name for this error that does not change.
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

    /// What is wrong and what to do.
    pub fn message(self) -> Text {
        match self {
            Self::CorporateNumberShape => Text::new("法人番号は13桁の数字です。", "A corporate number has 13 digits."),
            Self::CorporateNumberCheck => Text::new(
                "法人番号の検査数字が合いません。桁の入れ違いがないか確かめてください。",
                "The check digit does not fit. Look for digits that are swapped.",
            ),
            Self::LeiShape => Text::new(
                "LEIは20文字の英数字で、最後の2文字は数字です。",
                "An LEI has 20 letters and digits and ends in two digits.",
            ),
            Self::LeiCheck => Text::new(
                "LEIの検査数字が合いません。打ち間違いがないか確かめてください。",
                "The check digits do not fit. Look for a typing error.",
            ),
            Self::Duns => Text::new("D-U-N-S番号は9桁の数字です。", "A D-U-N-S number has nine digits."),
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
    use super::*;
    use IdentityKind as Kind;

    #[test]
    fn good_ones_are_folded() {
        for (kind, typed, text) in [
            // The national tax agency's own number, and its worked example of the check digit.
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
            (Kind::CorporateNumber, "7000012050020", IdentityError::CorporateNumberCheck),
            (Kind::CorporateNumber, "0000012050002", IdentityError::CorporateNumberCheck),
            (Kind::Lei, "5493001KJTIIGC8Y1R1", IdentityError::LeiShape),
            (Kind::Lei, "5493001KJTIIGC8Y1R13", IdentityError::LeiCheck),
            (Kind::Duns, "12345678", IdentityError::Duns),
            (Kind::GBizId, "soumu", IdentityError::GBizId),
            (Kind::Own, "  ", IdentityError::Own),
        ] {
            assert_eq!(Identity::parse(kind, typed), Err(error), "{typed}");
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

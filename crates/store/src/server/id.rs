//! Identifiers: 26 characters that sort by creation time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Which bytes are in the alphabet. A request reads a dozen identifiers; searching the alphabet for each character
/// would cost more than finding the rows.
const KNOWN: [bool; 256] = {
    let (mut known, mut place) = ([false; 256], 0);
    while place < ALPHABET.len() {
        known[ALPHABET[place] as usize] = true;
        place += 1;
    }
    known
};

/// A text that is not an identifier.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("not an identifier")]
pub struct IdError;

/// 48 bits of milliseconds since 1970 and 80 random bits, as 26 characters of Crockford's base 32.
fn encode(milliseconds: i64, random: [u8; 10]) -> [u8; 26] {
    let time = u128::from(milliseconds.max(0).unsigned_abs() & 0xffff_ffff_ffff);
    let tail = random.iter().fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
    let mut rest = (time << 80) | tail;
    let mut text = [b'0'; 26];
    for place in text.iter_mut().rev() {
        *place = ALPHABET[usize::try_from(rest & 31).unwrap_or(0)];
        rest >>= 5;
    }
    text
}

fn check(text: &str) -> Result<[u8; 26], IdError> {
    let bytes: [u8; 26] = text.as_bytes().try_into().map_err(|_| IdError)?;
    if bytes.iter().all(|byte| KNOWN[usize::from(*byte)]) { Ok(bytes) } else { Err(IdError) }
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 26]);

        impl $name {
            /// An identifier from the time and ten random bytes.
            pub fn new(milliseconds: i64, random: [u8; 10]) -> Self {
                Self(encode(milliseconds, random))
            }

            /// The 26 characters.
            pub fn as_str(&self) -> &str {
                str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                check(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl crate::FromCell for $name {
            fn from_cell(cell: crate::Cell<'_>) -> Option<Self> {
                match cell {
                    crate::Cell::Text(text) => text.parse().ok(),
                    _ => None,
                }
            }
            const EXPECTED: &'static str = stringify!($name);
        }

        impl<'a> From<&'a $name> for crate::Value<'a> {
            fn from(id: &'a $name) -> Self {
                Self::Text(id.as_str())
            }
        }

        impl<'a> From<&'a Option<$name>> for crate::Value<'a> {
            fn from(id: &'a Option<$name>) -> Self {
                id.as_ref().map_or(Self::Null, Self::from)
            }
        }
    )+};
}

identifiers! {
    /// An organization (組織).
    OrganizationId,
    /// A person, who may belong to several organizations.
    PersonId,
    /// A session of a signed-in person.
    SessionId,
    /// A browser in which a person has signed in.
    DeviceId,
    /// A passkey of a person.
    PasskeyId,
    /// A site of an organization.
    SiteId,
    /// An invitation into an organization.
    InvitationId,
    /// A grant (許可).
    GrantId,
    /// A link for somebody without an account.
    LinkId,
    /// An API token.
    ApiTokenId,
    /// An assessment (評価).
    AssessmentId,
    /// A comment on a criterion.
    CommentId,
    /// A piece of evidence (証跡).
    EvidenceId,
    /// A task (対応).
    TaskId,
    /// A notification (通知).
    NotificationId,
    /// A webhook.
    WebhookId,
    /// A delivery to a webhook.
    DeliveryId,
    /// A partner (取引先).
    PartnerId,
    /// A road to a ★ (★への道).
    RoadId,
    /// An issue that was raised in a review (質問, 指摘, 助言).
    IssueId,
    /// What could be looked at in an audit (母集団).
    PopulationId,
    /// What is looked at of a population (抽出).
    SampleId,
    /// A target of a technical check (検証の対象).
    TargetId,
    /// A scan that was imported (検査結果).
    ScanId,
    /// A finding of a scan (検出事項).
    ScanFindingId,
    /// A temporary parcel.
    ParcelId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_by_time_and_reads_back() {
        let early = PersonId::new(1_000, [255; 10]);
        let late = PersonId::new(1_001, [0; 10]);
        assert!(early < late);
        assert_eq!(late.as_str().parse(), Ok(late));
        assert_eq!(PersonId::new(0, [0; 10]).as_str(), "00000000000000000000000000");
    }

    #[test]
    fn refuses_what_is_none() {
        for text in [
            "",
            "x",
            "../../etc/passwd",
            "0000000000000000000000000U",
            "００００００００００００００００００００００００００",
        ] {
            assert_eq!(text.parse::<PersonId>(), Err(IdError), "{text}");
        }
    }
}

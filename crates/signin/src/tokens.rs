//! Secrets that we hand out: sessions, invitations, links to reset a password, keys of the API.
//!
//! A token is 32 random bytes behind a prefix that tells its kind, so that a leaked one is recognised by a scanner and a link of
//! one kind never works as another. The store keeps only its [`Digest`]; the token itself is shown once.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use crate::random::{self, Random};

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// Being signed in, in a cookie.
    Session,
    /// Joining an organization.
    Invitation,
    /// Choosing a new password.
    Reset,
    /// Being the first administrator.
    Welcome,
    /// Using the API.
    Api,
    /// Reading a calendar feed.
    Feed,
    /// Being a browser that somebody has signed in with before, in a cookie.
    Device,
    /// Confirming a mail address.
    Mail,
}

impl TokenKind {
    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Session, Self::Invitation, Self::Reset, Self::Welcome, Self::Api, Self::Feed, Self::Device, Self::Mail];

    /// What its tokens begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Session => "tss_",
            Self::Invitation => "tsi_",
            Self::Reset => "tsr_",
            Self::Welcome => "tsw_",
            Self::Api => "tsk_",
            Self::Feed => "tsf_",
            Self::Device => "tsd_",
            Self::Mail => "tsm_",
        }
    }
}

/// A secret, to be shown once. It does not print itself by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    kind: TokenKind,
    text: String,
}

impl Token {
    /// A new one.
    pub fn new(kind: TokenKind, random: &mut dyn Random) -> Self {
        let secret: [u8; SECRET_BYTES] = random::bytes(random);
        Self { kind, text: format!("{}{}", kind.prefix(), URL_SAFE_NO_PAD.encode(secret)) }
    }

    /// What somebody presents as a token of this kind; nothing if it cannot be one.
    pub fn parse(text: &str, kind: TokenKind) -> Option<Self> {
        let secret = text.strip_prefix(kind.prefix())?;
        let decoded = URL_SAFE_NO_PAD.decode(secret).ok()?;
        (decoded.len() == SECRET_BYTES).then(|| Self { kind, text: text.to_owned() })
    }

    /// What it is good for.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The secret itself, for the one who receives it.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// What the store keeps instead.
    pub fn digest(&self) -> Digest {
        Digest::of(self.text.as_bytes())
    }

    /// The beginning, by which its owner recognises it in a list.
    pub fn hint(&self) -> String {
        self.text.chars().take(self.kind.prefix().len() + 4).collect()
    }
}

const SECRET_BYTES: usize = 32;

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Token({}…)", self.kind.prefix())
    }
}

/// The SHA-256 of a secret with enough randomness of its own. Comparing takes the same time whatever differs.
#[derive(Clone, Copy, Eq, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// From what the store kept; nothing if it is not 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Digest({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

//! Secrets that we issue: sessions, invitations, links to reset a password, API tokens.
//!
//! A token is 32 random bytes with a prefix for its kind, so that scanners recognise a leaked one and a link of one
//! kind never works as another. Only its [`Digest`] is stored; the token itself is shown once.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use crate::random::{self, Random};

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// A session, in a cookie.
    Session,
    /// Joining an organization.
    Invitation,
    /// Choosing a new password.
    Reset,
    /// Becoming the first administrator.
    Welcome,
    /// Using the API.
    Api,
    /// Reading a calendar feed.
    Feed,
    /// Recognising a browser with which somebody has signed in before, in a cookie.
    Device,
    /// Confirming a mail address.
    Mail,
    /// Opening what is shared with somebody who has no account.
    Link,
    /// Looking at it, in a cookie.
    Visit,
}

impl TokenKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Session,
        Self::Invitation,
        Self::Reset,
        Self::Welcome,
        Self::Api,
        Self::Feed,
        Self::Device,
        Self::Mail,
        Self::Link,
        Self::Visit,
    ];

    /// The prefix of its tokens.
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
            Self::Link => "tsl_",
            Self::Visit => "tsv_",
        }
    }
}

/// A secret, to be shown once. Its `Debug` output hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    kind: TokenKind,
    text: String,
}

impl Token {
    /// Generates a new one.
    pub fn new(kind: TokenKind, random: &mut dyn Random) -> Self {
        let secret: [u8; SECRET_BYTES] = random::bytes(random);
        Self { kind, text: format!("{}{}", kind.prefix(), URL_SAFE_NO_PAD.encode(secret)) }
    }

    /// A presented token of this kind; `None` if the text cannot be one.
    pub fn parse(text: &str, kind: TokenKind) -> Option<Self> {
        let secret = text.strip_prefix(kind.prefix())?;
        let decoded = URL_SAFE_NO_PAD.decode(secret).ok()?;
        (decoded.len() == SECRET_BYTES).then(|| Self { kind, text: text.to_owned() })
    }

    /// What it may be used for.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The secret itself, for the person who receives it.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The digest that is stored instead.
    pub fn digest(&self) -> Digest {
        Digest::of(self.text.as_bytes())
    }

    /// The first characters, by which its owner recognises it in a list.
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

/// The SHA-256 of a secret that is random enough by itself. Comparison takes constant time.
#[derive(Clone, Copy, Eq, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// From the stored bytes; `None` unless there are 32.
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

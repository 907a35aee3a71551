//! Six-digit codes of an authenticator application (TOTP, RFC 6238): a new one every 30 seconds, one step of slack on either side for
//! clocks that differ, and none accepted twice.

use jiff::Timestamp;
use qrcode::{Color, QrCode};
use tasuki_catalog::{Lang, Text};
use totp_rs::{Algorithm, Builder, Totp};
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::random::{self, Random};

const STEP_SECONDS: u64 = 30;
const DIGITS: u8 = 6;
const SLACK: u16 = 1;

/// The secret shared between the authenticator application and the server.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl Secret {
    /// Generates a new one.
    pub fn new(random: &mut dyn Random) -> Self {
        Self(random::bytes(random))
    }

    /// From the stored bytes; `None` unless there are 20.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, to be stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// For typing into an application that cannot scan: groups of four characters.
    pub fn spelled(&self) -> String {
        let plain = self.base32();
        let groups: Vec<&str> = (0..plain.len()).step_by(4).map(|start| &plain[start..start + 4]).collect();
        groups.join(" ")
    }

    /// Twenty bytes are exactly 32 characters, without padding.
    fn base32(&self) -> String {
        const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut text = String::with_capacity(32);
        for five in self.0.chunks_exact(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for shift in (0..40).step_by(5).rev() {
                text.push(char::from(ALPHABET[(bits >> shift & 31) as usize]));
            }
        }
        text
    }

    /// The code at a moment, as the application shows it.
    pub fn code(&self, at: Timestamp) -> String {
        self.totp().generate(seconds(at)).to_string()
    }

    /// Checks whether `typed` is the code of `now`. Returns the time step of the code: store it, and pass the
    /// highest stored step as `used`, so that somebody who saw the code cannot use it again.
    pub fn verify(&self, typed: &str, now: Timestamp, used: Option<u64>) -> Result<u64, CodeRefusal> {
        let code = digits(typed).ok_or(CodeRefusal::Malformed)?;
        let step = self.totp().check(&code, seconds(now)).ok_or(CodeRefusal::Wrong)?;
        if used.is_some_and(|used| step <= used) { Err(CodeRefusal::Replayed) } else { Ok(step) }
    }

    /// Whether `typed` has the form of a code at all: anything else is a typing error, not a guess.
    pub fn may_be_code(typed: &str) -> bool {
        digits(typed).is_some()
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_step_duration(STEP_SECONDS)
            .with_skew(SLACK)
            .with_secret(totp_rs::Secret::new_stack(self.0))
            .build_noncompliant()
    }

    /// The `otpauth:` URI that an authenticator application reads: for `account` (a mail address) at `issuer` (the
    /// name of this server).
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let plain = |name: &str| name.replace(':', " ");
        let (issuer, account) = (plain(issuer), plain(account));
        let label = escape(&format!("{issuer}:{account}"));
        format!("otpauth://totp/{label}?secret={}&issuer={}", self.base32(), escape(&issuer))
    }

    /// The same URI as a QR code: an SVG of black squares on white, whatever the page's colours.
    pub fn picture(&self, issuer: &str, account: &str) -> Result<String, CodeRefusal> {
        let address = self.address(issuer, account);
        QrCode::new(address.as_bytes()).map(|code| svg(&code)).map_err(|_| CodeRefusal::TooLongToDraw)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// Why a code is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().get(Lang::En))]
pub enum CodeRefusal {
    /// It is not six digits.
    Malformed,
    /// It is a different code.
    Wrong,
    /// It was used already.
    Replayed,
    /// The account's name is too long for a QR code.
    TooLongToDraw,
}

impl CodeRefusal {
    /// A stable name for this refusal.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "code-malformed",
            Self::Wrong => "code-wrong",
            Self::Replayed => "code-replayed",
            Self::TooLongToDraw => "code-too-long-to-draw",
        }
    }

    /// What is wrong.
    pub fn message(self) -> Text {
        match self {
            Self::Malformed => Text::new("6桁の数字ではありません。", "This is not a code of six digits."),
            Self::Wrong => Text::new("コードが違います。", "The code is not right."),
            Self::Replayed => Text::new("このコードは使用済みです。", "This code was used already."),
            Self::TooLongToDraw => Text::new("名前が長すぎて図にできません。", "The name is too long for a picture."),
        }
    }

    /// What to do.
    pub fn hint(self) -> Text {
        match self {
            Self::Malformed => Text::new(
                "アプリに出ている6桁の数字を入力してください。",
                "Enter the six digits that the application shows.",
            ),
            Self::Wrong => Text::new(
                "アプリに今出ている数字を入力してください。続けて違うときは、スマートフォンの時刻を確かめてください。",
                "Enter the digits that the application shows now. If it keeps failing, check the telephone's clock.",
            ),
            Self::Replayed => {
                Text::new("次のコードが出るまで最大30秒お待ちください。", "Wait for the next one, at most 30 seconds.")
            }
            Self::TooLongToDraw => Text::new("鍵を手で入力してください。", "Type the key instead."),
        }
    }
}

/// The six digits, whichever way they were typed.
fn digits(typed: &str) -> Option<String> {
    let code: String = typed.nfkc().take(40).filter(|character| !character.is_whitespace()).collect();
    (code.len() == usize::from(DIGITS) && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or_default()
}

/// Percent-encoding as `url` does it for a path segment, with the separators of a query as well.
fn escape(text: &str) -> String {
    let mut scratch = Url::parse("otpauth://totp").ok();
    let escaped = scratch.as_mut().map(|url| {
        url.query_pairs_mut().append_pair("", text);
        url.query().unwrap_or_default().trim_start_matches('=').replace('+', "%20")
    });
    escaped.unwrap_or_default()
}

/// One path for all dark squares, surrounded by a quiet zone of four modules.
fn svg(code: &QrCode) -> String {
    use std::fmt::Write;
    const QUIET: usize = 4;
    let width = code.width();
    let mut path = String::new();
    for (index, _) in code.to_colors().iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let _ = write!(path, "M{} {}h1v1h-1z", index % width + QUIET, index / width + QUIET);
    }
    let side = width + 2 * QUIET;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

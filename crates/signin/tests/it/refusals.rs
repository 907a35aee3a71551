//! The codes and messages of refusals.

use std::collections::HashSet;

use tasuki_catalog::Text;
use tasuki_signin::{codes::CodeRefusal, openid::OpenIdRefusal, passkeys::PasskeyRefusal, passwords::PasswordRefusal};

/// Asserts that every refusal has its own code and a sentence in both languages.
fn told_apart(prefix: &str, all: &[(&'static str, Text)]) {
    let codes: HashSet<_> = all.iter().map(|(code, _)| code).collect();
    assert_eq!(codes.len(), all.len(), "{codes:?}");
    for (code, message) in all {
        assert!(code.starts_with(prefix), "{code}");
        assert!(message.ja.ends_with('。') && message.en.ends_with('.'), "{code}: {message:?}");
    }
}

#[test]
fn refusals_of_codes_are_told_apart() {
    let all = [CodeRefusal::Malformed, CodeRefusal::Wrong, CodeRefusal::Replayed, CodeRefusal::TooLongToDraw];
    told_apart("code-", &all.map(|refusal| (refusal.code(), refusal.message())));
}

#[test]
fn refusals_of_passwords_are_told_apart() {
    let (short, long) =
        (PasswordRefusal::TooShort { found: 7, least: 8 }, PasswordRefusal::TooLong { found: 201, most: 200 });
    let all = [short, long, PasswordRefusal::Guessable];
    told_apart("password-", &all.map(|refusal| (refusal.code(), refusal.message())));
    assert!(short.message().en.contains("at least 8 characters (this has 7)"), "{}", short.message().en);
}

#[test]
fn refusals_of_passkeys_are_told_apart() {
    let all = [
        PasskeyRefusal::UnsuitableAddress { address: "http://192.0.2.1".to_owned() },
        PasskeyRefusal::Malformed,
        PasskeyRefusal::Damaged,
        PasskeyRefusal::Stale,
        PasskeyRefusal::OtherSite,
        PasskeyRefusal::OwnerNotVerified,
        PasskeyRefusal::Unknown,
        PasskeyRefusal::Copied,
        PasskeyRefusal::Wrong { detail: "signature".to_owned() },
    ];
    told_apart("passkey-", &all.map(|refusal| (refusal.code(), refusal.message())));
}

#[test]
fn refusals_of_providers_are_told_apart_and_their_words_go_into_the_log_only() {
    let detail = || "what the provider said".to_owned();
    let all = [
        OpenIdRefusal::UnsuitableIssuer { issuer: "http://example.jp".to_owned() },
        OpenIdRefusal::OtherState,
        OpenIdRefusal::NotAnew,
        OpenIdRefusal::Unreachable { detail: detail() },
        OpenIdRefusal::Refused { detail: detail() },
        OpenIdRefusal::Untrusted { detail: detail() },
    ];
    for (place, refusal) in all.iter().enumerate() {
        assert_eq!(refusal.detail(), (place >= 3).then_some("what the provider said"), "{refusal:?}");
        assert!(!refusal.message().en.contains("what the provider said"), "{refusal:?}");
    }
    told_apart("openid-", &all.map(|refusal| (refusal.code(), refusal.message())));
}

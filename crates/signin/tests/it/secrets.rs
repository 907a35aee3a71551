//! Tokens and recovery codes.

use std::collections::BTreeSet;

use tasuki_signin::OperatingSystem;
use tasuki_signin::recovery::{HOW_MANY, RecoveryCode};
use tasuki_signin::tokens::{Digest, Token, TokenKind};

use crate::repeatable;

#[test]
fn a_token_is_found_again_by_its_digest() {
    let token = Token::new(TokenKind::Api, &mut repeatable());
    let presented = Token::parse(token.reveal(), TokenKind::Api).expect("it is one");
    assert_eq!(presented.digest(), token.digest());
    assert_eq!(Digest::from_slice(token.digest().as_bytes()), Some(token.digest()));
    assert_eq!(token.reveal().len(), 4 + 43);
    assert!(token.reveal().starts_with(&token.hint()), "{}", token.hint());
}

#[test]
fn the_hint_of_a_token_is_its_kind_and_four_characters() {
    for kind in TokenKind::ALL {
        let token = Token::new(kind, &mut repeatable());
        assert_eq!(token.kind(), kind);
        assert_eq!(token.hint(), token.reveal()[..kind.prefix().len() + 4], "{kind:?}");
    }
}

#[test]
fn digests_of_different_secrets_differ() {
    let (one, two) = (Digest::of(b"one"), Digest::of(b"two"));
    assert!(one != two && one == Digest::of(b"one"));
    assert_eq!(Digest::from_slice(&one.as_bytes()[1..]), None);
    assert_eq!(format!("{one:?}").len(), "Digest(0000…)".len(), "a log shows no more than two bytes of it");
}

#[test]
fn a_token_of_one_kind_is_no_token_of_another() {
    for made in TokenKind::ALL {
        let token = Token::new(made, &mut repeatable());
        for asked in TokenKind::ALL {
            assert_eq!(Token::parse(token.reveal(), asked).is_some(), made == asked);
        }
    }
}

#[test]
fn what_cannot_be_a_token_is_none() {
    for text in
        ["", "tsk_", "tsk_abc", "tsk_あ", "TSK_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &"tsk_A".repeat(99)]
    {
        assert!(Token::parse(text, TokenKind::Api).is_none(), "{text}");
    }
}

#[test]
fn secrets_do_not_print_themselves() {
    let token = Token::new(TokenKind::Session, &mut repeatable());
    assert_eq!(format!("{token:?}"), "Token(tss_…)");
    let [code, ..] = RecoveryCode::sheet(&mut repeatable());
    assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
}

#[test]
fn the_operating_system_never_gives_the_same_twice() {
    let tokens: BTreeSet<String> =
        (0..100).map(|_| Token::new(TokenKind::Session, &mut OperatingSystem).reveal().to_owned()).collect();
    assert_eq!(tokens.len(), 100);
}

#[test]
fn ten_codes_easy_to_copy() {
    let sheet = RecoveryCode::sheet(&mut repeatable());
    let shown: BTreeSet<String> = sheet.iter().map(RecoveryCode::reveal).collect();
    assert_eq!(shown.len(), HOW_MANY);
    for code in &shown {
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4, 4], "{code}");
        assert!(!code.contains(['0', 'O', '1', 'I', 'L', 'U']), "{code}");
    }
}

/// A source that gives every byte in turn. It begins with those that would favour the first characters of the alphabet.
fn every_byte() -> impl FnMut(&mut [u8]) {
    let mut next = 240_u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            *byte = next;
            next = next.wrapping_add(1);
        }
    }
}

#[test]
fn every_character_of_a_code_is_equally_likely() {
    // Of 256 bytes 240 are used, eight for each of the 30 characters: 15 codes of 16 characters.
    let mut random = every_byte();
    let codes = [RecoveryCode::sheet(&mut random), RecoveryCode::sheet(&mut random)].concat();
    let text: String = codes[..15].iter().map(|code| code.reveal().replace('-', "")).collect();
    for character in "23456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
        assert_eq!(text.matches(character).count(), 8, "{character}");
    }
}

#[test]
fn a_code_is_recognised_however_it_is_typed() {
    let sheet = RecoveryCode::sheet(&mut repeatable());
    let digests: Vec<Digest> = sheet.iter().map(RecoveryCode::digest).collect();
    let shown = sheet[7].reveal();
    let full_width: String = shown.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)).collect();
    for typed in [
        shown.clone(),
        shown.to_lowercase(),
        shown.replace('-', ""),
        format!(" {} ", shown.replace('-', " ")),
        full_width,
    ] {
        let code = RecoveryCode::parse(&typed).unwrap_or_else(|| panic!("{typed} is a code"));
        assert_eq!(code.find(&digests), Some(7), "{typed}");
    }
}

#[test]
fn a_used_code_is_gone() {
    let sheet = RecoveryCode::sheet(&mut repeatable());
    let left: Vec<Digest> = sheet.iter().skip(1).map(RecoveryCode::digest).collect();
    assert_eq!(sheet[0].find(&left), None);
}

#[test]
fn what_cannot_be_a_code_is_none() {
    for typed in ["", "1234", "ABCD-EFGH-JKMN-PQR", "OOOO-OOOO-OOOO-OOOO", &"A".repeat(10_000)] {
        assert!(RecoveryCode::parse(typed).is_none(), "{typed}");
    }
}

#[test]
fn blanks_around_a_code_are_read_up_to_a_limit() {
    let [code, ..] = RecoveryCode::sheet(&mut repeatable());
    for (length, is_read) in [(199, true), (200, true), (201, false), (10_000, false)] {
        let typed = format!("{:>length$}", code.reveal());
        assert_eq!(RecoveryCode::parse(&typed).is_some(), is_read, "{length}");
    }
}

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

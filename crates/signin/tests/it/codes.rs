use jiff::{SignedDuration, Timestamp};
use tasuki_signin::codes::{CodeRefusal, Secret};

use crate::{moment, repeatable};

const NOW: &str = "2026-11-21T09:00:10Z";

fn secret() -> Secret {
    Secret::new(&mut repeatable())
}

#[test]
fn the_published_examples_come_out() {
    // RFC 6238, appendix B: the last six of the eight digits.
    let secret = Secret::from_slice(b"12345678901234567890").expect("20 bytes");
    for (second, code) in
        [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
    {
        assert_eq!(secret.code(Timestamp::from_second(second).expect("a time")), code);
    }
    assert_eq!(secret.spelled(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
}

#[test]
fn the_neighbouring_codes_are_taken_and_no_others() {
    let (secret, now) = (secret(), moment(NOW));
    for (seconds, fits) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
        let code = secret.code(now + SignedDuration::from_secs(seconds));
        assert_eq!(secret.verify(&code, now, None).is_ok(), fits, "{seconds}");
    }
}

#[test]
fn no_code_is_taken_twice_nor_an_older_one() {
    let (secret, now) = (secret(), moment(NOW));
    let used = secret.verify(&secret.code(now), now, None).expect("the first time");
    assert_eq!(secret.verify(&secret.code(now), now, Some(used)), Err(CodeRefusal::Replayed));
    let older = secret.code(now - SignedDuration::from_secs(30));
    assert_eq!(secret.verify(&older, now, Some(used)), Err(CodeRefusal::Replayed));
    let next = now + SignedDuration::from_secs(30);
    assert_eq!(secret.verify(&secret.code(next), next, Some(used)), Ok(used + 1));
}

#[test]
fn full_width_digits_and_spaces_are_forgiven() {
    let (secret, now) = (secret(), moment(NOW));
    let code = secret.code(now);
    let wide: String = code.chars().filter_map(|digit| char::from_u32(u32::from(digit) + 0xFEE0)).collect();
    assert!(secret.verify(&wide, now, None).is_ok());
    assert!(secret.verify(&format!(" {} {} ", &code[..3], &code[3..]), now, None).is_ok());
}

#[test]
fn what_is_no_code_is_told_apart_from_a_wrong_one() {
    let (secret, now) = (secret(), moment(NOW));
    for typed in ["", "12345", "1234567", "abcdef", "+12345", "いろはにほへ"] {
        assert_eq!(secret.verify(typed, now, None), Err(CodeRefusal::Malformed), "{typed}");
        assert!(!Secret::may_be_code(typed), "{typed}");
    }
    let wrong = if secret.code(now) == "000000" { "000001" } else { "000000" };
    assert_eq!(secret.verify(wrong, now, None), Err(CodeRefusal::Wrong));
    assert!(Secret::may_be_code(wrong) && Secret::may_be_code("１２３ ４５６"));
}

#[test]
fn the_address_names_issuer_and_account() {
    let secret = Secret::from_slice(b"12345678901234567890").expect("20 bytes");
    assert_eq!(
        secret.address("襷 Tasuki", "yama+1@example.jp"),
        "otpauth://totp/%E8%A5%B7%20Tasuki%3Ayama%2B1%40example.jp?\
         secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E8%A5%B7%20Tasuki"
    );
}

#[test]
fn the_picture_is_one_that_a_page_may_hold() {
    let picture = secret().picture("Tasuki", "yama@example.jp").expect("it fits");
    assert!(picture.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox="), "{picture}");
    assert!(!picture.contains("style") && !picture.contains("<script"), "{picture}");
    assert_eq!(secret().picture("Tasuki", &"あ".repeat(3_000)), Err(CodeRefusal::TooLongToDraw));
}

#[test]
fn a_secret_survives_being_stored_and_does_not_print_itself() {
    let secret = secret();
    assert_eq!(Secret::from_slice(secret.as_bytes()), Some(secret.clone()));
    assert_eq!(Secret::from_slice(&secret.as_bytes()[1..]), None);
    assert_eq!(format!("{secret:?}"), "Secret(…)");
}

#[test]
fn the_picture_has_a_quiet_zone_of_four_modules_on_every_side() {
    let picture = secret().picture("Tasuki", "yama@example.jp").expect("it fits");
    let side: usize =
        picture.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok()).expect("a size");
    let squares: Vec<(usize, usize)> = picture
        .split('M')
        .filter_map(|square| square.split_once("h1v1h-1z")?.0.split_once(' '))
        .filter_map(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)))
        .collect();
    // The three corners that a scanner looks for touch the edges of the code.
    for corner in [(4, 4), (side - 5, 4), (4, side - 5)] {
        assert!(squares.contains(&corner), "{corner:?}");
    }
    assert!(squares.iter().all(|(x, y)| (4..side - 4).contains(x) && (4..side - 4).contains(y)));
    assert!(!squares.contains(&(5, 5)), "the ring of a corner is light");
}

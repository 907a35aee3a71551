use tasuki_signin::passwords::{Costs, Password, PasswordRefusal, Passwords, Verdict};

use crate::repeatable;

const ABOUT: &[&str] = &["山田 花子", "hanako.yamada@reiji-kogyo.example.jp", "例示工業株式会社"];

fn quick() -> Passwords {
    Passwords::new(Costs::FOR_TESTS)
}

#[test]
fn eight_with_a_second_factor_ten_without() {
    let (eight, ten) = (Password::new("vK8!qw2Z"), Password::new("vK8!qw2Zr#"));
    assert_eq!(eight.check(true, ABOUT), Ok(()));
    assert_eq!(eight.check(false, ABOUT), Err(PasswordRefusal::TooShort { found: 8, least: 10 }));
    assert_eq!(ten.check(false, ABOUT), Ok(()));
    assert_eq!(Password::new("vK8!qw2").check(true, ABOUT), Err(PasswordRefusal::TooShort { found: 7, least: 8 }));
}

#[test]
fn nothing_that_can_be_guessed() {
    for typed in [
        "password123",
        "Passw0rd2026",
        "qwertyuiop",
        "1234567890",
        "aaaaaaaaaaaa",
        "hanakoyamada",
        "Hanako1985",
        "reijikogyo1",
        "reiji-kogyo.example",
        "tasukitasuki",
        "kanrisha2026",
        "ぱすわーどぱすわーど",
        "例示工業株式会社2026",
        "山田花子山田花子山田花子",
    ] {
        assert_eq!(Password::new(typed).check(false, ABOUT), Err(PasswordRefusal::Guessable), "{typed}");
    }
}

#[test]
fn each_part_of_a_name_or_an_address_can_be_guessed() {
    for (about, typed) in [
        ("Zlatorog Kvasnica", "Kvasnica2026"),
        ("Zlatorog Kvasnica", "Zlatorog2026"),
        ("Zlatorog Kvasnica", "zlatorogkvasnica"),
        ("zlatorog-kvasnica@vrtnica.example", "Vrtnica2026!"),
        ("zlatorog-kvasnica@vrtnica.example", "kvasnica2026"),
        ("zlatorog-kvasnica@vrtnica.example", "Zlatorog-Kvasnica"),
    ] {
        let password = Password::new(typed);
        assert_eq!(password.check(false, &[about]), Err(PasswordRefusal::Guessable), "{typed} of {about}");
        assert_eq!(password.check(false, &["木下"]), Ok(()), "{typed}, which is nobody's name");
    }
}

#[test]
fn long_phrases_are_welcome_in_any_script() {
    for typed in
        ["correct horse battery staple", "みかん 電卓 ちりとり 峠", "紫陽花の下で猫が算盤を弾く", "zu7-moth-lantern"]
    {
        assert_eq!(Password::new(typed).check(false, ABOUT), Ok(()), "{typed}");
    }
}

#[test]
fn a_book_is_no_password() {
    let book = Password::new(&"いろはにほへと".repeat(100_000));
    assert!(matches!(book.check(true, ABOUT), Err(PasswordRefusal::TooLong { most: 200, .. })));
}

#[test]
fn the_same_on_every_keyboard() {
    let passwords = quick();
    let stored = passwords.hash(&Password::new("ｶﾞﾗｽ　ＡＢＣ１２３"), &mut repeatable()).expect("hashed");
    assert_eq!(passwords.verify(&Password::new("ガラス ABC123"), Some(&stored)), Ok(Verdict::Right));
    assert_eq!(passwords.verify(&Password::new("ガラス ABC124"), Some(&stored)), Ok(Verdict::Wrong));
}

#[test]
fn the_stored_hash_is_argon2id_with_a_salt_of_its_own() {
    let mut random = repeatable();
    let password = Password::new("みかん 電卓");
    let (one, two) = (quick().hash(&password, &mut random), quick().hash(&password, &mut random));
    assert!(one.as_ref().is_ok_and(|hash| hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$")), "{one:?}");
    assert_ne!(one, two);
}

#[test]
fn what_owasp_recommends_is_the_default() {
    let stored = Passwords::default().hash(&Password::new("みかん 電卓"), &mut repeatable()).expect("hashed");
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
}

#[test]
fn a_weaker_hash_asks_to_be_replaced() {
    let stored = quick().hash(&Password::new("みかん 電卓"), &mut repeatable()).expect("hashed");
    let stronger = Passwords::new(Costs { memory: 16, ..Costs::FOR_TESTS });
    assert_eq!(stronger.verify(&Password::new("みかん 電卓"), Some(&stored)), Ok(Verdict::RightButHashAgain));
    assert_eq!(stronger.verify(&Password::new("みかん"), Some(&stored)), Ok(Verdict::Wrong));
}

#[test]
fn a_hash_is_replaced_when_any_of_its_costs_is_below_todays() {
    let password = Password::new("みかん 電卓");
    let today = Costs { memory: 32, passes: 2, lanes: 2 };
    for (stored, verdict) in [
        (today, Verdict::Right),
        (Costs { memory: 40, ..today }, Verdict::Right),
        (Costs { passes: 3, ..today }, Verdict::Right),
        (Costs { lanes: 3, ..today }, Verdict::Right),
        (Costs { memory: 24, ..today }, Verdict::RightButHashAgain),
        (Costs { passes: 1, ..today }, Verdict::RightButHashAgain),
        (Costs { lanes: 1, ..today }, Verdict::RightButHashAgain),
        // More of one does not make up for less of another.
        (Costs { memory: 64, passes: 1, lanes: 2 }, Verdict::RightButHashAgain),
    ] {
        let hash = Passwords::new(stored).hash(&password, &mut repeatable()).expect("hashed");
        assert_eq!(Passwords::new(today).verify(&password, Some(&hash)), Ok(verdict), "{stored:?}");
    }
}

#[test]
fn two_hundred_characters_are_the_most() {
    let phrase: String = "紫陽花の下で猫が算盤を弾く zu7-moth-lantern ".chars().cycle().take(200).collect();
    assert_eq!(Password::new(&phrase).len(), 200);
    assert_eq!(Password::new(&phrase).check(false, ABOUT), Ok(()));
    let longer = Password::new(&format!("{phrase}x"));
    assert_eq!(longer.check(false, ABOUT), Err(PasswordRefusal::TooLong { found: 201, most: 200 }));
    assert!(Password::new("").is_empty() && !longer.is_empty());
}

#[test]
fn nobody_and_nonsense_are_wrong() {
    assert_eq!(quick().verify(&Password::new("x"), None), Ok(Verdict::Wrong));
    assert_eq!(quick().verify(&Password::new("x"), Some("not a hash")), Ok(Verdict::Wrong));
    assert_eq!(quick().verify(&Password::new(""), Some("$argon2id$v=19$m=8,t=1,p=1$")), Ok(Verdict::Wrong));
}

#[test]
fn it_does_not_print_itself() {
    assert_eq!(format!("{:?}", Password::new("みかん")), "Password(…)");
}

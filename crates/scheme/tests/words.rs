//! The words that are stored and sent, and the names on screens: what databases, files and other programs hold must stay readable.

use tasuki_catalog::Lang;
use tasuki_scheme::road::{Actor, Event, StepKind};
use tasuki_scheme::{Capacity, Classification, IdentityKind, Industry, Permission, Role, SizeClass};

/// A line per value: its word, and what it is called in Japanese and English.
fn table<T: Copy>(all: &[T], word: impl Fn(T) -> String, name: impl Fn(T, Lang) -> &'static str) -> String {
    let line = |value: &T| format!("{} | {} | {}", word(*value), name(*value, Lang::Ja), name(*value, Lang::En));
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn words_and_names_are_what_they_were() {
    let industries: Vec<Industry> = Industry::all().collect();
    let tables = [
        ("capacities", table(&Capacity::ALL, |own| own.word().to_owned(), Capacity::name)),
        ("classes of evidence", table(&Classification::ALL, |own| own.word().to_owned(), Classification::name)),
        ("identities", table(&IdentityKind::ALL, |own| own.word().to_owned(), IdentityKind::name)),
        ("industries", table(&industries, Industry::word, Industry::name)),
        ("sizes", table(&SizeClass::ALL, |own| own.word().to_owned(), SizeClass::name)),
        ("roles", table(&Role::ALL, |own| own.word().to_owned(), Role::name)),
        ("what roles are for", table(&Role::ALL, |own| own.word().to_owned(), Role::meaning)),
        ("what grants give", table(&Permission::GRANTABLE, |own| own.word().unwrap().to_owned(), Permission::name)),
        ("steps of a road", table(&StepKind::ALL, |own| own.word().to_owned(), StepKind::name)),
        ("who acts on a road", table(&Actor::ALL, |own| own.word().to_owned(), Actor::name)),
        ("what happens on a road", table(&Event::ALL, |own| own.word().to_owned(), Event::name)),
        ("what roles permit", table(&Permission::ALL, |own| format!("{own:?}"), Permission::meaning)),
    ];
    let all: Vec<String> = tables.iter().map(|(title, table)| format!("{title}\n{table}\n")).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn each_word_leads_back_to_its_value() {
    assert!(Capacity::ALL.into_iter().all(|own| Capacity::from_word(own.word()) == Some(own)));
    assert!(Classification::ALL.into_iter().all(|own| Classification::from_word(own.word()) == Some(own)));
    assert!(IdentityKind::ALL.into_iter().all(|own| IdentityKind::from_word(own.word()) == Some(own)));
    assert!(SizeClass::ALL.into_iter().all(|own| SizeClass::from_word(own.word()) == Some(own)));
    assert!(StepKind::ALL.into_iter().all(|own| StepKind::from_word(own.word()) == Some(own)));
    assert!(Actor::ALL.into_iter().all(|own| Actor::from_word(own.word()) == Some(own)));
    assert!(Event::ALL.into_iter().all(|own| Event::from_word(own.word()) == Some(own)));
    assert_eq!((Capacity::from_word("EXPERT"), Classification::from_word("")), (None, None));
    assert!(Permission::ALL.into_iter().all(|own| Permission::GRANTABLE.contains(&own) == own.word().is_some()));
}

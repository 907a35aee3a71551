//! The words under which choices are stored and sent, and what people call them.

use std::collections::HashSet;
use std::fmt::Debug;

use serde::Serialize;
use tasuki_assess::Status;
use tasuki_catalog::Lang;
use tasuki_store::assessments::ScopeKind;
use tasuki_store::evidence::{Classification, Kind};
use tasuki_store::tasks::State;

/// Each is stored under the word under which it is sent, is found by it, and has a name of its own in both languages.
fn check<T: Copy + Debug + PartialEq + Serialize>(
    all: &[T],
    word: fn(T) -> &'static str,
    from_word: fn(&str) -> Option<T>,
    name: fn(T, Lang) -> &'static str,
) {
    for one in all {
        assert_eq!(serde_json::to_value(one).unwrap(), word(*one));
        assert_eq!(from_word(word(*one)), Some(*one));
    }
    assert_eq!(from_word("perhaps"), None);
    for lang in [Lang::Ja, Lang::En] {
        let names: HashSet<_> = all.iter().map(|one| name(*one, lang)).collect();
        assert!(names.len() == all.len() && !names.contains(""), "{names:?}");
    }
}

#[test]
fn what_is_chosen_has_one_word_and_a_name() {
    check(&Status::ALL, Status::word, Status::from_word, Status::title);
    check(&State::ALL, State::word, State::from_word, State::name);
    check(&ScopeKind::ALL, ScopeKind::word, ScopeKind::from_word, ScopeKind::name);
    check(Kind::ALL, Kind::word, Kind::from_word, Kind::name);
    check(&Classification::ALL, Classification::word, Classification::from_word, Classification::name);
}

//! Finding things by words.

use std::collections::BTreeMap;

use tasuki_catalog::{
    Composed, Crosswalk, Glossary, Library, Overlay, OverlayError, Pair, Relation, Term, Text, search,
};

#[test]
fn two_characters_are_enough_and_all_words_must_occur() {
    let library = Library::builtin();
    let hits = search(library.catalogs(), "監査");
    assert!(!hits.is_empty());
    assert!(hits.iter().all(|hit| format!("{:?}", hit.criterion).contains("監査") || hit.weight == 2));
    let scs = || library.catalog("scs").into_iter();
    let one = search(scs(), "パスワード").len();
    let both = search(scs(), "パスワード　管理者").len();
    assert!(both < one && one > 1, "{both} {one}");
    assert_eq!(search(scs(), "４-4-4-2").first().map(|hit| hit.criterion.id.as_str()), Some("4-4-4-2"));
    assert!(search(scs(), "  ").is_empty() && search(scs(), "存在しない言葉").is_empty());
}

fn term(id: &str, ja: &str, en: &str, aliases: &[&str]) -> Term {
    Term {
        id: id.to_owned(),
        ja: ja.to_owned(),
        en: en.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        explanation: Text::new("…", "…"),
        sources: vec![],
    }
}

#[test]
fn terms_are_found_whole_and_the_longest_wins() {
    let glossary = Glossary {
        terms: vec![
            term("os", "OS", "OS", &[]),
            term("auth", "認証", "authentication", &[]),
            term("mfa", "多要素認証", "multi-factor authentication", &["MFA"]),
        ],
    };
    let found = |text: &str| glossary.terms_in(text).into_iter().map(|term| term.id.as_str()).collect::<Vec<_>>();
    assert_eq!(found("多要素認証を使う"), ["mfa"]);
    assert_eq!(found("ＭＦＡとＯＳの更新"), ["mfa", "os"]);
    assert_eq!(found("the cost of authentication"), ["auth"]);
    assert!(found("コスト").is_empty());
}

#[test]
fn a_word_in_latin_letters_stands_alone_and_others_may_be_part() {
    let glossary = Glossary { terms: vec![term("os", "OS", "OS", &[]), term("audit", "監査", "audit", &[])] };
    for (text, found) in [
        ("OS", &["os"][..]),
        ("OS更新", &["os"]),
        ("最新のOS", &["os"]),
        ("(OS)", &["os"]),
        ("cost", &[]),
        ("OSS", &[]),
        ("iOS", &[]),
        ("OS2", &[]),
        // The second time it stands alone.
        ("iOS and OS", &["os"]),
        ("内部監査員", &["audit"]),
        ("監査とOS", &["audit", "os"]),
    ] {
        let told: Vec<_> = glossary.terms_in(text).into_iter().map(|term| term.id.as_str()).collect();
        assert_eq!(told, found, "{text}");
    }
}

#[test]
fn only_what_lies_within_a_longer_term_is_hidden() {
    let glossary = Glossary {
        terms: vec![
            term("equipment", "機器", "equipment", &[]),
            term("information", "情報", "information", &[]),
            term("assets", "情報機器", "information equipment", &[]),
            term("control", "機器管理", "equipment control", &[]),
            term("synonym", "情報機器", "gear", &[]),
        ],
    };
    for (text, found) in [
        ("情報機器", &["assets", "synonym"][..]),
        ("情報と機器", &["information", "equipment"]),
        // Two that overlap, neither within the other, are both told.
        ("情報機器管理", &["assets", "synonym", "control"]),
        ("機器", &["equipment"]),
    ] {
        let told: Vec<_> = glossary.terms_in(text).into_iter().map(|term| term.id.as_str()).collect();
        assert_eq!(told, found, "{text}");
    }
}

#[test]
fn of_several_spellings_the_longest_at_the_first_place_counts() {
    let glossary = Glossary {
        terms: vec![term("mfa", "認証", "auth", &["認証要素"]), term("factor", "要素", "factor", &[])],
    };
    let told: Vec<_> = glossary.terms_in("認証要素").into_iter().map(|term| term.id.as_str()).collect();
    assert_eq!(told, ["mfa"]);
}

#[test]
fn words_in_the_number_count_before_the_title_and_the_title_before_the_text() {
    let scs = Library::builtin().catalog("scs").expect("built in");
    let hits = search([scs], "1-1-1-1");
    assert_eq!((hits[0].criterion.id.as_str(), hits[0].weight), ("1-1-1-1", 16));
    let hits = search([scs], "パスワード");
    assert!(hits.is_sorted_by(|one, two| one.weight >= two.weight));
    for hit in &hits {
        let (title, statement) = (&hit.criterion.title.ja, &hit.criterion.statement.ja);
        let expected = if title.contains("パスワード") {
            8
        } else if statement.contains("パスワード") {
            4
        } else {
            hit.weight.min(2)
        };
        assert_eq!(hit.weight, expected, "{}", hit.criterion.id);
    }
    let both = search([scs], "1-1-1-1 1-1-1-1");
    assert_eq!(both[0].weight, 32, "every word counts");
}

#[test]
fn an_overlay_has_texts_for_its_criteria_only() {
    let overlay = Overlay {
        edition: "scs-2026-03".to_owned(),
        texts: BTreeMap::from([("4-4-4-2".to_owned(), "公式の文".to_owned())]),
    };
    assert_eq!((overlay.text("4-4-4-2"), overlay.text("4-4-4-1")), (Some("公式の文"), None));
}

#[test]
fn every_scs_criterion_has_terms_that_mean_something() {
    let library = Library::builtin();
    let scs = library.catalog("scs").expect("built in");
    let found = |id: &str| {
        let statement = &scs.criterion(id).expect(id).statement.ja;
        library.glossary().terms_in(statement).into_iter().map(|term| term.id.clone()).collect::<Vec<_>>()
    };
    let explained = scs.criteria().iter().filter(|criterion| !found(&criterion.id).is_empty()).count();
    assert!(explained > scs.criteria().len() / 2, "{explained}");
}

#[test]
fn an_overlay_fits_its_edition_only() {
    let scs = Library::builtin().catalog("scs").expect("built in");
    let overlay = |edition: &str, id: &str| Overlay {
        edition: edition.to_owned(),
        texts: BTreeMap::from([(id.to_owned(), "公式の文".to_owned())]),
    };
    assert_eq!(overlay(scs.id(), "4-4-4-2").check(scs), Ok(()));
    assert_eq!(overlay(scs.id(), "4-4-4-2").text("4-4-4-2"), Some("公式の文"));
    assert_eq!(overlay(scs.id(), "9-9").check(scs), Err(OverlayError::Unknown(vec!["9-9".to_owned()])));
    assert!(matches!(overlay("jama-2.3", "1").check(scs), Err(OverlayError::Edition { .. })));
}

/// A crosswalk of single relations.
fn crosswalk(from: &str, to: &str, pairs: &[(&str, Relation, &str)]) -> Crosswalk {
    let pair = |(left, relation, right): &(&str, Relation, &str)| Pair {
        from: Some((*left).to_owned()),
        to: Some((*right).to_owned()),
        relation: *relation,
        source: Text::new("源", "source"),
        reason: Text::new("訳", "reason"),
    };
    Crosswalk { from: from.to_owned(), to: to.to_owned(), pairs: pairs.iter().map(pair).collect(), changes: vec![] }
}

#[test]
fn of_several_paths_the_one_that_carries_most_is_kept() {
    use Relation::{Disjoint, Equal, Intersects, Superset};
    let first = crosswalk(
        "a",
        "b",
        &[("1", Intersects, "x"), ("1", Superset, "y"), ("2", Intersects, "x"), ("3", Disjoint, "x")],
    );
    let second = crosswalk("b", "c", &[("x", Equal, "p"), ("y", Equal, "p"), ("x", Intersects, "q")]);
    let composed = Composed::extend(&first.steps(), &second);
    let told: Vec<_> = composed.iter().map(|path| (path.from.as_str(), path.to.as_str(), path.relation())).collect();
    assert_eq!(told, [("1", "p", Some(Superset)), ("2", "p", Some(Intersects))]);
    assert_eq!(composed[0].path.iter().map(|step| step.from.as_str()).collect::<Vec<_>>(), ["1", "y"]);
}

#[test]
fn of_equally_strong_paths_the_first_is_kept() {
    use Relation::{Equal, Superset};
    let first = crosswalk("a", "b", &[("1", Superset, "x"), ("1", Equal, "y")]);
    let second = crosswalk("b", "c", &[("x", Equal, "p"), ("y", Equal, "p")]);
    let composed = Composed::extend(&first.steps(), &second);
    assert_eq!(composed.len(), 1);
    assert_eq!(composed[0].path.iter().map(|step| step.from.as_str()).collect::<Vec<_>>(), ["1", "x"]);
}

#[test]
fn composed_paths_come_in_the_order_in_which_they_begin() {
    use Relation::Equal;
    let first = crosswalk("a", "b", &[("9", Equal, "x"), ("1", Equal, "y"), ("9", Equal, "z")]);
    let second = crosswalk("b", "c", &[("x", Equal, "q"), ("y", Equal, "p"), ("z", Equal, "p")]);
    let composed = Composed::extend(&first.steps(), &second);
    let told: Vec<_> = composed.iter().map(|path| (path.from.as_str(), path.to.as_str())).collect();
    assert_eq!(told, [("9", "p"), ("9", "q"), ("1", "p")]);
}

#[test]
fn equal_words_all_along_stay_equal() {
    let first = crosswalk("a", "b", &[("1", Relation::Equal, "x"), ("2", Relation::Equivalent, "y")]);
    let second = crosswalk("b", "c", &[("x", Relation::Equal, "p"), ("y", Relation::Equal, "q")]);
    let relations: Vec<_> = Composed::extend(&first.steps(), &second).iter().map(Composed::relation).collect();
    assert_eq!(relations, [Some(Relation::Equal), Some(Relation::Equivalent)]);
}

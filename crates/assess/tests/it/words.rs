//! The texts that people read.

use std::collections::HashSet;

use jiff::civil::date;
use tasuki_assess::{Open, Status, is_worked_out, worked_out};
use tasuki_catalog::Lang;

#[test]
fn every_state_is_told_apart_by_sign_and_word() {
    let signs: HashSet<_> = Status::ALL.into_iter().map(Status::sign).collect();
    assert!(signs.len() == 5 && !signs.contains(""), "{signs:?}");
    for lang in [Lang::Ja, Lang::En] {
        let names: HashSet<_> = Status::ALL.into_iter().map(|status| status.name(lang)).collect();
        assert!(names.len() == 5 && !names.contains(""), "{names:?}");
        let titles: HashSet<_> = Status::ALL.into_iter().map(|status| status.title(lang)).collect();
        assert!(titles.len() == 5 && !titles.contains(""), "{titles:?}");
    }
}

#[test]
fn a_state_is_found_by_its_word() {
    for status in Status::ALL {
        assert_eq!(Status::from_word(status.word()), Some(status));
    }
    assert_eq!(Status::from_word("perhaps"), None);
}

#[test]
fn every_reason_to_be_open_has_a_sentence_of_its_own() {
    let lapsed = Open::Lapsed { confirmed: date(2025, 3, 31), due: date(2026, 3, 31) };
    let reasons = [Open::Unanswered, Open::Unmet, Open::Partial, lapsed, Open::NoReason, Open::NotAccepted];
    for lang in [Lang::Ja, Lang::En] {
        let sentences: HashSet<_> = reasons.into_iter().map(|reason| reason.sentence(lang)).collect();
        assert_eq!(sentences.len(), reasons.len(), "{sentences:?}");
        let told = lapsed.sentence(lang);
        assert!(told.contains("2025-03-31") && told.contains("2026-03-31"), "{told}");
    }
}

#[test]
fn a_table_that_was_worked_out_says_so_in_the_language_of_the_reader() {
    for (lang, answer) in [(Lang::Ja, "回答"), (Lang::En, "answer")] {
        assert!(worked_out(lang).contains(answer) && is_worked_out(worked_out(lang)), "{}", worked_out(lang));
    }
    // Workbooks of earlier versions are known by their line, too.
    assert!(is_worked_out("Tasuki が回答から作った表です。回答は回答シートで直してください。"));
    assert!(!is_worked_out("回答"));
}

//! The sample workbooks: every status of every criterion.

use std::collections::BTreeMap;

use tasuki_assess::Status;
use tasuki_catalog::Library;
use tasuki_intake::{Limits, ProblemCode, Severity, Wanted, read_answers, read_official_texts};

use crate::common::TODAY;

const EXPECTED: &str = include_str!("samples/expected.json");
const SAMPLES: [(&str, &str, &[u8]); 3] = [
    ("scs-2026-03-answers.xlsx", "scs-2026-03", include_bytes!("samples/scs-2026-03-answers.xlsx")),
    ("scs-2025-12-answers.xlsx", "scs-2025-12", include_bytes!("samples/scs-2025-12-answers.xlsx")),
    ("jama-2.3-answers.xlsx", "jama-2.3", include_bytes!("samples/jama-2.3-answers.xlsx")),
];

#[test]
fn every_status_is_read() {
    let expected: BTreeMap<String, BTreeMap<String, Status>> = serde_json::from_str(EXPECTED).unwrap();
    let library = Library::builtin();
    for (name, edition, bytes) in SAMPLES {
        for framework in [None, library.catalog(edition)] {
            // The name must not reveal the edition.
            let reading =
                read_answers(library, "answers.xlsx", bytes, &Wanted::on(TODAY).framework(framework)).unwrap();
            assert_eq!(reading.catalog.id(), edition);
            let statuses: BTreeMap<String, Status> = reading
                .catalog
                .criteria()
                .iter()
                .zip(reading.answers.as_slice())
                .map(|(criterion, answer)| (criterion.id.clone(), answer.status))
                .collect();
            assert_eq!(statuses, expected[name], "{name}");
            assert!(
                reading.problems.iter().all(|problem| problem.severity == Severity::Warning),
                "{:#?}",
                reading.problems
            );
            let odd = reading.problems.iter().find(|problem| problem.code != ProblemCode::NotApplicableWithoutReason);
            assert_eq!(odd, None, "{name}");
        }
    }
}

#[test]
fn notes_carry_their_headings_where_there_are_several() {
    let library = Library::builtin();
    let (name, _, bytes) = SAMPLES[0];
    let reading = read_answers(library, name, bytes, &Wanted::on(TODAY)).unwrap();
    let note = |id| reading.answers.at(reading.catalog.position(id).unwrap()).note.as_str();
    assert_eq!(reading.sheet, "★3・★4要求事項・評価基準");
    assert_eq!(note("1-1-1-1"), "根拠及び実施する事: 規程 1-1-1 第3条");
    assert_eq!(note("1-1-1-3"), "理由: 理由の記載\n根拠及び実施する事: 来期に整備");
    let (name, _, bytes) = SAMPLES[2];
    let reading = read_answers(library, name, bytes, &Wanted::on(TODAY)).unwrap();
    assert_eq!(reading.answers.at(0).note, "規程集 第5章");
}

#[test]
fn official_texts_are_overlaid() {
    let library = Library::builtin();
    for (name, edition, bytes) in SAMPLES {
        let overlay = read_official_texts(library, name, bytes, None, &Limits::default()).unwrap();
        let catalog = library.catalog(edition).unwrap();
        assert_eq!(overlay.check(catalog), Ok(()));
        assert_eq!(overlay.texts.len(), catalog.criteria().len(), "{name}");
    }
    let (name, _, bytes) = SAMPLES[2];
    let overlay = read_official_texts(library, name, bytes, None, &Limits::default()).unwrap();
    assert_eq!(overlay.text("1"), Some("達成条件 1 の本文\n・達成基準の本文"));
    let (name, _, bytes) = SAMPLES[0];
    let overlay = read_official_texts(library, name, bytes, None, &Limits::default()).unwrap();
    assert_eq!(overlay.text("1-1-1-1"), Some("・評価基準 1-1-1-1 の本文\n- 細目"));
}

#[test]
fn another_framework_is_told_apart() {
    let library = Library::builtin();
    let (name, _, bytes) = SAMPLES[0];
    let error =
        read_answers(library, name, bytes, &Wanted::on(TODAY).framework(library.catalog("cpsf-draft"))).unwrap_err();
    assert_eq!(error.code(), "edition-not-recognised");
    // The wrong edition of the right framework is read, and what does not fit is reported.
    let reading =
        read_answers(library, name, bytes, &Wanted::on(TODAY).framework(library.catalog("scs-2025-12"))).unwrap();
    let unknown = reading.problems.iter().filter(|problem| problem.code == ProblemCode::UnknownIdentifier).count();
    assert_eq!(unknown, 2);
    let missing = reading.problems.iter().find(|problem| problem.code == ProblemCode::MissingCriteria).unwrap();
    assert_eq!(missing.found, "4-1-4-3, 4-2-1-6, 4-3-3-2, 4-5-2-1, 5-1-2-4, 6-1-1-7");
}

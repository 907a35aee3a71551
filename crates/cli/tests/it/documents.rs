//! Documents of imperfect sheets: every requested document is written, whatever problems the sheet has.

use crate::{run, sample, target, text};

/// Short sheets, each with a different kind of problem.
const SHEETS: [(&str, &str); 9] = [
    ("one unreadable mark", "1-1-1-1,たぶん,\n1-1-1-2,○,\n"),
    ("no reason", "1-1-1-1,対象外,\n"),
    ("unknown number", "1-1-1-1,○,\n9-9-9-9,○,\n"),
    ("twice", "1-1-1-1,○,\n1-1-1-1,×,\n"),
    ("no number", "1-1-1-1,○,\n,×,\n"),
    ("unreadable day", "1-1-1-1,○,\n1-1-1-2,○,いつか\n"),
    ("words beside a mark", "1-1-1-1,○ ただし一部未実施,\n1-1-1-2,○,\n"),
    ("one answer", "1-1-1-1,○,2026/05/01\n"),
    ("everything wrong", "1-1-1-1,?,?\n1-1-1-2,?,?\n1-1-1-3,?,?\n9-9-9-9,?,?\n"),
];

#[test]
fn every_document_is_written_of_every_sheet() {
    let folder = tempfile::tempdir().expect("a folder");
    for (at, (kind, rows)) in SHEETS.iter().enumerate() {
        let file = target(&folder, &format!("{at}.csv"));
        std::fs::write(&file, format!("評価基準No.,自己評価,確認日\n{rows}")).expect("written");
        // A PDF takes time; how it shows problems is tested in the crate of the documents.
        let endings = if at == 0 { &["xlsx", "pdf", "html", "json"][..] } else { &["xlsx", "html", "json"] };
        let outputs: Vec<_> = endings.iter().map(|ending| target(&folder, &format!("{at}-report.{ending}"))).collect();
        let mut arguments = vec!["assess", text(&file), "--framework", "scs-2026-03", "--as-of", "2026-11-21"];
        arguments.extend(outputs.iter().flat_map(|output| ["-o", text(output)]));
        let done = run(&arguments);
        let said = String::from_utf8_lossy(&done.stderr);
        for output in &outputs {
            assert!(output.is_file(), "{kind}: no {}: {said}", output.display());
        }
        assert!(!said.contains("エラー["), "{kind}: {said}");
    }
}

#[test]
fn a_sheet_with_remarks_is_carried_to_another_edition() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = target(&folder, "answers.csv");
    std::fs::write(&file, "評価基準No.,自己評価\n1-1-1-1,たぶん\n1-1-1-2,○\n").expect("written");
    let carried = target(&folder, "carried.xlsx");
    let arguments = ["carry", text(&file), "--framework", "scs-2025-12", "--to", "scs-2026-03", "-o", text(&carried)];
    let done = run(&arguments);
    assert!(done.status.success() && carried.is_file(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn the_samples_give_every_document() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["jama-2.3-answers.xlsx", "scs-2025-12-answers.xlsx"] {
        let output = target(&folder, &format!("{name}-report.xlsx"));
        let done = run(&["assess", &sample(name), "-o", text(&output)]);
        assert!(done.status.success() && output.is_file(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

#[test]
fn one_document_that_fails_keeps_no_other_from_being_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (fails, comes) = (target(&folder, "nowhere/report.html"), target(&folder, "plan.xlsx"));
    let sheet = sample("scs-2026-03-answers.xlsx");
    let done = run(&["assess", &sheet, "--format", "json", "-o", text(&fails), "-o", text(&comes)]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(3), "{said}");
    assert!(comes.is_file() && !fails.exists());
    assert!(
        said.contains("エラー[") && said.contains("nowhere/report.html") && said.contains("plan.xlsx を書きました"),
        "{said}"
    );
    assert!(serde_json::from_slice::<serde_json::Value>(&done.stdout).is_ok(), "the data is told all the same");
}

#[test]
fn a_rare_name_is_printed_and_what_no_font_has_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = target(&folder, "report.pdf");
    let sheet = sample("scs-2026-03-answers.xlsx");
    let told = |name: &str| {
        let done = run(&["assess", &sheet, "--organization", name, "-o", text(&output)]);
        assert!(done.status.success());
        String::from_utf8_lossy(&done.stderr).contains("書体にない文字")
    };
    assert!(!told("𠮷野工業"));
    assert!(told("𠮷野工業 😀"));
}

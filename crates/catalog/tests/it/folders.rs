//! The folders of `catalogs/` as an editor of them sees them: they check, and what is wrong is told with its place.

use std::{fs, path::Path};

use tasuki_catalog::{Criterion, Library, SourceFile, Text, parse_catalog, parse_crosswalk};

fn folder(name: &str) -> Vec<SourceFile> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogs").join(name);
    let mut paths: Vec<_> = fs::read_dir(path).expect(name).map(|entry| entry.expect(name).path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| SourceFile {
        name: path.file_name().expect("a file").to_string_lossy().into_owned(),
        text: fs::read_to_string(path).expect("readable"),
    };
    paths.iter().map(read).collect()
}

#[test]
fn every_folder_checks_and_is_what_is_compiled_in() {
    for id in Library::builtin().editions() {
        let parsed = parse_catalog(&folder(id)).unwrap_or_else(|problems| panic!("{id}: {problems:#?}"));
        assert_eq!(Some(&parsed), Library::builtin().catalog(id), "{id}");
    }
}

#[test]
fn every_crosswalk_file_checks() {
    let library = Library::builtin();
    for file in folder("crosswalks") {
        let (from, to) = file.name.trim_end_matches(".toml").split_once("--").expect("two editions");
        let sides = (library.catalog(from).expect(from), library.catalog(to).expect(to));
        let parsed = parse_crosswalk(&file, sides.0, sides.1).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(Some(parsed), library.crosswalk(from, to));
    }
}

/// A small catalogue to break.
fn small() -> Vec<SourceFile> {
    let head = r#"id = "own"
framework = "own"
edition = "1"
title = { ja = "自社基準", en = "Our own" }
publisher = { ja = "当社", en = "us" }
document = { ja = "規程", en = "rules" }
scale = "scs"
[counts]
requirements = 1
criteria = 2
levels = { 1 = 2 }
[[levels]]
id = 1
title = { ja = "基本", en = "basic" }
"#;
    let part = r#"[[requirements]]
id = "1"
title = { ja = "方針", en = "Policy" }

[[criteria]]
id = "1-1"
requirement = "1"
level = 1
kind = "rule"
title = { ja = "方針", en = "Policy" }
statement = { ja = "方針がある。", en = "There is a policy." }

[[criteria]]
id = "1-2"
requirement = "1"
level = 1
kind = "inspect"
cadence = "yearly"
title = { ja = "点検", en = "Inspection" }
statement = { ja = "年1回点検している。", en = "It is inspected yearly." }
refers_to = ["1-1"]
"#;
    let file = |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
    vec![file("catalog.toml", head), file("rules.toml", part)]
}

/// What the check says when `wrong` stands in place of `right`.
fn broken(right: &str, wrong: &str) -> Vec<String> {
    let mut files = small();
    for file in &mut files {
        file.text = file.text.replacen(right, wrong, 1);
    }
    parse_catalog(&files).expect_err("something is wrong").iter().map(ToString::to_string).collect()
}

#[test]
fn a_good_folder_is_good() {
    assert_eq!(parse_catalog(&small()).map(|catalog| catalog.criteria().len()), Ok(2));
}

#[test]
fn a_problem_names_file_line_and_what_was_expected() {
    assert_eq!(
        broken("\"1-1\"]", "\"1-9\"]"),
        ["rules.toml:14: 1-2 refers to 1-9; expected another criterion of this edition"]
    );
    assert_eq!(
        broken("level = 1\nkind = \"rule\"", "level = 2\nkind = \"rule\""),
        [
            "rules.toml:6: level 2 of 1-1; expected one of [1]",
            "catalog.toml:1: 1 criteria of level 1; expected 2 as catalog.toml counts",
        ]
    );
    assert_eq!(
        broken("requirement = \"1\"", "requirement = \"7\""),
        ["rules.toml:6: requirement 7 of 1-1; expected a requirement of this edition"]
    );
    assert_eq!(
        broken("\"There is a policy.\"", "\"\""),
        ["rules.toml:6: an empty text in 1-1; expected Japanese and English"]
    );
    let found = broken("kind = \"rule\"", "kind = \"ruel\"");
    assert_eq!(
        found,
        ["rules.toml:9: unknown variant `ruel`; expected one of `rule`, `make-known`, `operate`, `record`, `inspect`"]
    );
    let found = broken("cadence", "cadenza");
    assert!(found[0].starts_with("rules.toml:18: unknown field `cadenza`; expected one of `id`"), "{found:?}");
}

#[test]
fn all_problems_are_told_together() {
    let found = broken("id = \"1-2\"", "id = \"1-1\"");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("criterion 1-1 twice"), "{found:?}");
}

#[test]
fn no_catalog_toml_is_said() {
    let problems = parse_catalog(&small()[1..]).expect_err("no head");
    assert_eq!(problems[0].found, "no catalog.toml");
}

/// Every text of a criterion, with its name.
fn texts(criterion: &Criterion) -> Vec<(&'static str, &Text)> {
    let optional = [
        ("condition", &criterion.condition),
        ("evidence", &criterion.evidence),
        ("first_step", &criterion.first_step),
        ("correction", &criterion.correction),
    ];
    let obligatory = [("title", &criterion.title), ("statement", &criterion.statement)];
    obligatory.into_iter().chain(optional.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)))).collect()
}

fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}')
}

#[test]
fn japanese_is_japanese_and_english_is_english() {
    for catalog in Library::builtin().catalogs() {
        for criterion in catalog.criteria() {
            for (name, text) in texts(criterion) {
                let place = format!("{} {} {name}", catalog.id(), criterion.id);
                assert!(text.ja.chars().any(is_japanese) || text.ja.is_ascii(), "{place}: {}", text.ja);
                // A correction may quote the Japanese source.
                assert!(name == "correction" || !text.en.chars().any(is_japanese), "{place}: {}", text.en);
            }
        }
    }
}

#[test]
fn scs_criteria_tell_evidence_first_step_effort_and_source() {
    for id in ["scs-2026-03", "scs-2025-12"] {
        for criterion in Library::builtin().catalog(id).expect(id).criteria() {
            let told = [
                criterion.evidence.is_some(),
                criterion.first_step.is_some(),
                criterion.effort.is_some(),
                criterion.source.is_some(),
            ];
            assert_eq!(told, [true; 4], "{id} {}", criterion.id);
            assert!(criterion.title.ja.chars().count() <= 26, "{id} {}: {}", criterion.id, criterion.title.ja);
        }
    }
}

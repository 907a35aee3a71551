//! Checks the folders of `catalogs/` as their editor would: they pass the check, and every problem is reported with
//! its location.

use std::{fs, path::Path};

use tasuki_catalog::{Criterion, Crosswalk, Library, Relation, SourceFile, Text, parse_catalog, parse_crosswalk};

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

/// A small catalogue, for tests to break.
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

/// What the check reports when `right` is replaced by `wrong`.
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

/// What the check finds when `wrong` replaces `right`, without places and expectations.
fn found(right: &str, wrong: &str) -> Vec<String> {
    let told = broken(right, wrong).into_iter();
    told.filter_map(|problem| Some(problem.split_once(": ")?.1.split_once("; ")?.0.to_owned())).collect()
}

const GROUPS: &str = r#"[[groups]]
id = "g"
title = { ja = "領域", en = "Area" }
[[groups]]
id = "g-1"
parent = "g"
title = { ja = "部分", en = "Part" }
[[levels]]"#;

#[test]
fn what_is_wrong_is_told_in_a_line() {
    let second = "id = \"1-2\"\nrequirement = \"1\"\nlevel = 1";
    for (right, wrong, told) in [
        (
            "title = { ja = \"方針\", en = \"Policy\" }",
            "group = \"g\"\ntitle = { ja = \"方針\", en = \"Policy\" }",
            "group g of 1",
        ),
        ("[[levels]]", GROUPS, "1 without a group"),
        ("kind = \"rule\"", "", "1-1 without a kind"),
        (second, "id = \"1-2\"\nrequirement = \"1\"", "1-2 without a level"),
        ("\"1-1\"]", "\"1-2\"]", "1-2 refers to 1-2"),
        ("requirements = 1", "requirements = 2", "1 requirements and 2 criteria"),
        ("criteria = 2", "criteria = 3", "1 requirements and 2 criteria"),
        ("levels = { 1 = 2 }", "levels = {}", "2 criteria of level 1"),
        ("ja = \"年1回点検している。\"", "ja = \" \"", "an empty text in 1-2"),
    ] {
        assert!(found(right, wrong).iter().any(|found| found == told), "{told}: {:?}", broken(right, wrong));
    }
}

#[test]
fn groups_and_levels_are_checked_too() {
    let grouped = |groups: &str, group: &str| {
        let mut files = small();
        files[0].text = files[0].text.replace("[[levels]]", groups);
        files[1].text = files[1].text.replacen("id = \"1\"", &format!("id = \"1\"\ngroup = \"{group}\""), 1);
        let problems = parse_catalog(&files).err().unwrap_or_default();
        problems.into_iter().map(|problem| problem.found).collect::<Vec<_>>()
    };
    let with = |groups: &str| grouped(groups, "g-1");
    assert_eq!(with(GROUPS), Vec::<String>::new());
    assert_eq!(grouped(GROUPS, "h"), ["group h of 1"]);
    assert_eq!(with(&GROUPS.replace("parent = \"g\"", "parent = \"h\"")), ["parent h of group g-1"]);
    assert_eq!(with(&GROUPS.replace("en = \"Area\"", "en = \"\"")), ["an empty text in g"]);
    let twice =
        GROUPS.replace("[[levels]]", "[[groups]]\nid = \"g\"\ntitle = { ja = \"又\", en = \"Again\" }\n[[levels]]");
    assert_eq!(with(&twice), ["group g twice"]);
    let unordered = format!("[[levels]]\nid = 2\ntitle = {{ ja = \"上\", en = \"upper\" }}\n{GROUPS}");
    assert!(with(&unordered).contains(&"levels out of order".to_owned()), "{:?}", with(&unordered));
}

#[test]
fn a_rating_is_at_most_two_and_for_a_guideline_that_is_named() {
    let rated = |guideline: &str, value: u8| {
        let mut files = small();
        files[0].text.push_str("[[guidelines]]\nid = \"a\"\ntitle = { ja = \"甲\", en = \"A\" }\n");
        let ratings = format!("ratings = {{ {guideline} = {{ value = {value} }} }}\n");
        files[1].text.push_str(&ratings);
        parse_catalog(&files).map(|catalog| catalog.criteria().len()).map_err(|problems| problems[0].found.clone())
    };
    for value in 0..=2 {
        assert_eq!(rated("a", value), Ok(2), "{value}");
    }
    assert_eq!(rated("a", 3), Err("rating 3 for a in 1-2".to_owned()));
    assert_eq!(rated("b", 1), Err("rating 1 for b in 1-2".to_owned()));
}

#[test]
fn what_cannot_be_read_is_told_for_every_file() {
    let mut files = small();
    files[0].text = files[0].text.replace("scale = \"scs\"", "scale = \"stars\"");
    files[1].text = files[1].text.replace("level = 1", "level = \"one\"");
    let problems = parse_catalog(&files).expect_err("both are wrong");
    let places: Vec<_> = problems.iter().map(|problem| (problem.file.as_str(), problem.line)).collect();
    assert_eq!(places, [("catalog.toml", Some(7)), ("rules.toml", Some(8))]);
}

/// Parses a crosswalk from the small catalogue to itself; the head with both editions is added.
fn crossed(body: &str) -> Result<Crosswalk, Vec<String>> {
    let catalog = parse_catalog(&small()).expect("good");
    let head = "from = \"own\"\nto = \"own\"\nsource = { ja = \"源\", en = \"source\" }\n";
    let file = SourceFile { name: "own--own.toml".to_owned(), text: format!("{head}{body}") };
    let told = parse_crosswalk(&file, &catalog, &catalog);
    told.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

const REASON: &str = "reason = { ja = \"訳\", en = \"reason\" }";

#[test]
fn a_pair_may_have_one_target_or_several_or_none() {
    let body = format!(
        "relation = \"equal\"\n{REASON}\n\
         [[pairs]]\nfrom = \"1-1\"\nto = \"1-1\"\n\
         [[pairs]]\nfrom = \"1-2\"\nto = [\"1-1\", \"1-2\"]\nrelation = \"superset\"\n\
         [[pairs]]\nfrom = \"1\"\nrelation = \"none\"\n"
    );
    let pairs = crossed(&body).expect("good").pairs;
    let told: Vec<_> = pairs.iter().map(|pair| (pair.from.as_deref(), pair.to.as_deref(), pair.relation)).collect();
    let expected = [
        (Some("1-1"), Some("1-1"), Relation::Equal),
        (Some("1-2"), Some("1-1"), Relation::Superset),
        (Some("1-2"), Some("1-2"), Relation::Superset),
        (Some("1"), None, Relation::Disjoint),
    ];
    assert_eq!(told, expected);
    assert!(pairs.iter().all(|pair| pair.reason.en == "reason" && pair.source.en == "source"));
}

#[test]
fn a_wrong_pair_is_told_with_its_line() {
    let pair = |pair: &str| crossed(&format!("[[pairs]]\n{pair}\n{REASON}\n"));
    for (wrong, told) in [
        ("from = \"1-9\"\nto = \"1-1\"\nrelation = \"equal\"", "5: 1-9, unknown in own"),
        ("from = \"1-1\"\nto = \"1-9\"\nrelation = \"equal\"", "5: 1-9, unknown in own"),
        ("from = \"1-1\"\nto = \"1-1\"", "5: pair 1-1 without a relation"),
        ("from = \"1-1\"\nrelation = \"equal\"", "5: 1-1 related to nothing"),
        ("to = \"1-1\"\nrelation = \"subset\"", "5: 1-1 related to nothing"),
        ("from = \"1-1\"\nto = [\"1-2\", \"1-2\"]\nrelation = \"equal\"", "5: 1-1 related to 1-2 twice"),
    ] {
        let problems = pair(wrong).expect_err(wrong);
        assert!(problems[0].starts_with(&format!("own--own.toml:{told}")), "{problems:?}");
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
    let silent = crossed("[[pairs]]\nfrom = \"1-1\"\nto = \"1-1\"\nrelation = \"equal\"\n").expect_err("no reason");
    assert!(silent[0].contains("pair 1-1 without a reason"), "{silent:?}");
}

#[test]
fn a_crosswalk_is_of_the_editions_that_its_name_tells() {
    let catalog = parse_catalog(&small()).expect("good");
    let text = "from = \"own\"\nto = \"other\"\nsource = { ja = \"源\", en = \"source\" }\n".to_owned();
    let file = SourceFile { name: "own--own.toml".to_owned(), text };
    let problems = parse_crosswalk(&file, &catalog, &catalog).expect_err("another edition");
    assert_eq!(problems[0].to_string(), "own--own.toml:1: from own to other; expected the editions of the file's name");
}

#[test]
fn an_edition_diff_speaks_of_every_criterion_once() {
    let change = |from: &str, to: &str, kind: &str| {
        format!("[[changes]]\nfrom = [{from}]\nto = [{to}]\nchange = \"{kind}\"\n{REASON}\n")
    };
    let (first, second) = (change("\"1-1\"", "\"1-1\"", "unchanged"), change("\"1-2\"", "\"1-2\"", "tightened"));
    let crosswalk = crossed(&[first.clone(), second.clone()].concat()).expect("good");
    let relations: Vec<_> = crosswalk.pairs.iter().map(|pair| pair.relation).collect();
    assert_eq!((crosswalk.changes.len(), relations), (2, vec![Relation::Equal, Relation::Subset]));
    let dropped = [first.clone(), change("\"1-2\"", "", "dropped"), change("", "\"1-2\"", "added")].concat();
    let sides: Vec<_> = crossed(&dropped).expect("good").pairs.into_iter().map(|pair| (pair.from, pair.to)).collect();
    assert_eq!(sides[1..], [(Some("1-2".to_owned()), None), (None, Some("1-2".to_owned()))]);
    let twice = [first.clone(), second, change("\"1-2\"", "\"1-2\"", "moved")].concat();
    for (body, told) in [(first, "1-2 of own in 0 changes"), (twice, "1-2 of own in 2 changes")] {
        let problems = crossed(&body).expect_err("not once");
        // The problem is reported once per side, and both sides are the same edition here.
        assert_eq!(problems.iter().filter(|problem| problem.contains(told)).count(), 2, "{problems:?}");
    }
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

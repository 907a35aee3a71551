//! The rules about scan findings: they name what the editions have, and what is wrong in a file is told with its place.

use std::collections::HashSet;

use tasuki_catalog::{Bound, Catalog, Finds, Library, ScanRule, Signs, SourceFile, Unit, parse_catalog, parse_signs};

fn with_rules() -> impl Iterator<Item = &'static Catalog> {
    Library::builtin().catalogs().filter(|catalog| !catalog.scan_rules().is_empty())
}

fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), text: text.to_owned() }
}

#[test]
fn both_editions_of_the_scheme_have_rules_and_each_figure_is_that_of_its_criterion() {
    let counts: Vec<_> = with_rules().map(|catalog| (catalog.id(), catalog.scan_rules().len())).collect();
    assert_eq!(counts, [("scs-2025-12", 23), ("scs-2026-03", 27)]);
    let figure = |edition: &str, criterion: &str, unit, bound| {
        Library::builtin().catalog(edition).and_then(|catalog| catalog.criterion(criterion)?.figure(unit, bound))
    };
    assert_eq!(figure("scs-2026-03", "4-4-4-3", Unit::Cvss, Bound::AtLeast), Some(7.0));
    assert_eq!(figure("scs-2026-03", "4-4-4-2", Unit::Days, Bound::AtMost), Some(14.0));
    assert_eq!(figure("scs-2026-03", "4-4-4-2", Unit::Days, Bound::AtLeast), None);
    // Two of the same kind, so that nobody could say which is meant.
    assert_eq!(figure("scs-2026-03", "4-1-5-3", Unit::Characters, Bound::AtLeast), None);
}

#[test]
fn each_sign_is_used_and_each_rule_has_its_own_words() {
    let (mut used, mut words) = (HashSet::new(), HashSet::new());
    for catalog in with_rules() {
        for ScanRule { finds, on, .. } in catalog.scan_rules() {
            if let Finds::Signs(signs) = finds {
                used.extend(signs.iter().map(String::as_str));
            }
            used.extend(on.iter().flat_map(|part| &part.software).map(String::as_str));
        }
        let own = catalog.scan_rules().iter().map(|rule| (catalog.id(), rule.criterion.as_str(), &rule.title.en));
        own.for_each(|own| assert!(words.insert(own), "{own:?}"));
    }
    for sign in &Signs::builtin().signs {
        assert!(used.contains(sign.id.as_str()), "no rule uses the sign {}", sign.id);
    }
}

#[test]
fn the_file_of_signs_checks_and_is_what_is_compiled_in() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogs/scan-signs.toml");
    let text = std::fs::read_to_string(path).expect("readable");
    let parsed = parse_signs(&file("scan-signs.toml", &text)).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(&parsed, Signs::builtin());
    for (right, wrong, told) in [
        ("\"default password\"", "\"Default-Password\"", "the words \"Default-Password\" in default-credentials"),
        ("id = \"browser\"", "id = \"middleware\"", "an identifier twice in middleware"),
        ("\"tcp/21\"", "\"21/tcp\"", "the port \"21/tcp\" in inbound-service"),
        ("\"tcp/21\"", "\"tcp/0\"", "the port \"tcp/0\" in inbound-service"),
        ("\"ftp-anon*\"", "\"*\"", "the test \"*\" in unauthenticated-service"),
        ("en = \"a browser\"", "en = \"\"", "a text in one language only in browser"),
        ("words = [\"autorun\"", "never = [\"autorun\"", "no way to recognize it in auto-run-on"),
    ] {
        assert!(text.contains(right), "{right}");
        let problems = parse_signs(&file("scan-signs.toml", &text.replacen(right, wrong, 1))).expect_err(told);
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(problem.found == told && problem.line.is_some(), "{problem}");
    }
}

/// What the check says about a small catalogue with these rules.
fn checked(rules: &str) -> Result<usize, Vec<String>> {
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
"#;
    let part = r#"[[requirements]]
id = "1"
title = { ja = "更新", en = "Updates" }
[[criteria]]
id = "1-1"
requirement = "1"
kind = "operate"
title = { ja = "更新", en = "Updates" }
statement = { ja = "更新している。", en = "Updates are applied." }
thresholds = [
  { value = 30, unit = "days", bound = "at-most", subject = { ja = "日数", en = "days" } },
  { value = 8.0, unit = "cvss", bound = "at-least", subject = { ja = "点数", en = "score" } },
]
[[criteria]]
id = "1-2"
requirement = "1"
kind = "operate"
title = { ja = "設定", en = "Settings" }
statement = { ja = "設定している。", en = "It is set up." }
"#;
    let files = [file("catalog.toml", head), file("rules.toml", part), file("technical.toml", rules)];
    let read = parse_catalog(&files).map(|catalog| catalog.scan_rules().len());
    read.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

const GOOD: &str = r#"[[scan_rules]]
id = "late"
criterion = "1-1"
title = { ja = "遅れた更新", en = "late updates" }
finds = { late-update = {} }
on = [{ kinds = ["pc"], software = ["browser"] }, { kinds = ["router"], exposures = ["boundary"] }]
basis = { ja = "更新する。", en = "Updates are applied." }
[[scan_rules]]
id = "list"
criterion = "1-2"
title = { ja = "一覧", en = "lists" }
finds = "software-list"
asks = { ja = "足りるか", en = "Is it enough?" }
basis = { ja = "設定する。", en = "It is set up." }
[[scan_rules]]
id = "sign"
criterion = "1-2"
title = { ja = "初期パスワード", en = "default passwords" }
finds = { signs = ["default-credentials"] }
basis = { ja = "設定する。", en = "It is set up." }
"#;

#[test]
fn a_rule_that_does_not_fit_its_edition_is_told_with_its_place() {
    assert_eq!(checked(GOOD), Ok(3));
    for (right, wrong, told) in [
        ("criterion = \"1-1\"", "criterion = \"1-9\"", "technical.toml:2: criterion 1-9 of the scan rule late"),
        (
            "criterion = \"1-1\"",
            "criterion = \"1-2\"",
            "technical.toml:2: 1-2 without the one figure (Cvss) that late needs",
        ),
        ("late-update = {}", "late-update = { cvss = [\"5\"] }", "technical.toml:2: CVSS 5 in late"),
        ("late-update = {}", "late-updates = {}", "unknown variant `late-updates`"),
        ("\"default-credentials\"", "\"default\"", "technical.toml:16: the sign default in sign"),
        ("[\"default-credentials\"]", "[]", "technical.toml:16: the scan rule sign without a sign"),
        ("software = [\"browser\"]", "software = [\"browsers\"]", "technical.toml:2: the sign browsers in late"),
        (
            "asks = { ja = \"足りるか\", en = \"Is it enough?\" }\n",
            "",
            "technical.toml:9: the scan rule list that asks nothing",
        ),
        ("kinds = [\"router\"]", "kinds = [\"pc\"]", "technical.toml:2: a kind or an exposure twice in late"),
        ("[\"boundary\"]", "[\"boundary\", \"boundary\"]", "technical.toml:2: a kind or an exposure twice in late"),
        ("kinds = [\"router\"], ", "", "technical.toml:2: any kind beside others in late"),
        ("kinds = [\"router\"]", "kinds = [\"other\"]", "technical.toml:2: the kind other in late"),
        ("id = \"sign\"", "id = \"list\"", "technical.toml:9: the scan rule list twice"),
        ("en = \"late updates\"", "en = \"\"", "technical.toml:2: an empty text in late"),
        ("en = \"Is it enough?\"", "en = \"\"", "technical.toml:9: an empty text in list"),
    ] {
        assert!(GOOD.contains(right), "{right}");
        let problems = checked(&GOOD.replacen(right, wrong, 1)).expect_err(told);
        assert!(problems.iter().any(|problem| problem.contains(told)), "{told}: {problems:?}");
    }
}

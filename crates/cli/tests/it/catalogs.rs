use std::collections::BTreeSet;

use serde_json::Value;

use crate::{json, run, stdout, target, tasuki, text};

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().expect(key)
}

#[test]
fn show_has_the_shape_that_others_script_against() {
    let scs = json(&["catalog", "show", "scs-2026-03"]);
    assert_eq!(scs["id"], "scs-2026-03");
    assert!(scs["title"]["ja"].is_string() && scs["title"]["en"].is_string());
    assert_eq!(list(&scs, "levels").iter().map(|level| level["id"].clone()).collect::<Vec<_>>(), [3, 4]);
    let requirement = &list(&scs, "requirements")[0];
    assert!(
        requirement["id"].is_string() && requirement["group"].is_string() && requirement["title"]["ja"].is_string()
    );
    let report = list(&scs, "criteria").iter().find(|criterion| criterion["id"] == "1-4-1-1").expect("there");
    for key in [
        "requirement",
        "level",
        "kind",
        "cadence",
        "statement",
        "thresholds",
        "refers_to",
        "condition",
        "source",
        "correction",
    ] {
        assert!(report.get(key).is_some(), "{key}");
    }
    assert_eq!(
        (&report["level"], &report["cadence"], list(report, "refers_to").len()),
        (&Value::from(4), &Value::from("yearly"), 18)
    );
    assert_eq!(json(&["catalog", "show", "cpsf"])["criteria"][0]["level"], Value::Null);
}

#[test]
fn a_framework_names_its_default_edition() {
    assert_eq!(json(&["catalog", "show", "scs"])["id"], "scs-2026-03");
}

#[test]
fn the_edition_diff_accounts_for_every_criterion() {
    let diff = json(&["catalog", "diff", "scs-2025-12", "scs-2026-03"]);
    let changes = diff.as_array().expect("a list");
    let side = |key: &str| {
        changes.iter().flat_map(|change| list(change, key).clone()).map(|id| id.to_string()).collect::<BTreeSet<_>>()
    };
    assert_eq!((side("from").len(), side("to").len()), (157, 153));
    assert!(changes.iter().all(|change| change["change"].is_string() && change["reason"]["ja"].is_string()));
    let back = json(&["catalog", "diff", "scs-2026-03", "scs-2025-12"]);
    let of = |diff: &Value, word: &str| {
        diff.as_array().expect("a list").iter().filter(|change| change["change"] == word).count()
    };
    assert_eq!((of(&diff, "added"), of(&diff, "tightened")), (of(&back, "dropped"), of(&back, "loosened")));
}

#[test]
fn a_crosswalk_has_one_entry_per_pair() {
    let pairs = json(&["crosswalk", "show", "scs-2026-03", "jama-2.3"]);
    let pairs = pairs.as_array().expect("a list");
    let keys: BTreeSet<_> = pairs.iter().map(|pair| (pair["from"].to_string(), pair["to"].to_string())).collect();
    assert_eq!(keys.len(), pairs.len());
    for pair in pairs {
        assert!(
            pair["relation"].is_string() && pair["reason"]["ja"].is_string() && pair["source"]["en"].is_string(),
            "{pair}"
        );
        assert_eq!(pair["relation"] == "none", pair["from"].is_null() || pair["to"].is_null(), "{pair}");
    }
    let composed = json(&["crosswalk", "show", "scs-2025-12", "jama-2.3", "--via", "scs-2026-03"]);
    let composed = composed.as_array().expect("a list");
    assert!(!composed.is_empty() && composed.iter().all(|pair| list(pair, "path").len() == 2));
}

#[test]
fn the_benchmark_has_51_items_and_its_oddities() {
    let items = json(&["benchmark", "show"]);
    let items = items.as_array().expect("a list");
    assert_eq!(items.len(), 51);
    let item = |id: &str| items.iter().find(|item| item["item"] == id).expect(id);
    assert_eq!(
        (&item("4.2")["ratings"]["us-ics-1.0"], list(&item("4.2")["citations"], "us-ics-1.0").len()),
        (&Value::from(1), 0)
    );
    assert_eq!(item("5.5")["ratings"]["us-ics-1.0"], 0);
    assert!(!list(&item("5.5")["citations"], "us-ics-1.0").is_empty());
    assert_eq!(list(item("7.5"), "csf"), &["RS.IM-1", "RS.IM-2"]);
    assert_eq!(item("7.2")["directive"], "7");
}

#[test]
fn search_finds_two_characters_in_any_width() {
    let found = |words: &[&str]| json(&[&["catalog", "search"], words].concat()).as_array().expect("a list").len();
    assert!(found(&["監査"]) > 0);
    assert!(found(&["パスワード"]) >= found(&["パスワード", "管理者"]));
    assert_eq!(found(&["ＣＶＳＳ"]), found(&["cvss"]));
}

#[test]
fn a_catalogue_of_ones_own_is_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (head, part) = (target(&folder, "catalog.toml"), target(&folder, "rules.toml"));
    std::fs::write(&head, "id = \"own\"\nframework = 1\n").expect("written");
    std::fs::write(&part, "[[criteria]]\nid = \"1\"\nlevle = 3\n").expect("written");
    let output = run(&["catalog", "check", text(folder.path())]);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(told.contains("catalog.toml:2: invalid type: integer `1`; expected a string"), "{told}");
    assert!(told.contains("rules.toml:3: unknown field `levle`; expected one of `id`"), "{told}");
}

#[test]
fn the_official_texts_are_laid_over_from_ones_own_copy() {
    let data = tempfile::tempdir().expect("a folder");
    let with_data = |arguments: &[&str]| {
        let output = tasuki(arguments).env("TASUKI_DATA", data.path()).output().expect("starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    with_data(&["catalog", "overlay", "add", &crate::sample("scs-2026-03-answers.xlsx")]);
    assert_eq!(with_data(&["catalog", "overlay", "list"]), "scs-2026-03  153 / 153\n");
    assert!(with_data(&["catalog", "show", "scs", "4-4-4-2"]).contains("評価基準 4-4-4-2 の本文"));
    let shown: Value =
        serde_json::from_str(&with_data(&["catalog", "show", "scs", "4-4-4-2", "--format", "json"])).expect("JSON");
    assert!(shown["criteria"][0]["official"].as_str().is_some_and(|text| text.contains("4-4-4-2 の本文")));
    with_data(&["catalog", "overlay", "remove", "scs"]);
    assert!(!with_data(&["catalog", "show", "scs", "4-4-4-2"]).contains("本文"));
}

#[test]
fn a_scheme_shows_its_roads_and_what_is_only_assumed() {
    let shown = stdout(&["scheme", "show"]);
    for told in [
        "有効期間 1 年\n",
        "12 か月ごとに自己点検\n",
        "終わりの 180・90・30・7 日前に知らせます［想定］",
        "情報処理安全確保支援士",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    assert!(!stdout(&["scheme", "show", "--star", "3", "--lang", "en"]).contains("On-site audit"));
    let scheme = json(&["scheme", "show", "scs", "--star", "3"]);
    assert_eq!(scheme["stars"][0]["valid"]["years"], 1);
    let moves = scheme["moves"][0]["moves"].as_array().expect("a table");
    let declare = moves.iter().find(|row| row["event"] == "declare").expect("a declaration");
    assert_eq!((&declare["from"], &declare["next"]), (&"doing/declaration".into(), &"doing/application".into()));
    for (arguments, code) in
        [(&["scheme", "show", "nis2"][..], "unknown-scheme"), (&["scheme", "show", "--star", "5"], "unknown-star")]
    {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(code), "{arguments:?}");
    }
}

#[test]
fn a_scheme_of_ones_own_takes_the_place_of_the_built_in_one() {
    let data = tempfile::tempdir().expect("a folder");
    let with_data = |arguments: &[&str]| tasuki(arguments).env("TASUKI_DATA", data.path()).output().expect("starts");
    let said = |arguments: &[&str]| String::from_utf8(with_data(arguments).stdout).expect("UTF-8");
    let built_in = include_str!("../../../../catalogs/schemes/scs.toml");
    let (own, broken) = (target(&data, "own.toml"), target(&data, "broken.toml"));
    std::fs::write(&own, built_in.replacen("valid = { years = 1,", "valid = { years = 2,", 1)).expect("written");
    std::fs::write(&broken, built_in.replacen("by = [\"expert\"]", "by = []", 1)).expect("written");

    let told = said(&["scheme", "check", text(&broken)]);
    assert!(told.contains("broken.toml:") && told.contains("review by nobody"), "{told}");
    let refused = with_data(&["scheme", "overlay", "add", text(&broken)]);
    assert_eq!((refused.status.code(), said(&["scheme", "overlay", "list"])), (Some(3), String::new()));

    assert!(with_data(&["scheme", "overlay", "add", text(&own)]).status.success());
    assert_eq!(said(&["scheme", "overlay", "list"]), "scs  2026-12-01\n");
    let shown = said(&["scheme", "show"]);
    assert!(shown.contains("（自分のファイル）") && shown.contains("有効期間 2 年"), "{shown}");
    assert!(with_data(&["scheme", "overlay", "remove", "scs"]).status.success());
    assert!(said(&["scheme", "show"]).contains("有効期間 1 年"));
    assert_eq!(with_data(&["scheme", "overlay", "remove", "scs"]).status.code(), Some(2));

    // A file that somebody spoiled afterwards is told, and not passed over.
    assert!(with_data(&["scheme", "overlay", "add", text(&own)]).status.success());
    std::fs::copy(&broken, data.path().join("schemes/scs.toml")).expect("copied");
    let output = with_data(&["scheme", "show"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("broken-scheme"));
}

#[test]
fn completions_and_manual_pages_are_made() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(stdout(&["completions", shell]).contains("crosswalk"), "{shell}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    stdout(&["man", text(folder.path())]);
    let page = std::fs::read_to_string(target(&folder, "tasuki-assess.1")).expect("a page");
    assert!(page.contains("回答シートを評価します"), "{page}");
}

use serde_json::Value;

use crate::{json, run, sample, target, text};

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().expect(key)
}

#[test]
fn a_suggestion_tells_its_path_and_goes_no_further_than_that_allows() {
    let wire = json(&["suggest", &sample("scs-2026-03-answers.xlsx"), "--to", "jama"]);
    assert_eq!((&wire["from"], &wire["to"]), (&Value::from("scs-2026-03"), &Value::from("jama-2.3")));
    assert_eq!(list(&wire, "route"), &["scs-2026-03", "jama-2.3"]);
    let suggestions = list(&wire, "suggestions");
    assert!(!suggestions.is_empty());
    for suggestion in suggestions {
        let relations: Vec<_> =
            list(suggestion, "because").iter().map(|path| path["relation"].as_str().expect("a word")).collect();
        let carries = relations.iter().any(|relation| ["equal", "equivalent", "superset"].contains(relation));
        let capped = !list(suggestion, "against").is_empty();
        assert!(!relations.is_empty() && !relations.contains(&"none"), "{suggestion}");
        assert!(suggestion["status"] != "met" || (carries && !capped), "{suggestion}");
    }
}

#[test]
fn the_draft_reaches_jama_in_two_steps() {
    let wire = json(&["suggest", &sample("scs-2025-12-answers.xlsx"), "--to", "jama-2.3"]);
    assert_eq!(list(&wire, "route"), &["scs-2025-12", "scs-2026-03", "jama-2.3"]);
    let first = &list(&list(&wire, "suggestions")[0], "because")[0];
    assert_eq!(list(first, "steps").len(), 2);
}

#[test]
fn carrying_accounts_for_both_editions() {
    let wire = json(&["carry", &sample("scs-2025-12-answers.xlsx"), "--to", "scs-2026-03"]);
    let carried = list(&wire, "carried");
    assert_eq!(carried.len(), 153);
    let sources: Vec<_> = carried.iter().flat_map(|entry| list(entry, "from")).chain(list(&wire, "dropped")).collect();
    let distinct: std::collections::BTreeSet<_> = sources.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), 157);
    let again = |change: &str| {
        carried.iter().filter(|entry| entry["change"] == change).map(|entry| entry["again"].clone()).collect::<Vec<_>>()
    };
    assert!(again("added").iter().all(|again| *again == true));
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(sample("expected.json")).expect("readable")).expect("JSON");
    for entry in carried.iter().filter(|entry| entry["change"] == "unchanged") {
        let old = &expected["scs-2025-12-answers.xlsx"][list(entry, "from")[0].as_str().expect("an id")];
        assert_eq!(&entry["status"], old, "{entry}");
        assert_eq!(entry["again"], *old == "unanswered", "{entry}");
    }
}

#[test]
fn a_profile_gap_names_measure_element_risk_and_impact() {
    let folder = tempfile::tempdir().expect("a folder");
    let (current, wanted) = (target(&folder, "current.json"), target(&folder, "target.json"));
    let sheet = |answers: &str| format!(r#"{{"framework":"cpsf-draft","answers":{answers}}}"#);
    std::fs::write(&current, sheet(r#"{"L1.001:organization":"partial","L1.002:organization":"met"}"#))
        .expect("written");
    let target = r#"{"L1.001:organization":"met","L1.002:organization":"met","L1.002:people":"partial","L1.003:people":"unmet"}"#;
    std::fs::write(&wanted, sheet(target)).expect("written");
    let wire = json(&["profile", text(&current), text(&wanted)]);
    let gaps = list(&wire, "gaps");
    let told: Vec<_> = gaps
        .iter()
        .map(|gap| (gap["measure"].clone(), gap["element"].clone(), gap["current"].clone(), gap["target"].clone()))
        .collect();
    let row = |cells: [&str; 4]| cells.map(Value::from).into();
    assert_eq!(
        told,
        [row(["L1.001", "organization", "partial", "met"]), row(["L1.002", "people", "unanswered", "partial"])]
    );
    assert!(gaps.iter().all(|gap| gap["risk_factor"]["ja"].is_string() && gap["impact"]["en"].is_string()));

    let other = run(&["profile", text(&current), &sample("jama-2.3-answers.xlsx")]);
    assert_eq!(other.status.code(), Some(3));
}

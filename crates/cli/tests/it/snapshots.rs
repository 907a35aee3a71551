//! The output that people see. A changed snapshot is a change of the user interface: look at it before accepting
//! it.

use insta::assert_snapshot;

use crate::{sample, stdout};

#[test]
fn assess_in_japanese() {
    assert_snapshot!(stdout(&["assess", &sample("scs-2026-03-answers.xlsx"), "--level", "3", "--as-of", "2026-11-21"]));
}

#[test]
fn assess_in_english() {
    assert_snapshot!(stdout(&["assess", &sample("jama-2.3-answers.xlsx"), "--as-of", "2026-11-21", "--lang", "en"]));
}

#[test]
fn one_criterion() {
    assert_snapshot!(stdout(&["catalog", "show", "scs", "4-4-4-2"]));
}

#[test]
fn benchmark() {
    assert_snapshot!(stdout(&["benchmark", "show"]));
}

#[test]
fn help_in_japanese() {
    assert_snapshot!(stdout(&["assess", "--help", "--lang", "ja"]));
}

#[test]
fn assess_as_json() {
    let report = crate::json(&["assess", &sample("scs-2026-03-answers.xlsx"), "--level", "3", "--as-of", "2026-11-21"]);
    // The first element of each list shows the shape; all values are compared elsewhere.
    let mut shape = report.clone();
    for key in ["requirements", "criteria", "plan"] {
        let first = report[key][0].clone();
        shape[key] = serde_json::Value::Array(vec![first]);
    }
    let suggestion = report["outlooks"][0]["suggestions"][0].clone();
    shape["outlooks"][0]["suggestions"] = serde_json::Value::Array(vec![suggestion]);
    insta::assert_json_snapshot!(shape);
}

//! What operations are called: from method and path, so that a name stays as long as the address does.

use serde_json::{Map, Value};

/// `get_assessment`, `list_assessments`, `patch_assessment_answer`.
pub(super) fn of(path: &str, method: &str, operation: &Map<String, Value>) -> String {
    let path = path.trim_start_matches("/api/v1/");
    let path = path.strip_prefix("organizations/{organization}/").unwrap_or(path);
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let verb = if method == "get" && is_list(&segments, operation) { "list" } else { method };
    let mut words = vec![verb.to_owned()];
    for (place, segment) in segments.iter().enumerate() {
        let names_one = segments.get(place + 1).is_some_and(|next| next.starts_with('{'));
        if !segment.starts_with('{') {
            let word = segment.replace(['-', '.'], "_");
            words.push(if names_one { singular(&word) } else { word });
        }
    }
    words.join("_")
}

/// Whether what is answered are many: an array, or a page of a list.
fn is_list(segments: &[&str], operation: &Map<String, Value>) -> bool {
    let schema = operation.get("responses").and_then(|all| all.pointer("/200/content/application~1json/schema"));
    let is_many = |schema: &Value| {
        schema["type"] == "array" || schema["$ref"].as_str().is_some_and(|name| name.contains("/PageBody_"))
    };
    segments.last().is_some_and(|last| !last.starts_with('{')) && schema.is_some_and(is_many)
}

fn singular(word: &str) -> String {
    match word {
        word if word.ends_with("ies") => format!("{}y", word.trim_end_matches("ies")),
        word => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

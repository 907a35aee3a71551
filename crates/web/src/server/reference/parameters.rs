//! How the parts of addresses look, and the headers that many operations take.

use serde_json::{Map, Value, json};

/// 26 characters of Crockford's base 32.
pub(super) const IDENTIFIER: &str = "^[0-9a-hjkmnp-tv-z]{26}$";
/// How editions, criteria and areas are written in the catalogues.
const WORD: &str = "^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$";

/// What makes nothing: what is there goes from one state to another, which a second time finds done, or a file is written that nobody
/// keeps. Everything else that is posted counts once under a key.
pub(crate) const MAKES_NOTHING: [&str; 19] = [
    "/withdraw",
    "/set-aside",
    "/apply",
    "/registration/revoke",
    "/registration/return",
    "/roads/{road}/review",
    "/lock",
    "/unlock",
    "/archive",
    "/restore",
    "/notifications/read",
    "/accept",
    "/dismiss",
    "/moves",
    "/file",
    "/disable",
    "/enable",
    "/remove-factors",
    "/erasure",
];

/// Completes the parameters of an operation.
pub(super) fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let makes = method == "post" && !MAKES_NOTHING.iter().any(|end| path.ends_with(end));
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    let Some(parameters) = parameters.as_array_mut() else { return };
    for name in path.split(['{', '}']).skip(1).step_by(2) {
        if !parameters.iter().any(|given| given["in"] == "path" && given["name"] == name) {
            parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
        }
    }
    // One parameter, however often it was named.
    let mut seen: Vec<(Value, Value)> = Vec::new();
    parameters.retain(|given| {
        let key = (given["in"].clone(), given["name"].clone());
        let known = seen.contains(&key)
            || (given["in"] == "path"
                && !path.contains(&format!("{{{}}}", given["name"].as_str().unwrap_or_default())));
        seen.push(key);
        !known
    });
    for given in parameters.iter_mut().filter(|given| given["in"] == "path") {
        shape(given);
    }
    if makes {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "A key of your choice under which the request counts once within a day.",
            "schema": { "type": "string", "pattern": "^[!-~]{1,200}$" },
        }));
    }
}

fn shape(given: &mut Value) {
    let name = given["name"].as_str().unwrap_or_default().to_owned();
    let plain =
        given["schema"]["type"] == "string" && given["schema"].as_object().is_some_and(|schema| schema.len() == 1);
    if plain {
        given["schema"] = match name.as_str() {
            "criterion" | "edition" | "framework" | "area" | "file" | "format" => {
                json!({ "type": "string", "pattern": WORD })
            }
            "submission" | "package" => json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
            "day" | "date" => json!({ "type": "string", "format": "date" }),
            _ => json!({ "type": "string", "pattern": IDENTIFIER }),
        };
    }
    if given.get("description").is_none() {
        given["description"] = match name.as_str() {
            "criterion" => "The criterion, as the catalogue names it".to_owned(),
            "number" => "Which version".to_owned(),
            _ => format!("The {name}"),
        }
        .into();
    }
}

//! The errors that every operation of a kind may answer with.

use serde_json::{Map, Value, json};

const PROBLEM: &str = "#/components/schemas/ProblemBody";

/// Status, name of the component, and what it says.
const ANSWERS: &[(&str, &str, &str)] = &[
    ("304", "NotModified", "Nothing changed since the version named in `If-None-Match`"),
    ("400", "Malformed", "The body is not what it says it is"),
    ("401", "SignIn", "Nobody is signed in, or the token does not hold any more"),
    (
        "403",
        "CrossSite",
        "A browser sent it from another site, or the session must prove anew who is there (`proof.needed`)",
    ),
    ("404", "NotFound", "There is no such thing, or it is not for you: the two look the same"),
    ("409", "State", "The state does not allow it"),
    ("412", "Conflict", "Somebody else changed it first; `current` is how it is now"),
    ("413", "TooLarge", "The body is too large"),
    ("415", "MediaType", "The body is of another type than this address takes"),
    ("422", "Invalid", "What was sent is understood but not right; `fields` say where"),
    ("429", "TooMany", "Too often; `Retry-After` says when to try again"),
    ("503", "Busy", "Too much at once; `Retry-After` says when to try again"),
    ("507", "Full", "The server's disk is full; nothing was changed"),
];

/// Adds each error to the components, once.
pub(super) fn components(document: &mut Value) {
    for (status, name, about) in ANSWERS {
        let mut response = json!({ "description": about });
        if *status != "304" {
            response["content"] = json!({ "application/problem+json": { "schema": { "$ref": PROBLEM } } });
        }
        document["components"]["responses"][name] = response;
    }
}

/// Adds to an operation the errors that its kind may answer with; what the handler says itself stays, in the right media type.
pub(super) fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let has = |place: &str| {
        operation["parameters"].as_array().is_some_and(|all| all.iter().any(|given| given["in"] == place))
    };
    let (changes, body, open) = (method != "get", operation.contains_key("requestBody"), is_open(operation));
    let json = operation["responses"].pointer("/200/content/application~1json").is_some();
    let matched =
        operation["parameters"].as_array().is_some_and(|all| all.iter().any(|given| given["name"] == "If-Match"));
    let wanted: Vec<&str> = [
        ("304", !changes && json),
        ("400", body),
        ("401", !open),
        ("403", changes),
        ("404", has("path") || path.contains('{')),
        ("409", changes),
        ("412", matched),
        ("413", body),
        ("415", body),
        // A parameter that there is not.
        ("422", true),
        ("429", true),
        ("503", true),
        ("507", changes),
    ]
    .into_iter()
    .filter_map(|(status, wanted)| wanted.then_some(status))
    .collect();
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for response in responses.values_mut() {
        retype(response);
    }
    for (status, name, _) in ANSWERS.iter().filter(|(status, ..)| wanted.contains(status)) {
        let common = json!({ "$ref": format!("#/components/responses/{name}") });
        let own = responses.entry((*status).to_owned()).or_insert_with(|| common.clone());
        if own["description"].as_str().is_some_and(str::is_empty) {
            *own = common;
        }
    }
}

/// Whether anybody may ask.
fn is_open(operation: &Map<String, Value>) -> bool {
    operation.get("security").and_then(Value::as_array).is_some_and(|all| all.iter().any(|one| one == &json!({})))
}

/// A problem is problem+json, whatever the handler's annotation made of it.
fn retype(response: &mut Value) {
    let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else { return };
    if content.get("application/json").is_some_and(|body| body["schema"]["$ref"] == PROBLEM)
        && let Some(body) = content.remove("application/json")
    {
        content.insert("application/problem+json".to_owned(), body);
    }
}

//! What holds for every operation, said once.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::errors::{self, Nature};
use super::responses::{self, Words};
use super::{names, parameters};

/// The methods under which a path item keeps operations.
pub(super) const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

const ABOUT: &str = include_str!("about.md");

/// Completes a description that came from the handlers.
pub(super) fn complete(document: &mut Value) {
    document["info"]["description"] = ABOUT.trim().into();
    document["servers"] = json!([{ "url": "/", "description": "This server" }]);
    document["security"] = json!([{ "bearer": [] }, { "session": [] }]);
    document["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http", "scheme": "bearer",
            "description": "A token of a member: `Authorization: Bearer …`. It opens one organization, and does no more than its scopes and that member's roles.",
        },
        "session": {
            "type": "apiKey", "in": "cookie", "name": "tasuki",
            "description": "The cookie of a person who is signed in (`__Host-tasuki` where the server is reached over TLS). Changes must come from the server's own pages.",
        },
    });
    document["webhooks"] = crate::webhooks::described();
    errors::components(document);
    let words = responses::words(document);
    let paths: Vec<String> =
        document["paths"].as_object().into_iter().flatten().map(|(path, _)| path.clone()).collect();
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if let (true, Some(operation)) = (METHODS.contains(&method.as_str()), operation.as_object_mut()) {
                operation.insert("operationId".to_owned(), names::of(path, method, &paths).into());
                self::operation(path, method, &words, operation);
            }
        }
    }
    for schema in document["components"]["schemas"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        schema
            .get_mut("properties")
            .and_then(Value::as_object_mut)
            .into_iter()
            .flat_map(Map::values_mut)
            .for_each(lift);
    }
    pages(document);
    strict(document);
    let used: Vec<&Value> = operations(document).filter_map(|(.., operation)| operation.get("tags")?.get(0)).collect();
    let known = crate::rooms::TAGS.iter().filter(|(name, _)| used.iter().any(|tag| *tag == name));
    document["tags"] = known.map(|(name, about)| json!({ "name": name, "description": about })).collect();
}

/// A page refers to what it lists, of which the type that is described says everything once more.
fn pages(document: &mut Value) {
    for (name, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        if let Some(listed) = name.strip_prefix("PageBody_") {
            schema["properties"]["items"]["items"] = json!({ "$ref": format!("#/components/schemas/{listed}") });
        }
    }
}

/// No body takes a field that it does not know: said here once, and of everything that stands in bodies.
fn strict(document: &mut Value) {
    let bodies =
        operations(document).map(|(.., operation)| operation["requestBody"]["content"]["application/json"].to_string());
    let mut waiting: Vec<String> = bodies.flat_map(|body| references(&body)).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let schema = &mut document["components"]["schemas"][&name];
        waiting.extend(references(&schema.to_string()));
        close(schema);
    }
}

/// Names of the schemas to which a schema refers.
fn references(schema: &str) -> Vec<String> {
    let places = schema.split("\"#/components/schemas/").skip(1);
    places.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Closes every object of a schema that says which fields it has.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            if fields.get("properties").is_some_and(Value::is_object)
                && fields.get("type").is_some_and(|own| own == "object")
            {
                fields.entry("additionalProperties").or_insert(Value::Bool(false));
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(close),
        _ => {}
    }
}

/// What a field that may be null says of itself stands with the field, not with one of its alternatives.
fn lift(field: &mut Value) {
    // Looked up without indexing, which would make what is not there.
    let alternatives = field.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten();
    let mut alternatives = alternatives.filter_map(Value::as_object_mut);
    let about = alternatives.find_map(|one| one.remove("description"));
    if let (Some(about), Some(field)) = (about, field.as_object_mut()) {
        field.insert("description".to_owned(), about);
    }
}

fn operation(path: &str, method: &str, words: &Words, operation: &mut Map<String, Value>) {
    // A doc comment that goes on over its first line is a summary and a description that begins with it.
    let summary = operation.get("summary").and_then(Value::as_str).unwrap_or_default().trim_end_matches('.').to_owned();
    operation.insert("summary".to_owned(), summary.into());
    parameters::complete(path, method, operation);
    let nature = Nature::of(path, method, &Value::Object(operation.clone()));
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        errors::complete(&nature, responses);
        responses::complete(words, responses);
    }
}

/// Every operation with its path and method.
pub(super) fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    document["paths"].as_object().into_iter().flatten().flat_map(|(path, item)| {
        let methods = METHODS.iter().filter_map(move |method| Some((*method, item.get(*method)?)));
        methods.map(move |(method, operation)| (path.as_str(), method, operation))
    })
}

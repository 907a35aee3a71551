//! The description is whole: nothing without words, nothing twice, nothing that leads nowhere.

use std::collections::BTreeSet;

use serde_json::Value;

use super::complete::operations;
use super::document;
use super::errors::{Nature, REFUSALS};
use super::schema::{fields, resolve};

fn problems(check: impl Fn(&str, &str, &Value) -> Option<String>) {
    let found: Vec<String> = operations(document())
        .filter_map(|(path, method, operation)| Some(format!("{method} {path}: {}", check(path, method, operation)?)))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_operation_says_what_it_does_and_belongs_to_a_known_group() {
    let groups: Vec<&Value> = document()["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    problems(|_, _, operation| {
        let tag = &operation["tags"][0];
        if !groups.contains(&tag) {
            return Some(format!("the group {tag} has no description in reference/complete.rs"));
        }
        let summary = operation["summary"].as_str().unwrap_or_default();
        (summary.len() < 5).then(|| "the handler has no doc comment".to_owned())
    });
}

#[test]
fn operations_have_names_of_their_own() {
    let mut names: Vec<&str> = operations(document()).filter_map(|(.., one)| one["operationId"].as_str()).collect();
    names.sort_unstable();
    let mut twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    twice.dedup();
    assert!(twice.is_empty(), "give these an operation_id of their own: {twice:?}");
}

#[test]
fn every_reference_leads_somewhere() {
    let text = document().to_string();
    let references: BTreeSet<&str> =
        text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for reference in references {
        assert!(document().pointer(reference).is_some(), "{reference}");
    }
}

#[test]
fn bodies_say_what_is_in_them() {
    problems(|_, _, operation| {
        let content = operation["requestBody"]["content"].as_object()?;
        let body = content.values().next()?;
        let empty =
            fields(document(), &body["schema"]).is_empty() && resolve(document(), &body["schema"])["type"] != "string";
        empty.then(|| "the request body has no fields: give it a wire type".to_owned())
    });
}

/// Objects of a schema that take fields that they do not know.
fn lax(schema: &Value, depth: usize) -> bool {
    let schema = resolve(document(), schema);
    let parts = ["allOf", "oneOf", "anyOf"].iter().filter_map(|word| schema[*word].as_array()).flatten();
    let fields = schema["properties"].as_object().into_iter().flatten().map(|(_, field)| field);
    let is_lax = schema["properties"].is_object() && schema["additionalProperties"] != false;
    is_lax || depth < 6 && parts.chain(fields).chain([&schema["items"]]).any(|part| lax(part, depth + 1))
}

#[test]
fn bodies_take_no_field_that_they_do_not_know() {
    problems(|_, _, operation| {
        let json = &operation["requestBody"]["content"]["application/json"]["schema"];
        lax(json, 0).then(|| "the request body needs #[serde(deny_unknown_fields)], and what is in it too".to_owned())
    });
}

#[test]
fn fields_have_words() {
    let schemas = document()["components"]["schemas"].as_object().unwrap();
    let mute = schemas.iter().flat_map(|(name, schema)| {
        let fields = schema["properties"].as_object().into_iter().flatten();
        let mute = fields.filter(|(_, schema)| schema["description"].as_str().is_none_or(str::is_empty));
        mute.map(move |(field, _)| format!("{name}.{field}"))
    });
    let mute: Vec<String> = mute.collect();
    assert!(mute.is_empty(), "no doc comment: {mute:?}");
}

#[test]
fn identifiers_are_typed() {
    problems(|path, _, operation| {
        let wanted = path.matches('{').count();
        let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let given = parameters.iter().filter(|given| given["in"] == "path");
        let shaped = given.filter(|given| given["schema"].as_object().is_some_and(|schema| schema.len() > 1));
        (shaped.count() != wanted).then(|| "not every part of the path has a shape".to_owned())
    });
}

#[test]
fn nothing_was_made_by_looking_for_it() {
    let text = document()["components"].to_string();
    for word in ["oneOf", "anyOf", "allOf", "items", "properties", "content", "schema"] {
        assert!(!text.contains(&format!("\"{word}\":null")), "{word} is null somewhere");
    }
}

#[test]
fn no_name_stands_for_two_types() {
    let api = crate::api::api();
    assert!(api.ambiguous().is_empty(), "rename one of the two: {:?}", api.ambiguous());
}

#[test]
fn every_response_has_words_and_every_body_a_schema() {
    problems(|_, _, operation| {
        let responses = operation["responses"].as_object()?;
        let wrong = |(status, response): (&String, &Value)| {
            let response = resolve(document(), response);
            let mut bodies = response["content"].as_object().into_iter().flatten();
            let mute = response["description"].as_str().is_none_or(str::is_empty);
            let shapeless = bodies.any(|(_, body)| body["schema"].as_object().is_none_or(serde_json::Map::is_empty));
            (mute || shapeless).then(|| format!("{status} has no description or no schema"))
        };
        responses.iter().find_map(wrong)
    });
}

#[test]
fn handlers_name_no_refusal_that_follows_from_what_they_are() {
    let raw = serde_json::to_value(crate::api::described()).unwrap();
    let named = operations(&raw).flat_map(|(path, method, operation)| {
        // Completed, as a handler may leave out parameters of the path.
        let nature = Nature::of(path, method, &document()["paths"][path][method]);
        let known = REFUSALS.iter().filter(move |one| {
            operation["responses"].get(one.status.to_string()).is_some() && one.follows_from(&nature)
        });
        known.map(move |one| format!("{method} {path}: {}", one.status))
    });
    let named: Vec<String> = named.collect();
    assert!(named.is_empty(), "{named:?}");
}

/// Parts of a schema that may be anything.
fn shapeless(place: &str, schema: &Value, found: &mut Vec<String>) {
    let words = ["type", "$ref", "oneOf", "anyOf", "allOf", "const", "enum"];
    if !words.iter().any(|word| schema.get(word).is_some()) {
        found.push(place.to_owned());
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        shapeless(&format!("{place}.{name}"), field, found);
    }
    if schema["type"] == "object" && schema["properties"].is_null() && schema["additionalProperties"].is_null() {
        found.push(place.to_owned());
    }
    let parts = ["oneOf", "anyOf", "allOf"].iter().filter_map(|word| schema[*word].as_array()).flatten();
    for part in parts.chain(schema.get("items")) {
        shapeless(place, part, found);
    }
}

#[test]
fn every_field_has_a_shape() {
    let mut found = Vec::new();
    for (name, schema) in document()["components"]["schemas"].as_object().unwrap() {
        shapeless(name, schema, &mut found);
    }
    assert!(found.is_empty(), "{found:?}");
}

//! Whether an answer of the API is one that its description allows.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::http::Method;
use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::{Value, json};

use crate::support::Answer;

/// Where validators find schemas.
const ADDRESS: &str = "http://localhost/api.json";

/// Validators by schema: most answers share few of them.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// A schema with all that it refers to.
type Validator = (Schemas, SchemaIndex);

/// Fails when the answer to a request is none that the description has. What is no operation of it is nobody's promise.
pub(crate) fn check(method: &Method, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    let Some(operation) = operation(method, path) else { return };
    if let Err(wrong) = conforms(operation, answer) {
        panic!("{method} {path} answers {} {wrong}\n{}", answer.status, answer.text());
    }
}

/// The operation of a request, if it is one. Of several addresses the one with fewer placeholders is meant.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let paths = tasuki_web::openapi()["paths"].as_object()?;
    let found = paths.iter().filter(|(template, _)| is_at(template, path));
    let (_, item) = found.min_by_key(|(template, _)| template.matches('{').count())?;
    item.get(method.as_str().to_lowercase())
}

fn is_at(template: &str, path: &str) -> bool {
    let (mut left, mut right) = (template.split('/'), path.split('/'));
    let same = left.by_ref().zip(right.by_ref()).all(|(one, other)| one.starts_with('{') || one == other);
    same && template.split('/').count() == path.split('/').count()
}

fn conforms(operation: &'static Value, answer: &Answer) -> Result<(), String> {
    let response = &operation["responses"][answer.status.as_str()];
    if response.is_null() {
        return Err("which is not described".to_owned());
    }
    let response = resolved(response);
    let kind = answer.header("content-type").split(';').next().unwrap_or_default().trim();
    let Some(contents) = response["content"].as_object() else {
        return if answer.bytes.is_empty() { Ok(()) } else { Err("with a body, of which nothing is said".to_owned()) };
    };
    let content = contents.get(kind).or_else(|| contents.get("*/*"));
    let content = content.ok_or_else(|| format!("as {kind:?} instead of {:?}", contents.keys().collect::<Vec<_>>()))?;
    if !kind.ends_with("json") {
        return Ok(());
    }
    let body: Value = serde_json::from_slice(&answer.bytes).map_err(|error| format!("with broken JSON: {error}"))?;
    let validator = validator(&content["schema"]);
    validator.0.validate(&body, validator.1).map_err(|error| format!("in another shape: {error:#}"))
}

fn resolved(response: &'static Value) -> &'static Value {
    let reference = response["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    reference.and_then(|pointer| tasuki_web::openapi().pointer(pointer)).unwrap_or(response)
}

fn validator(schema: &Value) -> Arc<Validator> {
    let mut all = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let build = || {
        let schemas = &tasuki_web::openapi()["components"]["schemas"];
        let (mut compiler, mut compiled) = (Compiler::new(), Schemas::new());
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        let resource = json!({ "components": { "schemas": schemas }, "own": schema });
        compiler.add_resource(ADDRESS, resource).expect("a resource");
        let own = compiler.compile(&format!("{ADDRESS}#/own"), &mut compiled).expect("a schema");
        Arc::new((compiled, own))
    };
    Arc::clone(all.entry(schema.to_string()).or_insert_with(build))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, StatusCode};

    use super::*;

    fn answer(status: u16, kind: &'static str, body: &str) -> Answer {
        let headers = HeaderMap::from_iter([(axum::http::header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
        let status = StatusCode::from_u16(status).expect("a status");
        Answer { status, headers, bytes: body.as_bytes().to_vec() }
    }

    #[test]
    fn what_is_not_described_is_noticed() {
        let sites = operation(&Method::GET, "/api/v1/organizations/x/sites").expect("the operation");
        assert!(operation(&Method::GET, "/o/x/sites").is_none());
        assert!(operation(&Method::POST, "/api/v1/organizations/x/sites/y").is_none());
        let problem = r#"{"type":"urn:x","title":"x","status":404,"detail":"x","code":"x"}"#;
        for (right, status, kind, body) in [
            (true, 200, "application/json", "[]"),
            (true, 404, "application/problem+json", problem),
            (true, 304, "", ""),
            (false, 200, "application/json", "{}"),
            (false, 200, "application/json", r#"[{"id":1}]"#),
            (false, 200, "text/html", "[]"),
            (false, 204, "", ""),
            (false, 404, "application/json", problem),
            (false, 404, "application/problem+json", "{}"),
            (false, 304, "", "x"),
        ] {
            let found = conforms(sites, &answer(status, kind, body));
            assert_eq!(found.is_ok(), right, "{status} {kind} {body}: {found:?}");
        }
    }
}

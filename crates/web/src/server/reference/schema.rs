//! The fields of a schema, as rows of a table.

use serde_json::Value;

/// How deep a table follows what contains itself.
const DEEPEST: usize = 4;

/// One field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name with those around it: `scope[].kind`.
    pub(super) name: String,
    /// `string`, `integer or null`, `list of string` …
    pub(super) kind: String,
    pub(super) required: bool,
    pub(super) about: String,
    /// What it may be, or how it looks.
    pub(super) limits: String,
}

/// The fields of a schema, those within others after them.
pub(super) fn fields(document: &Value, schema: &Value) -> Vec<Field> {
    let mut found = Vec::new();
    walk(document, schema, "", 0, &mut found);
    found
}

/// The schema behind a reference.
pub(super) fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str().and_then(|path| document.pointer(path.trim_start_matches('#'))) {
        Some(inner) => resolve(document, inner),
        None => schema,
    }
}

fn walk(document: &Value, schema: &Value, before: &str, depth: usize, found: &mut Vec<Field>) {
    let schema = resolve(document, schema);
    if depth > DEEPEST {
        return;
    }
    for part in ["allOf", "oneOf", "anyOf"].iter().filter_map(|word| schema[word].as_array()).flatten() {
        walk(document, part, before, depth, found);
    }
    if schema["items"].is_object() {
        walk(document, &schema["items"], &format!("{before}[]"), depth + 1, found);
    }
    let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let path = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
        let (kind, limits) = (kind(document, field), limits(resolve(document, field)));
        let about = field["description"].as_str().unwrap_or_default().to_owned();
        found.push(Field { name: path.clone(), kind, required: required(name), about, limits });
        walk(document, field, &path, depth + 1, found);
    }
}

/// The kind of a schema in words.
pub(super) fn kind(document: &Value, schema: &Value) -> String {
    let schema = resolve(document, schema);
    let alternatives = ["oneOf", "anyOf"].iter().find_map(|word| schema[word].as_array());
    if let Some(alternatives) = alternatives {
        let kinds: Vec<String> = alternatives.iter().map(|one| kind(document, one)).collect();
        return kinds.join(" or ");
    }
    let one = |word: &str| match word {
        "array" => format!("list of {}", kind(document, &schema["items"])),
        "string" if schema["format"].is_string() => schema["format"].as_str().unwrap_or_default().to_owned(),
        word => word.to_owned(),
    };
    match &schema["type"] {
        Value::String(word) => one(word),
        Value::Array(words) => words.iter().filter_map(Value::as_str).map(one).collect::<Vec<_>>().join(" or "),
        _ => "object".to_owned(),
    }
}

fn limits(schema: &Value) -> String {
    let mut said = Vec::new();
    if let Some(words) = schema["enum"].as_array() {
        said.push(words.iter().map(plain).collect::<Vec<_>>().join(" · "));
    }
    let bounds = [
        ("minimum", "≥"),
        ("maximum", "≤"),
        ("minLength", "length ≥"),
        ("maxLength", "length ≤"),
        ("default", "default"),
        ("pattern", ""),
    ];
    for (name, sign) in bounds {
        if !schema[name].is_null() {
            said.push(format!("{sign} {}", plain(&schema[name])).trim().to_owned());
        }
    }
    said.join(", ")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What a parameter may be, beside its kind.
pub(super) fn parameter_limits(document: &Value, parameter: &Value) -> String {
    limits(resolve(document, &parameter["schema"]))
}

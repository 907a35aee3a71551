//! What an operation answers when it does what it is asked: in the words of what comes back.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What the schemas say of themselves, by name.
pub(super) type Words = BTreeMap<String, String>;

/// The words of all schemas of a description.
pub(super) fn words(document: &Value) -> Words {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let words = schemas.filter_map(|(name, schema)| Some((name.clone(), schema["description"].as_str()?.to_owned())));
    words.collect()
}

/// Gives words to the responses whose handler has none for them.
pub(super) fn complete(words: &Words, responses: &mut Map<String, Value>) {
    for (status, response) in responses.iter_mut().filter(|(_, response)| response.get("$ref").is_none()) {
        let silent = response["description"].as_str().is_none_or(str::is_empty);
        if silent {
            let content = response["content"].as_object().and_then(|content| content.values().next());
            response["description"] = content.map_or_else(|| done(status), |body| of(words, &body["schema"])).into();
        }
    }
}

/// Of a response without a body.
fn done(status: &str) -> String {
    if status == "201" { "It was made" } else { "It was done" }.to_owned()
}

/// Of a body.
fn of(words: &Words, schema: &Value) -> String {
    let own = |schema: &Value| {
        let name = schema["$ref"].as_str()?.rsplit('/').next()?;
        // A doc comment that goes on over its first sentence says details.
        let about = words.get(name)?.split_once(". ").map_or(words[name].as_str(), |(first, _)| first);
        Some(about.trim_end_matches('.').to_owned())
    };
    let each = || Some(format!("A list. Each item: {}", own(&schema["items"])?));
    own(schema).or_else(each).unwrap_or_else(|| "A text".to_owned())
}

//! What a webhook is told, as the description of the API has it.

use serde_json::{Value, json};
use tasuki_app::webhooks::{PING, events};

/// The `webhooks` of the description: one for each kind of event.
pub(crate) fn described() -> Value {
    let kinds = events().into_iter().map(|(kind, _, about)| (kind, about));
    let kinds = kinds.chain([(PING, "A test")]);
    kinds.map(|(kind, about)| (kind.to_owned(), json!({ "post": delivery(kind, about) }))).collect()
}

fn delivery(kind: &str, about: &str) -> Value {
    let header = |name: &str, about: &str| json!({ "name": name, "in": "header", "required": true, "description": about, "schema": { "type": "string" } });
    json!({
        "operationId": format!("told_{kind}"),
        "summary": about,
        "tags": ["webhooks"],
        "security": [],
        "parameters": [
            header("Tasuki-Signature", "`t=…,v1=…`: `v1` is the HMAC-SHA-256, in hexadecimal, of `t`, a full stop and the body under the secret. After a change of the secret there are two `v1` for a day. Refuse what was signed more than a few minutes ago."),
            header("Tasuki-Event", "The kind of event"),
            header("Tasuki-Delivery", "The delivery: the same when it is sent again"),
        ],
        "requestBody": { "required": true, "content": { "application/json": { "schema": body(kind) } } },
        "responses": {
            "2XX": { "description": "It arrived. Whatever else is answered, within ten seconds or not at all, it is sent again later, for more than a day." },
        },
    })
}

fn body(kind: &str) -> Value {
    json!({
        "type": "object",
        "required": ["id", "event", "at", "organization", "assessment", "by", "data"],
        "properties": {
            "id": { "type": "string", "description": "The delivery" },
            "event": { "const": kind, "description": "The kind of event" },
            "at": { "type": "integer", "format": "int64", "description": "When it happened, in milliseconds since 1970" },
            "organization": { "type": "string", "description": "Where" },
            "assessment": { "type": ["string", "null"], "description": "In which assessment, if in one" },
            "by": { "type": "string", "description": "Who did it" },
            "data": { "type": "object", "description": "What to look at again: identifiers, and what little else a listener needs" },
        },
    })
}

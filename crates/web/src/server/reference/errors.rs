//! Refusals, and the operations that may answer with them. A handler names none of those that follow from what its operation is.

use serde_json::{Map, Value, json};

const PROBLEM: &str = "#/components/schemas/ProblemBody";

/// An answer that brings nothing new, or says why not.
pub(super) struct Refusal {
    pub(super) status: u16,
    /// Of the component that describes it.
    name: &'static str,
    about: &'static str,
    /// Which operations may answer so. What never follows from the kind of an operation is named by the handler.
    follows: fn(&Nature) -> bool,
}

/// What an operation is, as far as refusals follow from it.
pub(super) struct Nature {
    changes: bool,
    has_body: bool,
    has_version: bool,
    in_organization: bool,
    names_something: bool,
    reads_json: bool,
}

/// Every refusal that there is.
pub(super) const REFUSALS: [Refusal; 15] = [
    Refusal {
        status: 304,
        name: "NotModified",
        about: "Nothing changed since the version named in `If-None-Match`",
        follows: |of| of.reads_json,
    },
    Refusal { status: 400, name: "Malformed", about: "The body is not what it says it is", follows: |of| of.has_body },
    Refusal {
        status: 401,
        name: "SignIn",
        about: "Nobody is signed in, or the token does not hold any more",
        follows: |_| true,
    },
    Refusal {
        status: 403,
        name: "Refused",
        about: "The organization asks for a second factor, a browser sent it from another site, or the session must prove anew who is there (`proof.needed`)",
        follows: |of| of.changes || of.in_organization,
    },
    Refusal {
        status: 404,
        name: "NotFound",
        about: "There is no such thing, or it is not for you: the two look the same",
        follows: |of| of.changes || of.names_something,
    },
    Refusal { status: 409, name: "State", about: "The state does not allow it", follows: |of| of.changes },
    Refusal {
        status: 412,
        name: "Conflict",
        about: "Somebody else changed it first; `current` is how it is now",
        follows: |of| of.has_version,
    },
    Refusal { status: 413, name: "TooLarge", about: "The body is too large", follows: |of| of.has_body },
    Refusal {
        status: 415,
        name: "MediaType",
        about: "The body is of another type than this address takes",
        follows: |of| of.has_body,
    },
    Refusal { status: 416, name: "Range", about: "The file has no such part", follows: |_| false },
    // A parameter that there is not is one reason for it, so every operation has it.
    Refusal {
        status: 422,
        name: "Invalid",
        about: "What was sent is understood but not right; `fields` say where",
        follows: |_| true,
    },
    Refusal {
        status: 429,
        name: "TooMany",
        about: "Too often; `Retry-After` says when to try again",
        follows: |_| true,
    },
    Refusal {
        status: 500,
        name: "Internal",
        about: "Something went wrong in the server; nothing was changed, unless `code` is `outcome_unknown`",
        follows: |_| true,
    },
    Refusal {
        status: 503,
        name: "Busy",
        about: "Too much at once; `Retry-After` says when to try again",
        follows: |_| true,
    },
    Refusal {
        status: 507,
        name: "Full",
        about: "The server's disk is full; nothing was changed",
        follows: |of| of.changes,
    },
];

impl Refusal {
    pub(super) fn follows_from(&self, nature: &Nature) -> bool {
        (self.follows)(nature)
    }

    fn component(&self) -> Value {
        let mut response = json!({ "description": self.about });
        if !matches!(self.status, 304 | 416) {
            response["content"] = json!({ "application/problem+json": { "schema": { "$ref": PROBLEM } } });
        }
        if matches!(self.status, 429 | 503) {
            response["headers"] = json!({ "Retry-After": { "description": "After how many seconds to try again", "schema": { "type": "integer", "minimum": 0 } } });
        }
        response
    }
}

impl Nature {
    pub(super) fn of(path: &str, method: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        Self {
            changes: method != "get",
            has_body: operation["requestBody"].is_object(),
            has_version: parameters.into_iter().any(|given| given["name"] == "If-Match"),
            in_organization: path.contains("{organization}"),
            names_something: path.contains('{'),
            reads_json: method == "get" && operation.pointer("/responses/200/content/application~1json").is_some(),
        }
    }
}

/// Adds each refusal to the components, once.
pub(super) fn components(document: &mut Value) {
    for refusal in &REFUSALS {
        document["components"]["responses"][refusal.name] = refusal.component();
    }
}

/// Adds to the responses of an operation the refusals that follow from what it is, and words to those that its handler names.
pub(super) fn complete(nature: &Nature, responses: &mut Map<String, Value>) {
    for refusal in &REFUSALS {
        let status = refusal.status.to_string();
        if refusal.follows_from(nature) || responses.contains_key(&status) {
            responses.insert(status, json!({ "$ref": format!("#/components/responses/{}", refusal.name) }));
        }
    }
}

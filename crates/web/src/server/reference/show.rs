//! The page on which people read what the API can do. It is made from the description, on the server: no viewer to keep up to date, no script,
//! nothing to relax in the content security policy.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::complete::operations;
use super::document;
use super::schema::{Field, fields, kind, parameter_limits, resolve};
use crate::page::{Page, Section};
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "server/reference/show.html")]
struct Docs {
    page: Page,
    about: Vec<Paragraph>,
    groups: Vec<Group>,
}

/// A paragraph of the introduction: the words that it is about, and the rest.
struct Paragraph {
    strong: &'static str,
    pieces: Vec<(bool, &'static str)>,
}

struct Group {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    about: String,
    open: bool,
    parameters: Vec<Parameter>,
    body_type: String,
    body: Vec<Field>,
    responses: Vec<Answer>,
}

struct Parameter {
    name: String,
    place: String,
    kind: String,
    required: bool,
    about: String,
    limits: String,
}

struct Answer {
    status: String,
    about: String,
    media_type: String,
    fields: Vec<Field>,
}

/// `GET /api/docs`.
pub(super) async fn page(State(web): State<Web>, who: Who) -> Response {
    web.page_for(&who, None, |cx, who| {
        let page = Page::load(cx, who, Section::Other, "API の説明", "API reference")?;
        Reply::page(&Docs { page, about: about(document()), groups: groups(document()) })
    })
    .await
}

fn about(document: &'static Value) -> Vec<Paragraph> {
    let text = document["info"]["description"].as_str().unwrap_or_default();
    let paragraphs = text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    let read = |text: &'static str| {
        let (strong, rest) = text.strip_prefix("**").and_then(|text| text.split_once("**")).unwrap_or(("", text));
        // What stands between backquotes is code; other marks the introduction does not use.
        let pieces = rest.split('`').enumerate().map(|(place, piece)| (place % 2 == 1, piece));
        Paragraph { strong, pieces: pieces.collect() }
    };
    paragraphs.map(read).collect()
}

fn groups(document: &Value) -> Vec<Group> {
    let tags = document["tags"].as_array().into_iter().flatten();
    tags.map(|tag| {
        let own = operations(document).filter(|(.., operation)| operation["tags"][0] == tag["name"]);
        Group {
            name: text(&tag["name"]),
            about: text(&tag["description"]),
            operations: own.map(|(path, method, operation)| read(document, path, method, operation)).collect(),
        }
    })
    .collect()
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let content = operation["requestBody"]["content"].as_object().and_then(|content| content.iter().next());
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let responses = operation["responses"].as_object().into_iter().flatten();
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        about: text(&operation["description"]),
        open: operation["security"].is_array(),
        parameters: parameters.map(|given| parameter(document, given)).collect(),
        body_type: content.map_or_else(String::new, |(media_type, _)| media_type.clone()),
        body: content.map_or_else(Vec::new, |(_, body)| fields(document, &body["schema"])),
        responses: responses.map(|(status, given)| answer(document, status, given)).collect(),
    }
}

fn parameter(document: &Value, given: &Value) -> Parameter {
    Parameter {
        name: text(&given["name"]),
        place: text(&given["in"]),
        kind: kind(document, &given["schema"]),
        required: given["required"] == true,
        about: text(&given["description"]),
        limits: parameter_limits(document, given),
    }
}

fn answer(document: &Value, status: &str, given: &Value) -> Answer {
    let given = resolve(document, given);
    let content = given["content"].as_object().and_then(|content| content.iter().next());
    let fine = status.starts_with('2');
    Answer {
        status: status.to_owned(),
        about: text(&given["description"]),
        media_type: content.map_or_else(String::new, |(media_type, _)| media_type.clone()),
        fields: content.filter(|_| fine).map_or_else(Vec::new, |(_, body)| fields(document, &body["schema"])),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

//! One line of a history, for templates and the API.

use jiff::civil::Date;
use serde::Serialize;
use tasuki_app::history::Line;
use tasuki_catalog::{Lang, Text};
use utoipa::ToSchema;

use crate::time;

/// One line, for templates.
pub(crate) struct LineView {
    pub(crate) who: String,
    pub(crate) by_program: bool,
    pub(crate) text: String,
    pub(crate) icon: &'static str,
    pub(crate) at: String,
    pub(crate) when: String,
    /// Field, old and new value; empty if there was none.
    pub(crate) fields: Vec<(String, String, String)>,
}

impl LineView {
    pub(crate) fn new(line: &Line, today: Date, lang: Lang) -> Self {
        let word = |text: &Option<Text>| text.as_ref().map_or_else(String::new, |text| text.get(lang).to_owned());
        let fields =
            line.fields.iter().map(|field| (field.label.get(lang).to_owned(), word(&field.old), word(&field.new)));
        Self {
            who: line.who.name.clone(),
            by_program: line.who.by_program,
            text: line.text.get(lang).to_owned(),
            icon: icon(&line.action),
            at: time::instant(line.at),
            when: time::time(line.at, today, lang),
            fields: fields.collect(),
        }
    }
}

fn icon(action: &str) -> &'static str {
    match action.split_once('.').map_or(action, |(_, what)| what) {
        "attach" => "paperclip",
        "detach" | "remove" => "x",
        "add" | "create" => "plus",
        "version" => "upload",
        "archive" => "archive",
        "restore" | "undo" => "rotate-ccw",
        _ => "pencil",
    }
}

/// Changes, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeList {
    /// The changes.
    items: Vec<HistoryLineBody>,
}

impl ChangeList {
    /// The lines of a history in a language.
    pub(crate) fn new(lines: Vec<Line>, lang: Lang) -> Self {
        Self { items: lines.into_iter().map(|line| HistoryLineBody::new(line, lang)).collect() }
    }
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryLineBody {
    /// Its place in the audit log.
    seq: i64,
    /// When, in milliseconds since 1970.
    at: i64,
    /// The person; none for Tasuki itself.
    person: Option<String>,
    /// The name of who did it.
    name: String,
    /// Whether a program acted with an API token of that person.
    by_program: bool,
    /// What was done.
    #[schema(example = "answer.save")]
    action: String,
    /// The same in words, to follow the name.
    text: String,
    /// Which fields changed.
    fields: Vec<FieldBody>,
}

/// A field that changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangedField)]
pub(crate) struct FieldBody {
    /// The field.
    #[schema(example = "status")]
    name: String,
    /// What people call it.
    label: String,
    /// What it was.
    old: Option<String>,
    /// What it is now.
    new: Option<String>,
}

impl HistoryLineBody {
    pub(crate) fn new(line: Line, lang: Lang) -> Self {
        let word = |text: Option<Text>| text.map(|text| text.get(lang).to_owned());
        let fields = line.fields.into_iter().map(|field| FieldBody {
            name: field.name,
            label: field.label.get(lang).to_owned(),
            old: word(field.old),
            new: word(field.new),
        });
        Self {
            seq: line.seq,
            at: line.at,
            person: line.who.person.map(|person| person.to_string()),
            name: line.who.name,
            by_program: line.who.by_program,
            action: line.action,
            text: line.text.get(lang).to_owned(),
            fields: fields.collect(),
        }
    }
}

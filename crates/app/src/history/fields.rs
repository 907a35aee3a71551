//! Which fields changed, from what to what.

use serde_json::Value;
use tasuki_catalog::Text;

use super::Names;
use crate::{Context, Error};

/// How much of a long text is shown, in characters.
const SHOWN: usize = 200;

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// As the API names it: `status`.
    pub name: String,
    /// As people call it.
    pub label: Text,
    /// What it was; none where it was empty.
    pub old: Option<Text>,
    /// What it is now; none where it is empty.
    pub new: Option<Text>,
}

/// The fields of a change. Details hold `"field": [old, new]`; what is no such pair is no field.
pub(super) fn of(
    cx: &mut Context<'_, '_>,
    names: &mut Names,
    action: &str,
    detail: &Value,
) -> Result<Vec<Field>, Error> {
    let Value::Object(detail) = detail else { return Ok(Vec::new()) };
    let mut fields = Vec::new();
    for (name, pair) in detail {
        let (Some(label), Some([old, new])) = (label(name, action), pair.as_array().map(Vec::as_slice)) else {
            continue;
        };
        let (old, new) = (value(cx, names, name, old)?, value(cx, names, name, new)?);
        if old != new {
            fields.push(Field { name: name.clone(), label, old, new });
        }
    }
    fields.sort_by_key(|field| place(&field.name));
    Ok(fields)
}

/// What people look at first comes first.
fn place(name: &str) -> usize {
    let order = ["status", "name", "note", "substitute", "reason", "owner", "due", "confirmed"];
    order.iter().position(|own| *own == name).unwrap_or(order.len())
}

fn label(name: &str, action: &str) -> Option<Text> {
    let (ja, en) = match name {
        "status" => ("回答", "Answer"),
        "note" => ("現状", "Current state"),
        "substitute" => ("代替策", "Substitute measure"),
        "reason" => ("対象外の理由", "Reason for not applicable"),
        "owner" => ("担当", "Owner"),
        "due" => ("期限", "Due"),
        "confirmed" => ("確認日", "Confirmed on"),
        "accepted" => ("対象外の承認", "Not applicable accepted"),
        "maturity" => ("成熟度", "Maturity"),
        "source" => ("提案", "Suggestion"),
        "name" | "title" => ("名前", "Name"),
        "classification" => ("機密区分", "Classification"),
        "effective" => ("開始日", "Effective from"),
        "ends" => ("終了日", "Ends on"),
        "number" if action == "evidence.version" => ("版", "Version"),
        "body" => ("本文", "Text"),
        "state" => ("状態", "State"),
        "level" => ("水準", "Level"),
        _ => return None,
    };
    Some(Text::new(ja, en))
}

fn value(cx: &mut Context<'_, '_>, names: &mut Names, field: &str, value: &Value) -> Result<Option<Text>, Error> {
    let same = |text: String| (!text.is_empty()).then(|| Text::new(text.clone(), text));
    Ok(match value {
        Value::Null => None,
        Value::Bool(yes) => Some(if *yes { Text::new("はい", "Yes") } else { Text::new("いいえ", "No") }),
        Value::String(_) if field == "source" => Some(Text::new("採用した", "Accepted")),
        Value::String(word) => match word_of(field, word) {
            Some(text) => Some(text),
            None if field == "owner" => same(names.of(cx, word)?),
            None => same(shortened(word)),
        },
        other => same(other.to_string()),
    })
}

fn word_of(field: &str, word: &str) -> Option<Text> {
    let (ja, en) = match (field, word) {
        ("status", "unanswered") => ("◌ 未回答", "◌ Not answered"),
        ("status", "met") => ("○ 適合", "○ Met"),
        ("status", "partial") => ("△ 一部", "△ Partial"),
        ("status", "unmet") => ("× 不適合", "× Not met"),
        ("status", "not_applicable") => ("－ 対象外", "－ Not applicable"),
        ("classification", "public") => ("公開", "Public"),
        ("classification", "internal") => ("社内", "Internal"),
        ("classification", "confidential") => ("秘", "Confidential"),
        _ => return None,
    };
    Some(Text::new(ja, en))
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

//! The fields that changed, with old and new values.

use serde_json::Value;
use tasuki_catalog::Text;

use tasuki_store::Subject;

use super::Names;
use crate::describe::describe;
use crate::description::Values;
use crate::{Context, Error};

/// The number of characters of a long text that are shown.
const SHOWN: usize = 200;

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the API: `status`.
    pub name: String,
    /// As people call it.
    pub label: Text,
    /// The old value; `None` if it was empty.
    pub old: Option<Text>,
    /// The new value; `None` if it is empty.
    pub new: Option<Text>,
}

/// The fields of a change. Details contain `"field": [old, new]`; anything else is not a field.
pub(super) fn of(
    cx: &mut Context<'_, '_>,
    names: &mut Names,
    subject: &Subject,
    detail: &Value,
) -> Result<Vec<Field>, Error> {
    let Value::Object(detail) = detail else { return Ok(Vec::new()) };
    let own = describe(subject.noun());
    let mut fields = Vec::new();
    for (name, pair) in detail {
        let (Some((place, field)), Some([old, new])) = (own.field(name), pair.as_array().map(Vec::as_slice)) else {
            continue;
        };
        let (old, new) = (value(cx, names, &field.values, old)?, value(cx, names, &field.values, new)?);
        if old != new {
            let label = Text::new(field.label.0, field.label.1);
            fields.push((place, Field { name: name.clone(), label, old, new }));
        }
    }
    fields.sort_by_key(|(place, _)| *place);
    Ok(fields.into_iter().map(|(_, field)| field).collect())
}

/// A value for display; `None` if it is empty.
fn value(cx: &mut Context<'_, '_>, names: &mut Names, read: &Values, value: &Value) -> Result<Option<Text>, Error> {
    let same = |text: String| (!text.is_empty()).then(|| Text::new(text.clone(), text));
    Ok(match (value, read) {
        (Value::Null, _) => None,
        (Value::Bool(yes), _) => Some(if *yes { Text::new("はい", "Yes") } else { Text::new("いいえ", "No") }),
        (Value::String(_) | Value::Array(_), Values::Always((ja, en))) => Some(Text::new(*ja, *en)),
        (Value::String(id), Values::Person) => same(names.of(cx, id)?),
        (Value::String(word), Values::Named(name)) => name(word).or_else(|| same(shortened(word))),
        (Value::String(text), Values::Plain) => same(shortened(text)),
        (Value::Array(items), _) => {
            let texts = items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned));
            same(shortened(&texts.collect::<Vec<_>>().join("、")))
        }
        (other, _) => same(other.to_string()),
    })
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

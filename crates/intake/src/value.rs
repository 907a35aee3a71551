//! JSON values that keep duplicate keys and the order of keys.

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

/// Any JSON value; numbers are kept as text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Nothing,
    Truth(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The first value under a key of an object.
    pub(crate) fn field(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => fields.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// A text, or a number as text.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The value as text for people.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Truth(truth) => truth.to_string(),
            Self::Number(text) | Self::Text(text) => text.clone(),
            Self::List(list) => format!("[{}]", list.iter().map(Self::shown).collect::<Vec<_>>().join(", ")),
            Self::Object(fields) => {
                format!("{{{}}}", fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::Json::{self, List, Nothing, Number, Object, Text, Truth};

    /// Every kind of value, with a key that is there twice, out of order.
    const ANSWER: &str = r#"{"status": "met", "level": 3, "off": -2, "share": 2.5, "status": null, "confirmed": true,
        "evidence": ["規程", 7, {}], "about": {"who": "田中", "when": "2026-11-21"}}"#;

    fn text(text: &str) -> Json {
        Text(text.to_owned())
    }

    fn number(text: &str) -> Json {
        Number(text.to_owned())
    }

    fn object(fields: Vec<(&str, Json)>) -> Json {
        Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    #[test]
    fn everything_is_read_in_its_order_and_twice_if_it_is_there_twice() {
        let read: Json = serde_json::from_str(ANSWER).unwrap();
        let expected = object(vec![
            ("status", text("met")),
            ("level", number("3")),
            ("off", number("-2")),
            ("share", number("2.5")),
            ("status", Nothing),
            ("confirmed", Truth(true)),
            ("evidence", List(vec![text("規程"), number("7"), object(vec![])])),
            ("about", object(vec![("who", text("田中")), ("when", text("2026-11-21"))])),
        ]);
        assert_eq!(read, expected);
    }

    #[test]
    fn a_field_is_the_first_of_its_name_and_only_texts_and_numbers_are_text() {
        let read: Json = serde_json::from_str(ANSWER).unwrap();
        for (name, as_text, shown) in [
            ("status", Some("met"), "met"),
            ("level", Some("3"), "3"),
            ("confirmed", None, "true"),
            ("evidence", None, "[規程, 7, {}]"),
            ("about", None, "{who, when}"),
        ] {
            let value = read.field(name).unwrap_or_else(|| panic!("{name} is there"));
            assert_eq!((value.as_text(), value.shown().as_str()), (as_text, shown), "{name}");
        }
        assert_eq!(read.field("Status"), None);
        assert_eq!(text("status").field("status"), None, "a text has no fields");
        assert_eq!(Nothing.shown(), "");
    }
}

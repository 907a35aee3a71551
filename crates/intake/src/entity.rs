//! References in XML: to characters by number, and to the five that XML itself names. What a document declares is never read.

use quick_xml::events::BytesRef;

/// The character that a reference stands for, or why there is none.
pub(crate) fn character(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character);
    }
    match reference.xml10_content().as_ref() {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(format!("the entity {other:?} is not read")),
    }
}

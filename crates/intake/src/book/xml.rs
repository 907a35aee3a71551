//! The XML of a part, event by event: no DTD, only the five predefined entities, and a limit on the length of an
//! event.

use std::{
    cell::Cell,
    io::{BufRead, Error, Read},
    rc::Rc,
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::entity::character;

/// The longest tag or text between two tags, in bytes; a cell holds at most a hundredth of it.
const LONGEST: usize = 4 * 1024 * 1024;

/// Why a part cannot be read, as the XML reader says it.
#[derive(Debug)]
pub(super) struct Broken(pub(super) String);

impl From<quick_xml::Error> for Broken {
    fn from(error: quick_xml::Error) -> Self {
        Self(error.to_string())
    }
}

/// A part that is being read.
pub(super) struct Xml<R> {
    reader: Reader<Capped<R>>,
    buffer: Vec<u8>,
    left: Rc<Cell<usize>>,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(part: R) -> Self {
        let left = Rc::new(Cell::new(LONGEST));
        let reader = Reader::from_reader(Capped { part, left: Rc::clone(&left) });
        Self { reader, buffer: Vec::new(), left }
    }

    /// The next event; the end comes as [`Event::Eof`].
    pub(super) fn next(&mut self) -> Result<Event<'_>, Broken> {
        self.buffer.clear();
        self.left.set(LONGEST);
        match self.reader.read_event_into(&mut self.buffer)? {
            Event::DocType(_) => Err(Broken("a document type is not read".to_owned())),
            event => Ok(event),
        }
    }

    /// The text up to the end of the element that just began, including the text of nested elements.
    pub(super) fn text(&mut self) -> Result<String, Broken> {
        let (mut depth, mut text) = (0_usize, String::new());
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(text),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(Broken("it ends within an element".to_owned())),
                event => push_text(&event, &mut text)?,
            }
        }
    }

    /// Skips the element that just began.
    pub(super) fn skip(&mut self) -> Result<(), Broken> {
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(Broken("it ends within an element".to_owned())),
                _ => {}
            }
        }
    }
}

/// Appends the text of an event.
pub(super) fn push_text(event: &Event<'_>, text: &mut String) -> Result<(), Broken> {
    match event {
        Event::Text(piece) => text.push_str(&piece.xml10_content()),
        Event::CData(piece) => text.push_str(&piece.xml10_content()),
        Event::GeneralRef(reference) => text.push(character(reference).map_err(Broken)?),
        _ => {}
    }
    Ok(())
}

/// An attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether a boolean attribute is on; without a value it is.
pub(super) fn is_on(tag: &BytesStart<'_>, name: &str) -> Option<bool> {
    attribute(tag, name).map(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// Undoes `_x000D_`, which spreadsheet programs write for characters that XML does not allow.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(unit) = escape(rest) {
            units.push(unit);
            rest = &rest[7..];
        } else {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            rest = &rest[c.len_utf8()..];
        }
    }
    String::from_utf16_lossy(&units).replace("\r\n", "\n").replace('\r', "")
}

fn escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let is_whole = text.get(6..7) == Some("_") && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_whole)
}

/// Stops reading at an event that is longer than the limit.
struct Capped<R> {
    part: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.part.read(buffer)
    }
}

impl<R: BufRead> BufRead for Capped<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left.get() == 0 {
            return Err(Error::other("an element is longer than any that a spreadsheet program writes"));
        }
        self.part.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left.set(self.left.get().saturating_sub(amount));
        self.part.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_an_element() {
        let mut xml = Xml::new(&b"<a>1&amp;&#x2; <b>x</b><![CDATA[<]]></a>"[..]);
        assert!(matches!(xml.next(), Ok(Event::Start(_))));
        assert_eq!(xml.text().unwrap(), "1&\u{2} x<");
        for text in ["<!DOCTYPE a><a/>", "<a>&b;</a>", "<a><b></a>"] {
            let mut xml = Xml::new(text.as_bytes());
            let mut last = String::new();
            assert!(loop {
                match xml.next() {
                    Ok(Event::Eof) => break false,
                    Ok(event) => {
                        if push_text(&event, &mut last).is_err() {
                            break true;
                        }
                    }
                    Err(_) => break true,
                }
            });
        }
        let long = format!("<a>{}</a>", "x".repeat(LONGEST + 10_000));
        let mut xml = Xml::new(std::io::BufReader::new(long.as_bytes()));
        assert!(matches!(xml.next(), Ok(Event::Start(_))));
        assert!(xml.next().is_err());
    }

    #[test]
    fn escapes_of_spreadsheet_programs() {
        assert_eq!(unescaped("a_x000D_\nb"), "a\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("_xD83D__xDE00_ _x12"), "😀 _x12");
    }
}

//! XML of strangers: no document type, no entity but the five of XML, bounded depth. Only the elements that a reader asks for are kept as
//! a whole; the others pass by.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::error::{ScanError, glimpse};
use super::limits::ScanLimits;
use crate::entity::character;

/// An element with everything in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// Its name without prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    text: String,
}

impl Element {
    /// An attribute by its name without prefix; `None` also if it is empty.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(own, _)| own == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|own| own.name == name)
    }

    /// All children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |own| own.name == name)
    }

    /// Every element of a name in it, at any depth.
    pub(super) fn descendants(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Element> = self.children.iter().rev().collect();
        while let Some(own) = waiting.pop() {
            if own.name == name {
                found.push(own);
            }
            waiting.extend(own.children.iter().rev());
        }
        found
    }

    /// Its own text; `None` if there is none.
    pub(super) fn text(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// The text of the first child of a name.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name)?.text()
    }
}

/// What comes while a document is read.
pub(super) enum Met {
    /// An element that nobody asked for begins; it has no children yet.
    Open(Element),
    /// Such an element ends.
    Close(String),
    /// An element that was asked for.
    Whole(Element),
}

/// The text of a file, in the encoding that its declaration or its byte order mark names.
pub(super) fn text(bytes: &[u8]) -> Result<String, ScanError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.trim_start_matches('\u{feff}').trim_start().to_owned());
    }
    let marked = encoding_rs::Encoding::for_bom(bytes);
    let (encoding, start) = match marked {
        Some((encoding, length)) => (Some(encoding), length),
        None => (declared(bytes), 0),
    };
    let text = encoding.and_then(|own| own.decode_without_bom_handling_and_without_replacement(&bytes[start..]));
    let broken = || ScanError::Broken {
        format: None,
        place: String::new(),
        detail: format!("it is not text in UTF-8 or in the encoding that it names: {}", glimpse(bytes)),
    };
    text.map(|text| text.trim_start().to_owned()).ok_or_else(broken)
}

/// The encoding that the declaration names, which is ASCII.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declaration = head.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    encoding_rs::Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}

/// The name of the first element.
pub(super) fn root(text: &str) -> Result<String, ScanError> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => return Ok(tag.local_name().into_inner().to_owned()),
            Ok(Event::Eof) => return Err(broken(text, &reader, "there is no element")),
            Ok(_) => {}
            Err(error) => return Err(broken(text, &reader, &error.to_string())),
        }
    }
}

/// Walks through a document: elements whose name is in `whole` come with everything in them.
pub(super) fn walk(
    text: &str,
    limits: &ScanLimits,
    whole: &[&str],
    mut meet: impl FnMut(Met) -> Result<(), ScanError>,
) -> Result<(), ScanError> {
    let mut reader = Reader::from_str(text);
    // The elements that are being kept, and how many are open around them.
    let (mut kept, mut outside): (Vec<Element>, usize) = (Vec::new(), 0);
    loop {
        let event = reader.read_event().map_err(|error| broken(text, &reader, &error.to_string()))?;
        match event {
            Event::Start(tag) => {
                let element = element(&tag).map_err(|detail| broken(text, &reader, &detail))?;
                if kept.len() + outside >= limits.depth {
                    return Err(broken(text, &reader, "elements are nested too deep"));
                }
                if !kept.is_empty() || whole.contains(&element.name.as_str()) {
                    kept.push(element);
                } else {
                    outside += 1;
                    meet(Met::Open(element))?;
                }
            }
            Event::Empty(tag) => {
                let element = element(&tag).map_err(|detail| broken(text, &reader, &detail))?;
                let name = element.name.clone();
                match kept.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None if whole.contains(&name.as_str()) => meet(Met::Whole(element))?,
                    None => {
                        meet(Met::Open(element))?;
                        meet(Met::Close(name))?;
                    }
                }
            }
            Event::End(tag) => {
                if let Some(element) = kept.pop() {
                    match kept.last_mut() {
                        Some(parent) => parent.children.push(element),
                        None => meet(Met::Whole(element))?,
                    }
                } else {
                    outside = outside.saturating_sub(1);
                    meet(Met::Close(tag.local_name().into_inner().to_owned()))?;
                }
            }
            Event::Text(piece) => push(&mut kept, &piece.xml10_content()),
            Event::CData(piece) => push(&mut kept, &piece.xml10_content()),
            Event::GeneralRef(reference) => {
                let mut held = [0; 4];
                let character = character(&reference).map_err(|detail| broken(text, &reader, &detail))?;
                push(&mut kept, character.encode_utf8(&mut held));
            }
            Event::Eof if outside > 0 || !kept.is_empty() => {
                return Err(broken(text, &reader, "it ends within an element"));
            }
            Event::Eof => return Ok(()),
            // A document type is passed over; what it declares is not known, and using it is an error.
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn push(kept: &mut [Element], text: &str) {
    if let Some(element) = kept.last_mut() {
        element.text.push_str(text);
    }
}

fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.local_name().into_inner().to_owned(), value.into_owned()));
    }
    let name = tag.local_name().into_inner().to_owned();
    Ok(Element { name, attributes, children: Vec::new(), text: String::new() })
}

/// What is wrong, with the line on which the reader stands.
fn broken(text: &str, reader: &Reader<&[u8]>, detail: &str) -> ScanError {
    let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
    let line = text.as_bytes()[..at].split(|byte| *byte == b'\n').count();
    ScanError::Broken { format: None, place: format!("line {line}"), detail: detail.to_owned() }
}

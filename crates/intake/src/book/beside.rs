//! Comments, comment threads and drawings of a sheet.

use std::{collections::BTreeMap, io::BufRead};

use quick_xml::events::Event;

use super::{
    cells::range_of,
    strings::rich,
    xml::{Broken, Xml, attribute},
};
use crate::{
    clean,
    sheet::{Drawn, DrawnKind},
};

type Comments = BTreeMap<(u32, u32), String>;

/// More comments or shapes than any real sheet has.
pub(super) const MOST: usize = 20_000;
/// The maximum number of characters kept of a comment or text box.
const LONGEST: usize = 8_000;

/// Cell comments (`comments1.xml`), without struck-out text.
pub(super) fn comments(mut xml: Xml<impl BufRead>) -> Result<Comments, Broken> {
    let (mut comments, mut place) = (Comments::new(), None);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "comment" => place = attribute(&tag, "ref").and_then(|cell| range_of(&cell)),
                "text" => {
                    let text = rich(&mut xml)?.kept(false);
                    if let Some((row, column, ..)) = place.filter(|_| !text.is_struck && comments.len() < MOST) {
                        add(&mut comments, (row, column), &text.text);
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(comments),
            _ => {}
        }
    }
}

/// Comment threads (`threadedComment1.xml`): the question and the replies on a cell, joined line by line.
pub(super) fn threads(mut xml: Xml<impl BufRead>) -> Result<Comments, Broken> {
    let (mut comments, mut place) = (Comments::new(), None);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "threadedComment" => place = attribute(&tag, "ref").and_then(|cell| range_of(&cell)),
                "text" => {
                    let text = xml.text()?;
                    if let Some((row, column, ..)) = place.filter(|_| comments.len() < MOST) {
                        add(&mut comments, (row, column), &text);
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(comments),
            _ => {}
        }
    }
}

fn add(comments: &mut Comments, place: (u32, u32), text: &str) {
    let text: String = clean::trim(text).chars().take(LONGEST).collect();
    if text.is_empty() {
        return;
    }
    let known = comments.entry(place).or_default();
    if !known.is_empty() {
        known.push('\n');
    }
    known.push_str(&text);
}

/// Shapes, text boxes and pictures (`drawing1.xml`). Charts are computed from cells and are not answers.
pub(super) fn drawing(mut xml: Xml<impl BufRead>) -> Result<Vec<Drawn>, Broken> {
    let mut drawn = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.local_name().into_inner().ends_with("CellAnchor") => {
                if let Some(one) = anchored(&mut xml)?.filter(|_| drawn.len() < MOST) {
                    drawn.push(one);
                }
            }
            Event::Eof => return Ok(drawn),
            _ => {}
        }
    }
}

/// The contents of one anchor.
fn anchored(xml: &mut Xml<impl BufRead>) -> Result<Option<Drawn>, Broken> {
    let (mut corners, mut numbers, mut kind, mut text, mut depth) = (Vec::new(), (0, 0), None, String::new(), 0_usize);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "col" => numbers.1 = xml.text()?.trim().parse().unwrap_or(0),
                "row" => {
                    numbers.0 = xml.text()?.trim().parse().unwrap_or(0);
                    corners.push(numbers);
                }
                "t" => text.push_str(&xml.text()?),
                name => {
                    kind = kind.or(kind_of(name));
                    depth += 1;
                }
            },
            Event::Empty(tag) => kind = kind.or(kind_of(tag.local_name().into_inner())),
            Event::End(tag) if depth > 0 => {
                depth -= 1;
                if tag.local_name().into_inner() == "p" && !text.is_empty() {
                    text.push('\n');
                }
            }
            Event::End(_) => break,
            Event::Eof => return Err(Broken("it ends within a drawing".to_owned())),
            _ => {}
        }
    }
    let text: String = clean::trim(&text).chars().take(LONGEST).collect();
    let kind = kind.map(|kind| if kind == DrawnKind::Shape && !text.is_empty() { DrawnKind::Text } else { kind });
    let Some((&(row, column), kind)) = corners.first().zip(kind) else { return Ok(None) };
    Ok(Some(Drawn { row, column, last: corners.get(1).copied().unwrap_or((row, column)), kind, text }))
}

fn kind_of(name: &str) -> Option<DrawnKind> {
    match name {
        "sp" | "cxnSp" | "contentPart" => Some(DrawnKind::Shape),
        "pic" => Some(DrawnKind::Picture),
        _ => None,
    }
}

/// Form controls of the older kind (`vmlDrawing1.vml`), which newer programs also write. The boxes of comments in
/// the same file are skipped. The list ends at the first unreadable element, because these parts are not guaranteed
/// to be valid XML.
pub(super) fn controls(mut xml: Xml<impl BufRead>) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    while let Ok(event) = xml.next() {
        match event {
            Event::Start(tag) if tag.local_name().into_inner() == "ClientData" => {
                let kind = attribute(&tag, "ObjectType").unwrap_or_default();
                let Ok(control) = control(&mut xml, &kind) else { break };
                drawn.extend(control.filter(|_| drawn.len() < MOST));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    drawn
}

fn control(xml: &mut Xml<impl BufRead>, kind: &str) -> Result<Option<Drawn>, Broken> {
    let (mut anchor, mut checked) = (Vec::<u32>::new(), false);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "Anchor" => anchor = xml.text()?.split(',').map(|part| part.trim().parse().unwrap_or(0)).collect(),
                "Checked" => checked = xml.text()?.trim() == "1",
                _ => xml.skip()?,
            },
            Event::End(_) => break,
            Event::Eof => return Err(Broken("it ends within a control".to_owned())),
            _ => {}
        }
    }
    let name = match kind {
        "Checkbox" | "Radio" if checked => "☑",
        "Checkbox" | "Radio" => "☐",
        "Drop" | "List" | "Edit" => "",
        _ => return Ok(None),
    };
    // Left column, its offset, top row, its offset, right column, its offset, bottom row, its offset.
    let &[column, _, row, _, right, _, bottom, ..] = anchor.as_slice() else { return Ok(None) };
    Ok(Some(Drawn { row, column, last: (bottom, right), kind: DrawnKind::Control, text: name.to_owned() }))
}

//! Rich text in runs: the table of shared strings, and texts within cells.

use std::{io::BufRead, sync::Arc};

use quick_xml::events::Event;

use super::archive;
use super::xml::{Broken, Xml, attribute, is_on, push_text, unescaped};
use crate::{IntakeError, Limits, clean};

/// A text, and which of its runs are struck out.
#[derive(Debug, Clone)]
pub(super) struct Rich {
    whole: Arc<str>,
    /// The runs, if any has a font of its own: the text of each, and whether it is struck out.
    runs: Option<Box<[Run]>>,
}

type Run = (Box<str>, Option<bool>);

/// The remaining text after struck-out runs are removed.
pub(super) struct Kept {
    pub(super) text: Arc<str>,
    /// All of it was struck out; the text is unchanged.
    pub(super) is_struck: bool,
    pub(super) is_partly_struck: bool,
}

impl Rich {
    pub(super) fn plain(text: &str) -> Self {
        Self { whole: text.into(), runs: None }
    }

    /// The text to read in a cell whose own font is `struck` out or not.
    pub(super) fn kept(&self, struck: bool) -> Kept {
        let Some(runs) = &self.runs else { return kept(&self.whole, struck) };
        let left: String =
            runs.iter().filter(|(_, own)| !own.unwrap_or(struck)).map(|(text, _)| text.as_ref()).collect();
        if left.len() == self.whole.len() {
            return kept(&self.whole, false);
        }
        if clean::trim(&left).is_empty() {
            return kept(&self.whole, true);
        }
        let (text, _) = clean::without_struck(&left);
        Kept { text: text.as_ref().into(), is_struck: false, is_partly_struck: true }
    }
}

fn kept(whole: &Arc<str>, is_struck: bool) -> Kept {
    let (left, partly) = clean::without_struck(whole);
    if is_struck || !partly {
        return Kept {
            text: Arc::clone(whole),
            is_struck: is_struck && !clean::trim(whole).is_empty(),
            is_partly_struck: false,
        };
    }
    let is_struck = clean::trim(&left).is_empty();
    Kept {
        text: if is_struck { Arc::clone(whole) } else { left.as_ref().into() },
        is_struck,
        is_partly_struck: !is_struck,
    }
}

/// Why reading the table stopped: a limit, or invalid XML.
pub(super) enum Fault {
    Bound(IntakeError),
    Broken(Broken),
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

/// The table of shared strings, within the limits.
pub(super) fn shared(mut xml: Xml<impl BufRead>, limits: &Limits) -> Result<Vec<Rich>, Fault> {
    let (mut strings, mut bytes) = (Vec::new(), 0_u64);
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().into_inner() == "sst" => {
                let claimed = attribute(&tag, "uniqueCount").map_or(0, |text| claim(&text));
                if claimed > limits.unzipped_bytes {
                    return Err(Fault::Bound(archive::claim(claimed)));
                }
            }
            Event::Start(tag) if tag.local_name().into_inner() == "si" => strings.push(rich(&mut xml)?),
            Event::Empty(tag) if tag.local_name().into_inner() == "si" => strings.push(Rich::plain("")),
            Event::Eof => return Ok(strings),
            _ => continue,
        }
        bytes += strings.last().map_or(0, |string: &Rich| string.whole.len() as u64);
        if strings.len() > limits.cells || bytes > limits.kept_bytes {
            return Err(Fault::Bound(IntakeError::TooManyCells { limit: limits.cells }));
        }
    }
}

/// Parses a number of any length.
fn claim(text: &str) -> u64 {
    let digits = text.bytes().filter(u8::is_ascii_digit);
    digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

/// The text of the element that just began: its own, or that of its runs, without the phonetic text.
pub(super) fn rich(xml: &mut Xml<impl BufRead>) -> Result<Rich, Broken> {
    let (mut text, mut runs, mut struck, mut depth) = (String::new(), Vec::<Run>::new(), None, 0_usize);
    let mut start = 0;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "rPh" | "phoneticPr" => xml.skip()?,
                "t" => text.push_str(&xml.text()?),
                "rPr" => {
                    struck = Some(struck.unwrap_or(false));
                    depth += 1;
                }
                "strike" => {
                    struck = Some(is_on(&tag, "val").unwrap_or(true));
                    depth += 1;
                }
                _ => depth += 1,
            },
            Event::Empty(tag) => match tag.local_name().into_inner() {
                "rPr" => struck = Some(struck.unwrap_or(false)),
                "strike" => struck = Some(is_on(&tag, "val").unwrap_or(true)),
                _ => {}
            },
            Event::End(tag) if depth > 0 => {
                depth -= 1;
                if tag.local_name().into_inner() == "r" {
                    runs.push((unescaped(&text[start..]).into(), struck.take()));
                    start = text.len();
                }
            }
            Event::End(_) => break,
            Event::Eof => return Err(Broken("it ends within a text".to_owned())),
            event if depth == 0 => push_text(&event, &mut String::new())?,
            _ => {}
        }
    }
    if start < text.len() && !runs.is_empty() {
        runs.push((unescaped(&text[start..]).into(), None));
    }
    let whole = unescaped(&text);
    let has_own = runs.iter().any(|(_, struck)| struck.is_some());
    Ok(Rich { whole: whole.into(), runs: has_own.then(|| runs.into_boxed_slice()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept_of(xml: &str, struck: bool) -> (String, bool, bool) {
        let mut xml = Xml::new(xml.as_bytes());
        xml.next().unwrap();
        let kept = rich(&mut xml).unwrap().kept(struck);
        (kept.text.to_string(), kept.is_struck, kept.is_partly_struck)
    }

    #[test]
    fn runs_that_are_struck_out() {
        let two = "<si><r><rPr><strike/></rPr><t>×</t></r><r><rPr><b/></rPr><t> ○</t></r></si>";
        assert_eq!(kept_of(two, false), (" ○".to_owned(), false, true));
        let all = "<si><r><rPr><strike/></rPr><t>×</t></r><r><t> </t></r></si>";
        assert_eq!(kept_of(all, false), ("× ".to_owned(), true, false));
        let off = "<si><r><rPr><strike val=\"0\"/></rPr><t>×</t></r><r><t>y</t></r></si>";
        assert_eq!(kept_of(off, false), ("×y".to_owned(), false, false));
        assert_eq!(kept_of(off, true), ("×".to_owned(), false, true));
        assert_eq!(kept_of("<si><t>○</t><rPh><t>マル</t></rPh></si>", false), ("○".to_owned(), false, false));
        assert_eq!(kept_of("<si><t>○</t></si>", true), ("○".to_owned(), true, false));
    }
}

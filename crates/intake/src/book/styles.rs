//! Styles: which cells are struck out, and how numbers are displayed.

use std::{collections::HashMap, io::BufRead};

use quick_xml::events::Event;

use super::{
    shown::Format,
    xml::{Broken, Xml, attribute, is_on},
};

/// The styles of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    cells: Vec<Style>,
    formats: Vec<Format>,
}

#[derive(Debug, Clone, Copy)]
struct Style {
    struck: bool,
    format: usize,
}

/// More than spreadsheet programs allow.
const MOST: usize = 70_000;

impl Styles {
    /// Whether the font of a style is struck out.
    pub(super) fn is_struck(&self, style: usize) -> bool {
        self.cells.get(style).is_some_and(|style| style.struck)
    }

    /// The number format of a style; `None` if it shows numbers as they are.
    pub(super) fn format(&self, style: usize) -> Option<&Format> {
        self.cells.get(style).and_then(|style| self.formats.get(style.format)).filter(|format| !format.is_general())
    }
}

/// Reads the styles part.
pub(super) fn styles(mut xml: Xml<impl BufRead>) -> Result<Styles, Broken> {
    let (mut fonts, mut codes, mut ids) =
        (Vec::<bool>::new(), HashMap::<u32, String>::new(), Vec::<(usize, u32)>::new());
    let (mut within, mut depth) = (Within::Nothing, 0_usize);
    loop {
        let event = xml.next()?;
        let (tag, opens) = match &event {
            Event::Start(tag) => (tag, true),
            Event::Empty(tag) => (tag, false),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if depth < 2 {
                    within = Within::Nothing;
                }
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        match (tag.local_name().into_inner(), within) {
            ("fonts", _) if opens && depth == 1 => within = Within::Fonts,
            ("cellXfs", _) if opens && depth == 1 => within = Within::Cells,
            ("numFmts", _) if opens && depth == 1 => within = Within::Formats,
            ("font", Within::Fonts) if depth == 2 => fonts.push(false),
            ("strike", Within::Fonts) => {
                if let Some(last) = fonts.last_mut() {
                    *last = is_on(tag, "val").unwrap_or(true);
                }
            }
            ("numFmt", Within::Formats) => {
                if let (Some(id), Some(code)) = (number(tag, "numFmtId"), attribute(tag, "formatCode")) {
                    codes.insert(id, code);
                }
            }
            ("xf", Within::Cells) if depth == 2 => {
                let font = number(tag, "fontId").map_or(0, |id| usize::try_from(id).unwrap_or(usize::MAX));
                ids.push((font, number(tag, "numFmtId").unwrap_or(0)));
            }
            _ => {}
        }
        depth += usize::from(opens);
        if fonts.len() > MOST || codes.len() > MOST || ids.len() > MOST {
            return Err(Broken("too many styles".to_owned()));
        }
    }
    Ok(gathered(&fonts, &codes, &ids))
}

#[derive(Clone, Copy)]
enum Within {
    Nothing,
    Fonts,
    Cells,
    Formats,
}

fn number(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

fn gathered(fonts: &[bool], codes: &HashMap<u32, String>, ids: &[(usize, u32)]) -> Styles {
    let mut styles = Styles::default();
    let mut known = HashMap::<u32, usize>::new();
    for (font, id) in ids {
        let format = *known.entry(*id).or_insert_with(|| {
            styles.formats.push(codes.get(id).map_or_else(|| Format::built_in(*id), |code| Format::new(code)));
            styles.formats.len() - 1
        });
        styles.cells.push(Style { struck: fonts.get(*font).copied().unwrap_or(false), format });
    }
    styles
}

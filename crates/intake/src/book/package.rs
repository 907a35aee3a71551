//! The zip around a workbook: its parts, and how they refer to each other.

use std::{
    collections::HashMap,
    io::{BufReader, Cursor},
};

use quick_xml::events::Event;
use zip::{ZipArchive, read::ZipFile};

use super::xml::{Broken, Xml, attribute};
use crate::IntakeError;

/// A workbook's zip.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Positions by name; names are compared without regard to case.
    names: HashMap<String, usize>,
}

/// A reference from one part to another, or to an external address.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type: `worksheet`, `comments`.
    pub(super) kind: String,
    /// The name of the part, or the address.
    pub(super) target: String,
}

/// More entries than a list of any real workbook has.
const MOST: usize = 100_000;

pub(super) type Part<'p, 'b> = Xml<BufReader<ZipFile<'p, Cursor<&'b [u8]>>>>;

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, IntakeError> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| IntakeError::BrokenZip { detail: error.to_string() })?;
        let names = zip.file_names_raw().enumerate();
        let names = names.map(|(at, name)| (plain(&String::from_utf8_lossy(name)), at)).collect();
        Ok(Self { zip, names })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    /// A part by its name.
    pub(super) fn part(&mut self, name: &str) -> Result<Part<'_, 'b>, Broken> {
        let at = self.names.get(&plain(name)).ok_or_else(|| Broken(format!("the part {name} is missing")))?;
        let file = self.zip.by_index(*at).map_err(|error| Broken(error.to_string()))?;
        Ok(Xml::new(BufReader::new(file)))
    }

    /// The relations of a part; empty if it has no list.
    pub(super) fn relations(&mut self, of: &str) -> Result<Vec<Relation>, Broken> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let list = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        if !self.has(&list) {
            return Ok(Vec::new());
        }
        let mut xml = self.part(&list)?;
        let mut relations = Vec::new();
        loop {
            match xml.next()? {
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().into_inner() == "Relationship" => {
                    let (Some(target), Some(kind)) = (attribute(&tag, "Target"), attribute(&tag, "Type")) else {
                        continue;
                    };
                    let external =
                        attribute(&tag, "TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
                    relations.push(Relation {
                        id: attribute(&tag, "Id").unwrap_or_default(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: if external { target } else { resolved(folder, &target) },
                    });
                }
                Event::Eof => return Ok(relations),
                _ => {}
            }
            if relations.len() > MOST {
                return Err(Broken("too many relations".to_owned()));
            }
        }
    }
}

fn plain(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// A target relative to a folder: `../comments1.xml`, `/xl/comments1.xml`, `comments1.xml`.
fn resolved(folder: &str, target: &str) -> String {
    if target.starts_with(['/', '\\']) {
        return target[1..].to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split(['/', '\\']) {
        match part {
            "." | "" => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    #[test]
    fn targets() {
        use super::resolved;
        assert_eq!(resolved("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("", "../../x.xml"), "x.xml");
    }
}

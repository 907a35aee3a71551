//! Workbooks: from a checked zip to sheets.
//!
//! Parts are streamed, blank cells are dropped and everything that is kept is counted, so that the memory used does
//! not depend on the file. Besides the values this reads what people see: strikethrough, number formats, comments,
//! links, and drawings.

mod archive;
mod beside;
mod cells;
mod package;
mod shown;
mod strings;
mod styles;
mod xml;

use std::collections::BTreeMap;

use quick_xml::events::Event;

use self::{
    cells::{Fault, Link, Shared},
    package::{Package, Relation},
    xml::{Broken, attribute, is_on},
};
use crate::{
    Format, IntakeError, Limits,
    sheet::{Budget, Sheet},
    table,
};

/// Every worksheet of a workbook; for a sheet that cannot be read, only its name.
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) unreadable: Vec<(String, String)>,
}

/// The sheets of a workbook, or the one table of a CSV file.
pub(crate) fn open(format: Format, bytes: &[u8], limits: &Limits) -> Result<Workbook, IntakeError> {
    match format {
        Format::Xlsx => read(bytes, limits),
        Format::Csv | Format::Json => {
            Ok(Workbook { sheets: vec![table::sheet(bytes, limits)?], unreadable: Vec::new() })
        }
    }
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, IntakeError> {
    archive::check(bytes, limits)?;
    let mut package = Package::open(bytes)?;
    let main = package.relations("").ok().and_then(|relations| target(&relations, "officeDocument"));
    let main = main.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let (known, from_1904) = sheets(&mut package, &main).map_err(broken)?;
    let relations = package.relations(&main).map_err(broken)?;
    let shared = shared(&mut package, &relations, from_1904, limits)?;
    let mut budget = Budget::new(limits);
    let mut workbook = Workbook { sheets: Vec::new(), unreadable: Vec::new() };
    for known in known {
        let Some(relation) = relations.iter().find(|relation| relation.id == known.relation) else { continue };
        if relation.kind != "worksheet" {
            continue;
        }
        let mut sheet = Sheet::new(&known.name, known.visible);
        sheet.from_1904 = from_1904;
        match fill(&mut package, &relation.target, &shared, &mut sheet, &mut budget) {
            // A sheet that Tasuki computed from answers contains no answers.
            Ok(()) if sheet.is_worked_out() => {}
            Ok(()) => workbook.sheets.push(sheet),
            Err(Fault::Bound(error)) => return Err(error),
            Err(Fault::Sheet(Broken(detail))) => workbook.unreadable.push((known.name, detail)),
        }
    }
    match workbook.unreadable.first() {
        Some((name, detail)) if workbook.sheets.is_empty() => {
            Err(IntakeError::BrokenWorkbook { detail: format!("{name}: {detail}") })
        }
        _ => Ok(workbook),
    }
}

fn broken(Broken(detail): Broken) -> IntakeError {
    IntakeError::BrokenWorkbook { detail }
}

fn target(relations: &[Relation], kind: &str) -> Option<String> {
    relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone())
}

/// An entry in the workbook's list of sheets.
struct Known {
    name: String,
    visible: bool,
    relation: String,
}

/// The sheets in order, and whether the workbook uses the 1904 date system.
fn sheets(package: &mut Package<'_>, main: &str) -> Result<(Vec<Known>, bool), Broken> {
    let mut xml = package.part(main)?;
    let (mut known, mut from_1904, mut any) = (Vec::new(), false, false);
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) => {
                any = true;
                match tag.local_name().into_inner() {
                    "workbookPr" => from_1904 = is_on(&tag, "date1904").unwrap_or(false),
                    "sheet" if known.len() < 10_000 => known.push(Known {
                        name: attribute(&tag, "name").unwrap_or_default(),
                        visible: attribute(&tag, "state").is_none_or(|state| state == "visible"),
                        relation: attribute(&tag, "id").unwrap_or_default(),
                    }),
                    _ => {}
                }
            }
            Event::Eof if any => return Ok((known, from_1904)),
            Event::Eof => return Err(Broken("the list of sheets is empty".to_owned())),
            _ => {}
        }
    }
}

/// Strings and styles; if they are missing, the workbook is read as far as possible.
fn shared(
    package: &mut Package<'_>,
    relations: &[Relation],
    from_1904: bool,
    limits: &Limits,
) -> Result<Shared, IntakeError> {
    let part = |kind: &str, usual: &str| target(relations, kind).unwrap_or_else(|| usual.to_owned());
    let (strings, styles) = (part("sharedStrings", "xl/sharedStrings.xml"), part("styles", "xl/styles.xml"));
    let strings = if package.has(&strings) {
        let xml = package.part(&strings).map_err(broken)?;
        strings::shared(xml, limits).map_err(|fault| match fault {
            strings::Fault::Bound(error) => error,
            strings::Fault::Broken(error) => broken(error),
        })?
    } else {
        Vec::new()
    };
    let styles = if package.has(&styles) {
        styles::styles(package.part(&styles).map_err(broken)?).map_err(broken)?
    } else {
        styles::Styles::default()
    };
    Ok(Shared { strings, styles, from_1904 })
}

fn fill(
    package: &mut Package<'_>,
    part: &str,
    shared: &Shared,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<(), Fault> {
    let links = cells::cells(package.part(part)?, shared, sheet, budget)?;
    let relations = package.relations(part)?;
    link(sheet, &links, &relations);
    beside(package, &relations, sheet);
    for text in
        sheet.beside.comments.values().map(String::len).chain(sheet.beside.drawn.iter().map(|drawn| drawn.text.len()))
    {
        budget.take(text)?;
    }
    Ok(())
}

/// Limits for all links of a sheet together: rows beyond the first of each link, and columns of one row.
const LINKED: u32 = 20_000;
const LINKED_COLUMNS: u32 = 16;

/// A link on a range applies to each of its cells.
fn link(sheet: &mut Sheet, links: &[Link], relations: &[Relation]) {
    let known: BTreeMap<&str, &str> =
        relations.iter().map(|relation| (relation.id.as_str(), relation.target.as_str())).collect();
    let mut left = LINKED;
    for link in links {
        let address = link.relation.as_deref().and_then(|id| known.get(id).copied());
        if let Some(address) = address.or(link.place.as_deref()).filter(|address| !address.is_empty()) {
            let (top, column, bottom, right) = link.range;
            for row in top..=bottom.min(top.saturating_add(left)) {
                (column..=right.min(column.saturating_add(LINKED_COLUMNS)))
                    .for_each(|column| sheet.link(row, column, address));
                left = left.saturating_sub(1);
            }
        }
    }
}

/// Reads what is beside the cells. A part that cannot be read is ignored, because the answers are not in it.
fn beside(package: &mut Package<'_>, relations: &[Relation], sheet: &mut Sheet) {
    let of = |kind: &'static str| relations.iter().filter(move |relation| relation.kind == kind);
    for relation in of("comments") {
        let comments = package.part(&relation.target).and_then(beside::comments);
        sheet.beside.comments.extend(comments.unwrap_or_default());
    }
    // A threaded comment is also stored as an ordinary comment, with boilerplate text added by the program.
    for relation in of("threadedComment") {
        let threads = package.part(&relation.target).and_then(beside::threads);
        sheet.beside.comments.extend(threads.unwrap_or_default());
    }
    for relation in of("drawing") {
        let drawn = package.part(&relation.target).and_then(beside::drawing);
        sheet.beside.drawn.extend(drawn.unwrap_or_default());
    }
    for relation in of("vmlDrawing") {
        let controls = package.part(&relation.target).map(beside::controls);
        sheet.beside.drawn.extend(controls.unwrap_or_default());
    }
}

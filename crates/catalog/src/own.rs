//! An edition that an organization wrote for itself.
//!
//! It passes the same check as the built-in ones, and a few more: what it names becomes part of addresses and of the
//! audit log, and it comes from somebody whom the program does not know.

use std::{collections::BTreeMap, sync::Arc};

use crate::problem::Complaint;
use crate::{
    Catalog, Crosswalk, Library, Own, Points, Problem, SourceFile, parse_catalog, parse_crosswalk, problem::locate,
};

/// The maximum number of files of one edition, its crosswalks included.
pub const MOST_FILES: usize = 40;
/// The maximum size of all files of one edition together, in bytes; the largest built-in one has less than a third of it.
pub const LARGEST: usize = 1 << 20;
/// The maximum number of criteria of one edition.
pub const MOST_CRITERIA: usize = 500;
/// The maximum number of scan rules of one edition; each is held against each finding.
const MOST_SCAN_RULES: usize = 200;
/// The maximum number of crosswalks of one edition.
const MOST_CROSSWALKS: usize = 8;
/// The maximum number of counterparts of one identifier. Composed with another crosswalk, they multiply.
const MOST_COUNTERPARTS: usize = 50;
/// The maximum number of characters of an identifier.
const LONGEST: usize = 40;
/// The most points that one criterion can give.
const MOST_POINTS: u32 = 1_000;

/// Reads the files of one edition: `catalog.toml`, its parts, and crosswalks named `<from>--<to>.toml`, which lead from or to
/// this edition, and to or from another one in `library`.
///
/// # Errors
/// Every problem of every file, with its location.
pub fn parse_own(files: &[SourceFile], library: &Library) -> Result<Own, Vec<Problem>> {
    let problems = of_files(files);
    if !problems.is_empty() {
        return Err(problems);
    }
    let (crosswalks, parts): (Vec<_>, Vec<_>) = files.iter().cloned().partition(|file| sides(&file.name).is_some());
    let catalog = parse_catalog(&parts)?;
    let complaints = of_names(&catalog, library);
    let mut problems: Vec<_> = complaints.into_iter().map(|complaint| locate(complaint, &parts)).collect();
    let mut read = Vec::new();
    if let Some(file) = crosswalks.get(MOST_CROSSWALKS) {
        problems.push(problem(
            &file.name,
            format!("{} crosswalks", crosswalks.len()),
            format!("at most {MOST_CROSSWALKS}"),
        ));
    }
    for file in crosswalks.iter().take(MOST_CROSSWALKS) {
        match crosswalk(file, &catalog, library) {
            Ok(crosswalk) => {
                problems.extend(of_counterparts(file, &crosswalk));
                read.push(crosswalk);
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(Own { catalog: Arc::new(catalog), crosswalks: read }) } else { Err(problems) }
}

/// Reads files that passed [`parse_own`] before, perhaps in an earlier build. What is new among ours, or is checked more strictly by
/// now, must not make an edition unreadable that somebody has answered: only its crosswalks can be left out.
///
/// # Errors
/// Every problem of the edition itself.
pub fn restore_own(files: &[SourceFile], library: &Library) -> Result<(Own, Vec<Problem>), Vec<Problem>> {
    let (crosswalks, parts): (Vec<_>, Vec<_>) = files.iter().cloned().partition(|file| sides(&file.name).is_some());
    let catalog = parse_catalog(&parts)?;
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    for file in &crosswalks {
        match crosswalk(file, &catalog, library) {
            Ok(crosswalk) => read.push(crosswalk),
            Err(found) => problems.extend(found),
        }
    }
    Ok((Own { catalog: Arc::new(catalog), crosswalks: read }, problems))
}

/// The editions that a file relates by its name.
fn sides(name: &str) -> Option<(&str, &str)> {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.strip_suffix(".toml")?.split_once("--")
}

fn problem(file: &str, found: String, expected: String) -> Problem {
    Problem { file: file.to_owned(), line: None, found, expected }
}

fn of_files(files: &[SourceFile]) -> Vec<Problem> {
    let problem =
        |file: &str, found: String, expected: String| Problem { file: file.to_owned(), line: None, found, expected };
    let size: usize = files.iter().map(|file| file.text.len()).sum();
    let mut problems = Vec::new();
    if files.len() > MOST_FILES {
        problems.push(problem("", format!("{} files", files.len()), format!("at most {MOST_FILES}")));
    }
    if size > LARGEST {
        problems.push(problem("", format!("{size} bytes in all files"), format!("at most {LARGEST}")));
    }
    for (place, file) in files.iter().enumerate().take(MOST_FILES) {
        let name = &file.name;
        let is_plain = name.len() <= 100 && name.split('/').all(|part| is_identifier(part) && !part.starts_with('.'));
        if !is_plain || name.strip_suffix(".toml").is_none() {
            let expected = "the name of a TOML file in ASCII letters, digits, - . _ and /";
            problems.push(problem(name, format!("file {name:?}"), expected.to_owned()));
        }
        if files[..place].iter().any(|other| other.name == *name) {
            problems.push(problem(name, "this file twice".to_owned(), "every file once".to_owned()));
        }
    }
    if files.iter().filter(|file| file.name.ends_with("catalog.toml")).count() > 1 {
        problems.push(problem("", "several catalog.toml".to_owned(), "one edition at a time".to_owned()));
    }
    problems
}

/// What can stand in an address, in the audit log and in a file name without being written in another way.
fn is_identifier(text: &str) -> bool {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-._".contains(character);
    !text.is_empty() && text.len() <= LONGEST && text.chars().all(plain) && text.contains(char::is_alphanumeric)
}

/// Identifiers, and figures that the built-in catalogues would not have.
fn of_names(catalog: &Catalog, library: &Library) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut complain = |subject: &str, found: String, expected: &str| {
        complaints.push(Complaint { subject: subject.to_owned(), found, expected: expected.to_owned() });
    };
    let id = catalog.id();
    let groups = catalog.groups().iter().map(|group| &group.id);
    let requirements = catalog.requirements().iter().map(|requirement| &requirement.id);
    let criteria = catalog.criteria().iter().map(|criterion| &criterion.id);
    let own = [catalog.framework(), id].into_iter();
    for name in own.chain(groups.chain(requirements).chain(criteria).map(String::as_str)) {
        if !is_identifier(name) {
            let found = format!("identifier {:?}", name.chars().take(LONGEST).collect::<String>());
            complain(name, found, "1 to 40 ASCII letters, digits, - . and _");
        }
    }
    if library.editions().any(|known| known == id) || library.catalogs().any(|known| known.framework() == id) {
        complain(id, format!("edition {id}, which is there already"), "an id that no edition or framework has");
    }
    if catalog.criteria().is_empty() || catalog.criteria().len() > MOST_CRITERIA {
        complain(id, format!("{} criteria", catalog.criteria().len()), "1 to 500 criteria");
    }
    if catalog.scan_rules().len() > MOST_SCAN_RULES {
        complain(id, format!("{} scan rules", catalog.scan_rules().len()), "at most 200 scan rules");
    }
    let Points { met, partial, unmet } = catalog.points();
    if met > MOST_POINTS || partial > met || unmet > partial {
        complain(id, format!("points {met}, {partial} and {unmet}"), "at most 1000, and never more for less");
    }
    complaints
}

fn crosswalk(file: &SourceFile, own: &Catalog, library: &Library) -> Result<Crosswalk, Vec<Problem>> {
    let (from, to) = sides(&file.name).unwrap_or_default();
    let known = |id: &str| {
        if id == own.id() { Some(own) } else { library.catalog(id).filter(|known| known.id() == id) }
    };
    match (known(from), known(to)) {
        (Some(left), Some(right)) if from != to && (from == own.id() || to == own.id()) => {
            parse_crosswalk(file, left, right)
        }
        _ => {
            let expected = format!("one between {} and another edition that is there", own.id());
            Err(vec![problem(&file.name, format!("a crosswalk from {from} to {to}"), expected)])
        }
    }
}

fn of_counterparts(file: &SourceFile, crosswalk: &Crosswalk) -> Vec<Problem> {
    let mut counts = BTreeMap::<(bool, &str), usize>::new();
    for pair in &crosswalk.pairs {
        for (side, id) in [(false, &pair.from), (true, &pair.to)] {
            if let Some(id) = id {
                *counts.entry((side, id)).or_default() += 1;
            }
        }
    }
    let many = counts.into_iter().filter(|(_, count)| *count > MOST_COUNTERPARTS);
    many.map(|((_, id), count)| {
        problem(&file.name, format!("{count} counterparts of {id}"), format!("at most {MOST_COUNTERPARTS}"))
    })
    .collect()
}

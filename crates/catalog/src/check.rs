//! From texts to checked types, with every problem told at once.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use serde::Deserialize;

use crate::{
    Catalog, Criterion, Crosswalk, Scale, Text,
    catalog::{Head, Part},
    crosswalk,
};

/// One TOML file of an edition, already read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path or name, as the person who wrote it knows it.
    pub name: String,
    /// Its contents.
    pub text: String,
}

/// One thing that is wrong with a catalogue, where, and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as named by the caller.
    pub file: String,
    /// Line, from 1, when it is known.
    pub line: Option<usize>,
    /// What was found.
    pub found: String,
    /// What should stand there.
    pub expected: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map_or(String::new(), |line| format!(":{line}"));
        write!(formatter, "{}{line}: {}", self.file, self.found)?;
        if !self.expected.is_empty() {
            write!(formatter, "; expected {}", self.expected)?;
        }
        Ok(())
    }
}

/// A complaint about the entry called `subject`, not yet located in a file.
pub(crate) struct Complaint {
    pub(crate) subject: String,
    pub(crate) found: String,
    pub(crate) expected: String,
}

/// Reads the files of one edition folder: `catalog.toml` and its parts, in the order of their names.
///
/// # Errors
/// Every problem of every file, located.
pub fn parse_catalog(files: &[SourceFile]) -> Result<Catalog, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut head = None;
    let mut parts = Vec::new();
    for file in files {
        if file.name.ends_with("catalog.toml") {
            head = parse::<Head>(file, &mut problems);
        } else {
            parts.extend(parse::<Part>(file, &mut problems));
        }
    }
    if !files.iter().any(|file| file.name.ends_with("catalog.toml")) {
        problems.push(Problem {
            file: files.first().map_or(String::new(), |file| file.name.clone()),
            line: None,
            found: "no catalog.toml".to_owned(),
            expected: "a catalog.toml beside the parts (see catalogs/README.md)".to_owned(),
        });
    }
    match head {
        Some(head) if problems.is_empty() => assemble(head, parts)
            .map_err(|complaints| complaints.into_iter().map(|complaint| locate(complaint, files)).collect()),
        _ => Err(problems),
    }
}

/// Reads one crosswalk file and checks it against the editions it relates.
///
/// # Errors
/// Every problem of the file, located.
pub fn parse_crosswalk(file: &SourceFile, from: &Catalog, to: &Catalog) -> Result<Crosswalk, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(raw) = parse::<crosswalk::Raw>(file, &mut problems) else {
        return Err(problems);
    };
    raw.assemble(from, to).map_err(|complaints| {
        complaints.into_iter().map(|complaint| locate(complaint, std::slice::from_ref(file))).collect()
    })
}

fn parse<T: for<'de> Deserialize<'de>>(file: &SourceFile, problems: &mut Vec<Problem>) -> Option<T> {
    match toml::from_str(&file.text) {
        Ok(value) => Some(value),
        Err(error) => {
            let line = error.span().map(|span| file.text[..span.start].matches('\n').count() + 1);
            let message = error.message();
            let (found, expected) =
                message.split_once(", expected ").unwrap_or((message, "the shape of catalogs/README.md"));
            problems.push(Problem {
                file: file.name.clone(),
                line,
                found: found.to_owned(),
                expected: expected.to_owned(),
            });
            None
        }
    }
}

/// Finds the entry that a complaint is about: the line that gives it its `id` or, in a crosswalk, names it in `from`.
fn locate(complaint: Complaint, files: &[SourceFile]) -> Problem {
    let needles = ["id", "from", "to"].map(|key| format!("{key}=\"{}\"", complaint.subject));
    let place = files.iter().find_map(|file| {
        let line = file.text.lines().position(|line| {
            let squeezed: String = line.chars().filter(|character| !character.is_whitespace()).collect();
            needles.iter().any(|needle| squeezed.contains(needle))
        })?;
        Some((file.name.clone(), Some(line + 1)))
    });
    let (file, line) = place.unwrap_or_else(|| (files.first().map_or(String::new(), |file| file.name.clone()), None));
    Problem { file, line, found: complaint.found, expected: complaint.expected }
}

/// Joins the parts of an edition and checks them as a whole.
pub(crate) fn assemble(head: Head, parts: Vec<Part>) -> Result<Catalog, Vec<Complaint>> {
    let (mut requirements, mut criteria) = (Vec::new(), Vec::new());
    for part in parts {
        requirements.extend(part.requirements);
        criteria.extend(part.criteria);
    }
    let mut check = Check { head: &head, complaints: Vec::new() };
    check.groups();
    let requirement_ids = check.unique("requirement", requirements.iter().map(|requirement| requirement.id.as_str()));
    for requirement in &requirements {
        check.group(requirement.group.as_deref(), &requirement.id);
        check.texts(&requirement.id, [Some(&requirement.title), requirement.statement.as_ref()]);
    }
    let criterion_ids = check.unique("criterion", criteria.iter().map(|criterion| criterion.id.as_str()));
    for criterion in &criteria {
        check.criterion(criterion, &requirement_ids, &criterion_ids);
    }
    check.counts(requirements.len(), &criteria);
    if !check.complaints.is_empty() {
        return Err(check.complaints);
    }

    let positions: HashMap<_, _> =
        criteria.iter().enumerate().map(|(position, criterion)| (criterion.id.clone(), position)).collect();
    let rooms: HashMap<_, _> = requirements.iter().enumerate().map(|(at, found)| (found.id.as_str(), at)).collect();
    let (mut members, mut areas) = (vec![Vec::new(); requirements.len()], Vec::with_capacity(criteria.len()));
    for (position, criterion) in criteria.iter().enumerate() {
        let room = rooms[criterion.requirement.as_str()];
        members[room].push(position);
        areas.push(requirements[room].group.as_deref().and_then(|group| head.area_of(group)));
    }
    Ok(Catalog { head, requirements, criteria, positions, members, areas })
}

struct Check<'a> {
    head: &'a Head,
    complaints: Vec<Complaint>,
}

impl Check<'_> {
    fn complain(&mut self, subject: &str, found: String, expected: impl Into<String>) {
        self.complaints.push(Complaint { subject: subject.to_owned(), found, expected: expected.into() });
    }

    fn unique<'a>(&mut self, what: &str, ids: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
        let mut seen = HashSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.complain(id, format!("{what} {id} twice"), "every identifier once");
            }
        }
        seen
    }

    fn groups(&mut self) {
        let head = self.head;
        let ids = self.unique("group", head.groups.iter().map(|group| group.id.as_str()));
        for group in &head.groups {
            if let Some(parent) = group.parent.as_deref().filter(|parent| !ids.contains(parent)) {
                self.complain(&group.id, format!("parent {parent} of group {}", group.id), "a group of this edition");
            }
            self.texts(&group.id, [Some(&group.title), None]);
        }
        if !head.levels.is_sorted_by_key(|level| level.id) {
            self.complain(&head.id, "levels out of order".to_owned(), "levels from the lowest to the highest");
        }
    }

    fn group(&mut self, group: Option<&str>, subject: &str) {
        let known = |id: &str| self.head.groups.iter().any(|group| group.id == id);
        match group {
            Some(id) if !known(id) => {
                self.complain(subject, format!("group {id} of {subject}"), "a group of catalog.toml");
            }
            None if !self.head.groups.is_empty() => {
                self.complain(subject, format!("{subject} without a group"), "one of the groups of catalog.toml");
            }
            _ => {}
        }
    }

    fn texts<'a>(&mut self, subject: &str, texts: impl IntoIterator<Item = Option<&'a Text>>) {
        if texts.into_iter().flatten().any(Text::is_incomplete) {
            self.complain(subject, format!("an empty text in {subject}"), "Japanese and English");
        }
    }

    fn criterion(&mut self, criterion: &Criterion, requirements: &HashSet<&str>, criteria: &HashSet<&str>) {
        let id = &criterion.id;
        if !requirements.contains(criterion.requirement.as_str()) {
            self.complain(
                id,
                format!("requirement {} of {id}", criterion.requirement),
                "a requirement of this edition",
            );
        }
        let levels: Vec<_> = self.head.levels.iter().map(|level| level.id).collect();
        match criterion.level {
            Some(level) if !levels.contains(&level) => {
                self.complain(id, format!("level {level} of {id}"), format!("one of {levels:?}"));
            }
            None if !levels.is_empty() => {
                self.complain(id, format!("{id} without a level"), format!("one of {levels:?}"));
            }
            _ => {}
        }
        if criterion.kind.is_none() && !matches!(self.head.scale, Scale::Reference | Scale::Rating) {
            self.complain(id, format!("{id} without a kind"), "rule, make-known, operate, record or inspect");
        }
        for other in &criterion.refers_to {
            if !criteria.contains(other.as_str()) || other == id {
                self.complain(id, format!("{id} refers to {other}"), "another criterion of this edition");
            }
        }
        for (guideline, rating) in &criterion.ratings {
            if rating.value > 2 || !self.head.guidelines.iter().any(|known| known.id == *guideline) {
                self.complain(
                    id,
                    format!("rating {} for {guideline} in {id}", rating.value),
                    "0, 1 or 2 for a guideline of catalog.toml",
                );
            }
        }
        let optional = [&criterion.condition, &criterion.evidence, &criterion.first_step, &criterion.correction];
        let texts = [&criterion.title, &criterion.statement].into_iter().map(Some);
        self.texts(
            id,
            texts.chain(optional.into_iter().map(Option::as_ref)).chain(criterion.alternatives.iter().map(Some)),
        );
    }

    fn counts(&mut self, requirements: usize, criteria: &[Criterion]) {
        let counts = &self.head.counts;
        if (counts.requirements, counts.criteria) != (requirements, criteria.len()) {
            let expected = format!("{} and {} as catalog.toml counts", counts.requirements, counts.criteria);
            self.complain(
                &self.head.id,
                format!("{requirements} requirements and {} criteria", criteria.len()),
                expected,
            );
        }
        for level in &self.head.levels {
            let own = criteria.iter().filter(|criterion| criterion.level == Some(level.id)).count();
            let counted = counts.levels.get(&level.id.to_string()).copied();
            if counted != Some(own) {
                let expected = counted.map_or("a count for it in catalog.toml".to_owned(), |counted| {
                    format!("{counted} as catalog.toml counts")
                });
                self.complain(&self.head.id, format!("{own} criteria of level {}", level.id), expected);
            }
        }
    }
}

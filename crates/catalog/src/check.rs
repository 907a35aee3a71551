//! From texts to checked types; all problems are reported together.

use std::collections::{HashMap, HashSet};

use crate::{
    Catalog, Criterion, Group, Problem, Scale, SourceFile,
    catalog::{Head, Part},
    languages,
    problem::{Complaint, locate, parse},
    scan_check,
    scan_sign::Signs,
};

/// Reads the files of one edition folder: `catalog.toml` and its parts, sorted by name.
///
/// # Errors
/// Every problem of every file, with its location.
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

/// Joins the parts of an edition and checks them as a whole.
pub(crate) fn assemble(mut head: Head, mut parts: Vec<Part>) -> Result<Catalog, Vec<Complaint>> {
    let complaints = languages::settle(&mut head, &mut parts);
    let (mut requirements, mut criteria, mut scan_rules) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        requirements.extend(part.requirements);
        criteria.extend(part.criteria);
        scan_rules.extend(part.scan_rules);
    }
    let mut check = Check { head: &head, complaints };
    check.groups();
    let requirement_ids = check.unique("requirement", requirements.iter().map(|requirement| requirement.id.as_str()));
    for requirement in &requirements {
        check.group(requirement.group.as_deref(), &requirement.id);
    }
    let criterion_ids = check.unique("criterion", criteria.iter().map(|criterion| criterion.id.as_str()));
    for criterion in &criteria {
        check.criterion(criterion, &requirement_ids, &criterion_ids);
    }
    check.counts(requirements.len(), &criteria);
    if !scan_rules.is_empty() {
        check.complaints.extend(scan_check::complaints(&scan_rules, &criteria, Signs::builtin()));
    }
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
    Ok(Catalog { head, requirements, criteria, positions, members, areas, scan_rules })
}

struct Check<'a> {
    head: &'a Head,
    complaints: Vec<Complaint>,
}

impl Check<'_> {
    fn complain(&mut self, subject: &str, found: String, expected: impl Into<String>) {
        self.complaints.push(Complaint { subject: subject.to_owned(), found, expected: expected.into() });
    }

    fn unique<'a, T: AsRef<str> + ?Sized + 'a>(
        &mut self,
        what: &str,
        ids: impl Iterator<Item = &'a T>,
    ) -> HashSet<&'a str> {
        let mut seen = HashSet::new();
        for id in ids.map(AsRef::as_ref) {
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
            if is_circular(head, group) {
                self.complain(
                    &group.id,
                    format!("group {} inside itself", group.id),
                    "an area without a parent above it",
                );
            }
        }
        self.unique("level", head.levels.iter().map(|level| level.id.to_string()).collect::<Vec<_>>().iter());
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
        if criterion.thresholds.iter().any(|threshold| !threshold.value.is_finite()) {
            self.complain(id, format!("a threshold of {id} without a figure"), "a figure");
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

/// Whether a group is among its own parents, so that no area contains it.
fn is_circular(head: &Head, group: &Group) -> bool {
    let parent = |of: &Group| head.groups.iter().find(|other| Some(&other.id) == of.parent.as_ref());
    // A way without a circle is not longer than the number of groups.
    std::iter::successors(Some(group), |at| parent(at)).nth(head.groups.len()).is_some()
}

//! The facts about a criterion, in the form that the answer sheet needs.

use std::collections::HashMap;

use tasuki_catalog::{Catalog, Criterion, Group, Lang, Library, Requirement, Scale};

use super::cell::Cell;

/// What rows with a merged cell have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// The area.
    Area,
    /// The innermost group.
    Group,
    /// The requirement.
    Requirement,
}

/// The edition whose functions are listed in the official column "NIST CSF2.0".
const CSF: &str = "nist-csf-2.0";

/// An edition, accessed by its criteria.
pub(super) struct Facts<'a> {
    catalog: &'a Catalog,
    lang: Lang,
    requirements: HashMap<&'a str, &'a Requirement>,
    /// Function of the reference framework per group.
    functions: HashMap<&'a str, String>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(catalog: &'a Catalog, library: &Library, lang: Lang) -> Self {
        let requirements = catalog.requirements().iter().map(|one| (one.id.as_str(), one)).collect();
        let functions = if catalog.scale() == Scale::Scs { functions(catalog, library, lang) } else { HashMap::new() };
        Self { catalog, lang, requirements, functions }
    }

    fn requirement(&self, criterion: &Criterion) -> Option<&'a Requirement> {
        self.requirements.get(criterion.requirement.as_str()).copied()
    }

    fn group(&self, criterion: &Criterion) -> Option<&'a Group> {
        self.catalog.group(self.requirement(criterion)?.group.as_deref()?)
    }

    fn area(&self, criterion: &Criterion) -> Option<&'a Group> {
        self.catalog.area_of(&self.group(criterion)?.id)
    }

    pub(super) fn area_id(&self, criterion: &Criterion) -> &'a str {
        self.area(criterion).map_or("", |area| &area.id)
    }

    pub(super) fn area_title(&self, criterion: &Criterion) -> &'a str {
        self.area(criterion).map_or("", |area| area.title.get(self.lang))
    }

    pub(super) fn group_id(&self, criterion: &Criterion) -> &'a str {
        self.group(criterion).map_or("", |group| &group.id)
    }

    pub(super) fn group_title(&self, criterion: &Criterion) -> &'a str {
        self.group(criterion).map_or("", |group| group.title.get(self.lang))
    }

    pub(super) fn requirement_title(&self, criterion: &Criterion) -> &'a str {
        self.requirement(criterion).map_or("", |one| one.title.get(self.lang))
    }

    pub(super) fn requirement_statement(&self, criterion: &Criterion) -> &'a str {
        let statement = self.requirement(criterion).and_then(|one| one.statement.as_ref());
        statement.map_or("", |text| text.get(self.lang))
    }

    /// Number and heading of the requirement.
    pub(super) fn requirement_name(&self, criterion: &Criterion) -> String {
        format!("{} {}", criterion.requirement, self.requirement_title(criterion))
    }

    pub(super) fn title(&self, criterion: &'a Criterion) -> &'a str {
        criterion.title.get(self.lang)
    }

    /// Heading and details, for a layout with one cell for both.
    pub(super) fn criterion(&self, criterion: &Criterion) -> String {
        format!("【{}】\n{}", criterion.title.get(self.lang), self.details(criterion))
    }

    /// The statement, the alternatives, and the condition.
    pub(super) fn details(&self, criterion: &Criterion) -> String {
        let mut text = criterion.statement.get(self.lang).to_owned();
        for way in &criterion.alternatives {
            text.push_str("\n・");
            text.push_str(way.get(self.lang));
        }
        if let Some(condition) = &criterion.condition {
            text.push('\n');
            text.push_str(&crate::words::condition(self.lang, condition.get(self.lang)));
        }
        text
    }

    pub(super) fn level(&self, criterion: &Criterion) -> &'a str {
        self.catalog.level_title(criterion.level, self.lang)
    }

    /// ○ if the requirement of a criterion has anything at the level at this place.
    pub(super) fn asked_at(&self, criterion: &Criterion, place: usize) -> Cell<'a> {
        let Some(level) = self.catalog.levels().get(place) else { return Cell::Blank };
        let mut siblings = self.catalog.criteria().iter().filter(|other| other.requirement == criterion.requirement);
        if siblings.any(|other| self.catalog.asks(Some(level.id), other)) { Cell::text("○") } else { Cell::Blank }
    }

    /// The function of the reference framework that the group belongs to, e.g. `統治(GV)`.
    pub(super) fn csf_function(&self, criterion: &Criterion) -> String {
        self.functions.get(self.group_id(criterion)).cloned().unwrap_or_default()
    }

    /// The element of a measure, from the second half of the identifier.
    pub(super) fn element(&self, criterion: &Criterion) -> &'static str {
        let element = criterion.id.split_once(':').map_or("", |(_, element)| element);
        crate::words::element(self.lang, element)
    }

    /// The key that rows with a merged cell share.
    pub(super) fn key(&self, join: Join, criterion: &Criterion) -> &'a str {
        match join {
            Join::Area => self.area_id(criterion),
            Join::Group => self.group_id(criterion),
            Join::Requirement => self.requirement(criterion).map_or("", |one| &one.id),
        }
    }
}

/// For each group, the function of the nearest category: the first pair of the group in the crosswalk. An edition
/// without a crosswalk of its own uses that of another edition of the same framework, for groups that have the same
/// number and name there.
fn functions<'a>(catalog: &'a Catalog, library: &Library, lang: Lang) -> HashMap<&'a str, String> {
    let Some(reference) = library.catalog(CSF) else { return HashMap::new() };
    let own = |edition: &&Catalog| edition.framework() == catalog.framework();
    let mut editions: Vec<&Catalog> = library.catalogs().filter(own).collect();
    editions.sort_by_key(|edition| edition.id() != catalog.id());
    let found = editions.into_iter().find_map(|edition| Some((edition, library.crosswalk(edition.id(), CSF)?)));
    let Some((edition, crosswalk)) = found else { return HashMap::new() };
    let mut functions = HashMap::new();
    for pair in &crosswalk.pairs {
        let (Some(from), Some(to)) = (&pair.from, &pair.to) else { continue };
        let same = |group: &&Group| edition.group(from).is_some_and(|other| other.title == group.title);
        let Some(group) = catalog.group(from).filter(same) else { continue };
        let function = to.split('.').next().and_then(|function| reference.group(function));
        if let Some(function) = function {
            functions
                .entry(group.id.as_str())
                .or_insert_with(|| format!("{}({})", function.title.get(lang), function.id));
        }
    }
    functions
}

//! All catalogues that somebody can use: the built-in ones, and those that an organization added.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use crate::{Catalog, Composed, Crosswalk, Glossary, Possible, Relation, Signs, builtin::Builtin};

/// The maximum number of pairs of editions between which the paths are kept.
const MOST_PATHS: usize = 256;

/// Paths between two editions.
type Paths = HashMap<(String, String), Arc<Vec<Composed>>>;

/// Editions, crosswalks and the glossary. The built-in ones are shared by all libraries and not copied, so that a library
/// is as large as what was added to it.
#[derive(Debug)]
pub struct Library {
    builtin: &'static Builtin,
    own: Vec<Added>,
    paths: Mutex<Paths>,
}

/// An edition with the crosswalks that came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    /// The edition.
    pub catalog: Arc<Catalog>,
    /// Crosswalks between it and editions that were there before it.
    pub crosswalks: Vec<Crosswalk>,
}

/// An edition that was added.
#[derive(Debug, Clone)]
struct Added {
    own: Arc<Own>,
    is_offered: bool,
}

static BUILTIN: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(Library { builtin: Builtin::get(), own: Vec::new(), paths: Mutex::default() }));

impl Library {
    /// The library of this build.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The library of this build, for whoever keeps one that may also be an organization's.
    pub fn builtin_shared() -> Arc<Self> {
        Arc::clone(&BUILTIN)
    }

    /// The same library with one more edition, with which something new can begin if it `is_offered`. If a later build brings an edition of the same name, the one that was
    /// added hides it: what was answered was answered to that one.
    #[must_use]
    pub fn and(&self, own: Arc<Own>, is_offered: bool) -> Self {
        let own = self.own.iter().cloned().chain([Added { own, is_offered }]);
        Self { builtin: self.builtin, own: own.collect(), paths: Mutex::default() }
    }

    /// Whether this edition was added.
    pub fn is_own(&self, id: &str) -> bool {
        self.own().any(|own| own.catalog.id() == id)
    }

    /// Whether an assessment can begin with this edition: companies answer it, and nobody withdrew it.
    pub fn offers(&self, catalog: &Catalog) -> bool {
        let added = self.own.iter().find(|added| added.own.catalog.id() == catalog.id());
        catalog.is_answered() && added.is_none_or(|added| added.is_offered)
    }

    fn own(&self) -> impl Iterator<Item = &Own> {
        self.own.iter().map(|added| added.own.as_ref())
    }

    /// Identifiers of all editions, in order.
    pub fn editions(&self) -> impl Iterator<Item = &str> {
        let builtin = Builtin::editions().map(|id| -> &str { id }).filter(|id| !self.is_own(id));
        builtin.chain(self.own().map(|own| own.catalog.id()))
    }

    /// All editions, in order.
    pub fn catalogs(&self) -> impl Iterator<Item = &Catalog> {
        self.editions().filter_map(|id| self.edition(id)).map(AsRef::as_ref)
    }

    /// The edition called `name`, or the default edition of the framework called `name`.
    pub fn catalog(&self, name: &str) -> Option<&Catalog> {
        self.named(name).map(AsRef::as_ref)
    }

    /// The same, for whoever keeps it.
    pub fn shared(&self, name: &str) -> Option<Arc<Catalog>> {
        self.named(name).cloned()
    }

    fn named(&self, name: &str) -> Option<&Arc<Catalog>> {
        self.edition(name).or_else(|| {
            let all = self.editions().filter_map(|id| self.edition(id));
            let mut editions = all.filter(|catalog| catalog.framework() == name);
            let first = editions.next()?;
            Some(if first.is_default() {
                first
            } else {
                editions.find(|catalog| catalog.is_default()).unwrap_or(first)
            })
        })
    }

    fn edition(&self, id: &str) -> Option<&Arc<Catalog>> {
        let own = self.own().find(|own| own.catalog.id() == id);
        own.map(|own| &own.catalog).or_else(|| self.builtin.edition(id))
    }

    /// Pairs of editions with a crosswalk, in the direction of the file.
    pub fn crosswalks(&self) -> impl Iterator<Item = (&str, &str)> {
        let builtin = Builtin::crosswalks().map(|(from, to)| -> (&str, &str) { (from, to) });
        let builtin = builtin.filter(|(from, to)| !self.is_own(from) && !self.is_own(to));
        let own = self.own().flat_map(|own| &own.crosswalks);
        builtin.chain(own.map(|crosswalk| (crosswalk.from.as_str(), crosswalk.to.as_str())))
    }

    /// The crosswalk between two editions, read in the direction asked for.
    pub fn crosswalk(&self, from: &str, to: &str) -> Option<Crosswalk> {
        self.written(from, to).cloned().or_else(|| self.written(to, from).map(Crosswalk::converse))
    }

    fn written(&self, from: &str, to: &str) -> Option<&Crosswalk> {
        let mut own = self.own().flat_map(|own| &own.crosswalks);
        let own = own.find(|crosswalk| (crosswalk.from.as_str(), crosswalk.to.as_str()) == (from, to));
        own.or_else(|| if self.is_own(from) || self.is_own(to) { None } else { self.builtin.crosswalk(from, to) })
    }

    /// Relations from the first to the last of `editions`, composed through those between. `None` when a crosswalk
    /// is missing.
    pub fn compose(&self, editions: &[&str]) -> Option<Vec<Composed>> {
        let mut legs = editions.windows(2).map(|leg| self.crosswalk(leg[0], leg[1]));
        let mut paths = legs.next()??.steps();
        for leg in legs {
            paths = Composed::extend(&paths, &leg?);
        }
        Some(paths)
    }

    /// The shortest chain of crosswalks between two editions, both included. Of several shortest chains, the first
    /// in the order of the files.
    pub fn route(&self, from: &str, to: &str) -> Option<Vec<&str>> {
        let start = self.editions().find(|id| *id == from)?;
        let mut routes = vec![vec![start]];
        let mut seen = vec![start];
        while !routes.is_empty() {
            let mut longer = Vec::new();
            for route in routes {
                let Some(&last) = route.last() else { continue };
                if last == to {
                    return Some(route);
                }
                for (left, right) in self.crosswalks() {
                    let next = if left == last { right } else { left };
                    if (left == last || right == last) && !seen.contains(&next) {
                        seen.push(next);
                        longer.push(route.iter().copied().chain([next]).collect());
                    }
                }
            }
            routes = longer;
        }
        None
    }

    /// The relations from one edition to another along the shortest chain of crosswalks; none where there is no chain. Between the same
    /// edition, each criterion corresponds to itself. Composing takes longer than most of what is done with the result, so it is kept.
    pub fn paths(&self, from: &Catalog, to: &Catalog) -> Arc<Vec<Composed>> {
        let key = (from.id().to_owned(), to.id().to_owned());
        let kept = || self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(&key) {
            return Arc::clone(known);
        }
        let made = Arc::new(if key.0 == key.1 {
            same(from)
        } else {
            self.route(&key.0, &key.1).and_then(|route| self.compose(&route)).unwrap_or_default()
        });
        let mut kept = kept();
        if kept.len() >= MOST_PATHS {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&made));
        made
    }

    /// The glossary.
    pub fn glossary(&self) -> &Glossary {
        self.builtin.glossary()
    }

    /// How one sees what kind of thing a scanner found. Signs belong to the scanners: they are the same for all editions.
    pub fn signs(&self) -> &'static Signs {
        Signs::builtin()
    }
}

/// Each criterion corresponds to itself.
fn same(catalog: &Catalog) -> Vec<Composed> {
    let step = |id: &str| Composed {
        from: id.to_owned(),
        to: id.to_owned(),
        possible: Possible::from(Relation::Equal),
        path: Vec::new(),
    };
    catalog.criteria().iter().map(|criterion| step(&criterion.id)).collect()
}

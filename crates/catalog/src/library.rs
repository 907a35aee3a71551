//! Everything that is compiled in, loaded when it is first asked for.

use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use serde::Deserialize;

use crate::{
    Catalog, Composed, Crosswalk, Glossary,
    catalog::{Head, Part},
    check::assemble,
    crosswalk,
};

mod builtin {
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// All editions, crosswalks and the glossary. Loading one edition takes about a millisecond, so each waits until it is needed.
#[derive(Debug, Default)]
pub struct Library {
    catalogs: HashMap<&'static str, OnceLock<Catalog>>,
    crosswalks: HashMap<(&'static str, &'static str), OnceLock<Crosswalk>>,
    glossary: OnceLock<Glossary>,
}

#[derive(Deserialize)]
struct Bundle {
    head: Head,
    parts: Vec<Part>,
}

static BUILTIN: LazyLock<Library> = LazyLock::new(|| Library {
    catalogs: builtin::EDITIONS.iter().map(|(id, _)| (*id, OnceLock::new())).collect(),
    crosswalks: builtin::CROSSWALKS.iter().map(|(from, to, _)| ((*from, *to), OnceLock::new())).collect(),
    glossary: OnceLock::new(),
});

impl Library {
    /// The library of this build.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Identifiers of all editions, in order.
    pub fn editions(&self) -> impl Iterator<Item = &'static str> {
        builtin::EDITIONS.iter().map(|(id, _)| *id)
    }

    /// All editions, in order.
    pub fn catalogs(&self) -> impl Iterator<Item = &Catalog> {
        self.editions().filter_map(|id| self.edition(id))
    }

    /// The edition called `name`, or the default edition of the framework called `name`.
    pub fn catalog(&self, name: &str) -> Option<&Catalog> {
        self.edition(name).or_else(|| {
            let mut editions = self.catalogs().filter(|catalog| catalog.framework() == name);
            let first = editions.next()?;
            Some(if first.is_default() {
                first
            } else {
                editions.find(|catalog| catalog.is_default()).unwrap_or(first)
            })
        })
    }

    fn edition(&self, id: &str) -> Option<&Catalog> {
        let cell = self.catalogs.get(id)?;
        let (_, json) = builtin::EDITIONS.iter().find(|(known, _)| *known == id)?;
        Some(cell.get_or_init(|| load(id, json)))
    }

    /// Pairs of editions that a crosswalk relates, as the files have them.
    pub fn crosswalks(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        builtin::CROSSWALKS.iter().map(|(from, to, _)| (*from, *to))
    }

    /// The crosswalk between two editions, read in the direction asked for.
    pub fn crosswalk(&self, from: &str, to: &str) -> Option<Crosswalk> {
        self.written(from, to).cloned().or_else(|| self.written(to, from).map(Crosswalk::converse))
    }

    fn written(&self, from: &str, to: &str) -> Option<&Crosswalk> {
        let (_, cell) = self.crosswalks.iter().find(|(key, _)| **key == (from, to))?;
        let (.., json) = builtin::CROSSWALKS.iter().find(|known| (known.0, known.1) == (from, to))?;
        let (left, right) = (self.edition(from)?, self.edition(to)?);
        Some(cell.get_or_init(|| {
            let raw: crosswalk::Raw =
                serde_json::from_str(json).unwrap_or_else(|error| broken(&format!("{from}--{to}"), &error));
            raw.assemble(left, right).unwrap_or_else(|complaints| broken(&format!("{from}--{to}"), &first(&complaints)))
        }))
    }

    /// Relations from the first to the last of `editions`, composed over those between. `None` when a crosswalk is missing.
    pub fn compose(&self, editions: &[&str]) -> Option<Vec<Composed>> {
        let mut legs = editions.windows(2).map(|leg| self.crosswalk(leg[0], leg[1]));
        let mut paths = legs.next()??.steps();
        for leg in legs {
            paths = Composed::extend(&paths, &leg?);
        }
        Some(paths)
    }

    /// The shortest chain of crosswalks between two editions, both included; the first in the order of the files where several are equally short.
    pub fn route(&self, from: &str, to: &str) -> Option<Vec<&'static str>> {
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

    /// The words.
    pub fn glossary(&self) -> &Glossary {
        self.glossary
            .get_or_init(|| serde_json::from_str(builtin::GLOSSARY).unwrap_or_else(|error| broken("glossary", &error)))
    }
}

fn load(id: &str, json: &str) -> Catalog {
    let bundle: Bundle = serde_json::from_str(json).unwrap_or_else(|error| broken(id, &error));
    assemble(bundle.head, bundle.parts).unwrap_or_else(|complaints| broken(id, &first(&complaints)))
}

fn first(complaints: &[crate::check::Complaint]) -> String {
    complaints
        .iter()
        .map(|complaint| format!("{}; expected {}", complaint.found, complaint.expected))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What is compiled in was proven by the tests of this crate, so a break is a fault of the build and not of the user.
#[expect(clippy::panic, reason = "a broken built-in catalogue cannot be worked around at run time")]
fn broken(what: &str, error: &dyn std::fmt::Display) -> ! {
    panic!("the built-in {what} is broken: {error}")
}

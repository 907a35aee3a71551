//! The catalogues compiled into the program, each loaded on first use.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, OnceLock},
};

use serde::Deserialize;

use crate::{
    Catalog, Crosswalk, Glossary,
    catalog::{Head, Part},
    check::assemble,
    crosswalk,
    problem::Complaint,
};

mod data {
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// All editions, crosswalks and the glossary of this build. Loading one edition takes about a millisecond, so each is
/// loaded only when it is needed.
#[derive(Debug)]
pub(crate) struct Builtin {
    catalogs: HashMap<&'static str, OnceLock<Arc<Catalog>>>,
    crosswalks: HashMap<(&'static str, &'static str), OnceLock<Crosswalk>>,
    glossary: OnceLock<Glossary>,
}

#[derive(Deserialize)]
struct Bundle {
    head: Head,
    parts: Vec<Part>,
}

static BUILTIN: LazyLock<Builtin> = LazyLock::new(|| Builtin {
    catalogs: data::EDITIONS.iter().map(|(id, _)| (*id, OnceLock::new())).collect(),
    crosswalks: data::CROSSWALKS.iter().map(|(from, to, _)| ((*from, *to), OnceLock::new())).collect(),
    glossary: OnceLock::new(),
});

impl Builtin {
    pub(crate) fn get() -> &'static Self {
        &BUILTIN
    }

    /// Identifiers of all editions, in order.
    pub(crate) fn editions() -> impl Iterator<Item = &'static str> {
        data::EDITIONS.iter().map(|(id, _)| *id)
    }

    /// Pairs of editions with a crosswalk, in the direction of the file.
    pub(crate) fn crosswalks() -> impl Iterator<Item = (&'static str, &'static str)> {
        data::CROSSWALKS.iter().map(|(from, to, _)| (*from, *to))
    }

    pub(crate) fn edition(&self, id: &str) -> Option<&Arc<Catalog>> {
        let cell = self.catalogs.get(id)?;
        let (_, json) = data::EDITIONS.iter().find(|(known, _)| *known == id)?;
        Some(cell.get_or_init(|| Arc::new(load(id, json))))
    }

    pub(crate) fn crosswalk(&self, from: &str, to: &str) -> Option<&Crosswalk> {
        let (_, cell) = self.crosswalks.iter().find(|(key, _)| **key == (from, to))?;
        let (.., json) = data::CROSSWALKS.iter().find(|known| (known.0, known.1) == (from, to))?;
        let (left, right) = (self.edition(from)?, self.edition(to)?);
        Some(cell.get_or_init(|| {
            let raw: crosswalk::Raw =
                serde_json::from_str(json).unwrap_or_else(|error| broken(&format!("{from}--{to}"), &error));
            raw.assemble(left, right).unwrap_or_else(|complaints| broken(&format!("{from}--{to}"), &first(&complaints)))
        }))
    }

    pub(crate) fn glossary(&self) -> &Glossary {
        self.glossary
            .get_or_init(|| serde_json::from_str(data::GLOSSARY).unwrap_or_else(|error| broken("glossary", &error)))
    }
}

fn load(id: &str, json: &str) -> Catalog {
    let bundle: Bundle = serde_json::from_str(json).unwrap_or_else(|error| broken(id, &error));
    assemble(bundle.head, bundle.parts).unwrap_or_else(|complaints| broken(id, &first(&complaints)))
}

fn first(complaints: &[Complaint]) -> String {
    complaints
        .iter()
        .map(|complaint| format!("{}; expected {}", complaint.found, complaint.expected))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The tests of this crate load everything that is compiled in, so a failure here is a bug in the build, not the
/// user's fault.
#[expect(clippy::panic, reason = "a broken built-in catalogue cannot be worked around at run time")]
fn broken(what: &str, error: &dyn std::fmt::Display) -> ! {
    panic!("the built-in {what} is broken: {error}")
}

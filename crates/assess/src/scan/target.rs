//! What people know of the targets of scans: what each is, from where it can be reached, and whether it is in scope.

use std::collections::{HashMap, HashSet};

use tasuki_catalog::{Exposure, TargetKind, fold};

use super::found::Target;

/// A target that somebody listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTarget {
    /// Its name.
    pub name: String,
    /// Its other names: addresses, host names.
    pub addresses: Vec<String>,
    /// Whether it is in scope.
    pub scope: TargetScope,
    /// From where it can be reached; `None` if nobody said.
    pub exposure: Option<Exposure>,
    /// What it is; `None` if nobody said.
    pub kind: Option<TargetKind>,
    /// Who is asked about what is found on it.
    pub owner: Option<String>,
}

/// Whether a target is part of what is assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetScope {
    /// It is.
    In,
    /// It is not.
    Out {
        /// Why not.
        reason: String,
    },
}

impl KnownTarget {
    /// Why it is out of scope, if it is.
    pub fn out(&self) -> Option<&str> {
        match &self.scope {
            TargetScope::In => None,
            TargetScope::Out { reason } => Some(reason),
        }
    }
}

/// All targets that somebody listed, found by any of their names.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    known: Vec<KnownTarget>,
    /// Folded name → those that bear it.
    by_name: HashMap<String, Vec<usize>>,
}

impl Targets {
    /// A list of targets.
    pub fn new(known: Vec<KnownTarget>) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, own) in known.iter().enumerate() {
            for name in std::iter::once(&own.name).chain(&own.addresses) {
                by_name.entry(fold(name)).or_default().push(at);
            }
        }
        Self { known, by_name }
    }

    /// All of them, in order.
    pub fn known(&self) -> &[KnownTarget] {
        &self.known
    }

    /// What is known of a target of a scan. If its names lead to several, it is not certain which of them it is, and nothing is known.
    pub fn find(&self, target: &Target) -> Option<&KnownTarget> {
        let names = std::iter::once(&target.name).chain(&target.addresses);
        let found: HashSet<usize> = names.filter_map(|name| self.by_name.get(&fold(name))).flatten().copied().collect();
        match found.into_iter().collect::<Vec<_>>().as_slice() {
            [only] => Some(&self.known[*only]),
            _ => None,
        }
    }
}

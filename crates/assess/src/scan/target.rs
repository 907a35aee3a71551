//! What people know of the targets of scans: what each is, from where it can be reached, and whether it is in scope.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use tasuki_catalog::{Exposure, TargetKind, fold};

use super::found::Target;
use super::range::{Range, address, prefix};

/// A target that somebody listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTarget {
    /// Its name.
    pub name: String,
    /// Its other names: addresses, host names, and ranges of addresses (`192.0.2.0/24`).
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
    /// What the addresses of ranges begin with → who bears them: a list may have as many ranges as a scan has addresses.
    ranges: HashMap<(bool, u8, u128), Vec<usize>>,
    /// How many bits that is, the most first.
    lengths: BTreeSet<Reverse<u8>>,
}

impl Targets {
    /// A list of targets.
    pub fn new(known: Vec<KnownTarget>) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let (mut ranges, mut lengths): (HashMap<_, Vec<usize>>, _) = (HashMap::new(), BTreeSet::new());
        for (at, own) in known.iter().enumerate() {
            for name in std::iter::once(&own.name).chain(&own.addresses) {
                by_name.entry(fold(name)).or_default().push(at);
                let range: Option<Range> = name.parse().ok();
                if let Some(prefix) = range.and_then(Range::prefix) {
                    lengths.insert(Reverse(prefix.1));
                    ranges.entry(prefix).or_default().push(at);
                }
            }
        }
        Self { known, by_name, ranges, lengths }
    }

    /// All of them, in order.
    pub fn known(&self) -> &[KnownTarget] {
        &self.known
    }

    /// What is known of a target of a scan. If its names lead to several, it is not certain which of them it is, and nothing is known. A range
    /// of addresses counts where no name leads to anything, and the narrowest range of those that hold an address.
    pub fn find(&self, target: &Target) -> Option<&KnownTarget> {
        let names = || std::iter::once(&target.name).chain(&target.addresses);
        let named = names().filter_map(|name| self.by_name.get(&fold(name))).flatten().copied();
        match only(named) {
            Some(only) => only.map(|at| &self.known[at]),
            None => only(names().flat_map(|name| self.narrowest(name))).flatten().map(|at| &self.known[at]),
        }
    }

    /// Who bears the narrowest range that holds an address.
    fn narrowest(&self, name: &str) -> impl Iterator<Item = usize> {
        let address = address(name);
        let of_length = |bits: u8| self.ranges.get(&prefix(address?, bits)?);
        self.lengths.iter().find_map(|Reverse(bits)| of_length(*bits)).into_iter().flatten().copied()
    }

    /// What people call a target of a scan, as names are compared: as it is listed, or as the scan calls it.
    pub fn called(&self, target: &Target) -> String {
        fold(self.find(target).map_or(&target.name, |known| &known.name))
    }
}

/// The only one of these; the inner `None` if there are several, the outer if there is none.
#[expect(clippy::option_option, reason = "none and several are different answers")]
fn only(found: impl Iterator<Item = usize>) -> Option<Option<usize>> {
    let found: HashSet<usize> = found.collect();
    match found.into_iter().collect::<Vec<_>>().as_slice() {
        [] => None,
        [only] => Some(Some(*only)),
        _ => Some(None),
    }
}

//! What becomes of findings when the next scan is imported: what is still there, what is gone, what came back.
//!
//! A scan closes only what it looked for and did not find. What somebody decided about a finding holds while it is there; what came back is
//! open again, and is for somebody to decide anew.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

use super::{
    format::ScanFormat,
    found::{Scan, ScanFinding, Target},
    target::Targets,
};

/// Whether a finding is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// It is, as far as anybody knows.
    Open,
    /// It was looked for, and not found any more.
    Closed,
}

impl FindingState {
    /// Every one of them.
    pub const ALL: [Self; 2] = [Self::Open, Self::Closed];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// What it is called on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Open => ("未解消", "Open"),
            Self::Closed => ("解消", "Closed"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// What is done about a finding (処置).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// It is mended.
    Fix,
    /// It stays, for a reason.
    Accept,
    /// It is not there: the scanner is mistaken.
    False,
    /// It is about something that is not part of what is assessed.
    OutOfScope,
}

impl Disposition {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Fix, Self::Accept, Self::False, Self::OutOfScope];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fix => "fix",
            Self::Accept => "accept",
            Self::False => "false",
            Self::OutOfScope => "out_of_scope",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// What it is called on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Fix => ("修正する", "Fix"),
            Self::Accept => ("受け入れる", "Accept"),
            Self::False => ("誤検出", "False alarm"),
            Self::OutOfScope => ("対象外", "Out of scope"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// A finding as it was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Which kind of file it is from. The version of the program does not matter: a new one looks for the same.
    pub format: ScanFormat,
    /// The target, as the scan called it.
    pub target: Target,
    /// What was found.
    pub finding: ScanFinding,
    /// Whether it is there.
    pub state: FindingState,
    /// What is done about it, if anybody has said.
    pub disposition: Option<Disposition>,
}

/// What a scan did to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// It did not look for it.
    Untouched,
    /// It found what was open.
    Seen,
    /// It looked for it, and did not find it.
    Closed,
    /// It found what was closed.
    Reopened,
}

/// A finding after the scan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Next<'s> {
    /// What the scan did to it.
    pub change: Change,
    /// Whether it is there.
    pub state: FindingState,
    /// What is done about it: what came back is for somebody to decide anew.
    pub disposition: Option<Disposition>,
    /// What the scan says of it, where it found it.
    pub found: Option<&'s ScanFinding>,
}

/// What follows from a scan.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed<'s> {
    /// Each finding that was kept, in its order.
    pub kept: Vec<Next<'s>>,
    /// What nobody had seen before.
    pub new: Vec<&'s ScanFinding>,
}

/// What becomes of the findings `kept` by what `scan` found and looked for. `targets` tell when two names are of one target.
pub fn follow<'s>(kept: &[Kept], scan: &'s Scan, targets: &Targets) -> Followed<'s> {
    let looked = looked_at(scan, targets);
    let names: HashMap<&str, String> =
        scan.targets.iter().map(|own| (own.name.as_str(), targets.called(own))).collect();
    let name = |own: &ScanFinding| names.get(own.target.as_str()).cloned().unwrap_or_default();
    let mut found: HashMap<Key, &'s ScanFinding> = HashMap::new();
    let mut order = Vec::new();
    for own in &scan.findings {
        let key = Key::new(scan.format, name(own), own);
        // Two lines that say the same are one finding; the worse of them counts.
        let worst = found.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            own
        });
        if own.severity > worst.severity {
            *worst = own;
        }
    }
    let mut known = HashSet::new();
    let next = |own: &Kept| {
        let target = targets.called(&own.target);
        let looks = own.format == scan.format && looked.contains(&target) && scan.looked_for(&own.finding);
        let key = Key::new(own.format, target, &own.finding);
        let here = found.get(&key).copied();
        known.insert(key);
        own.after(here, looks)
    };
    let kept = kept.iter().map(next).collect();
    let new = order.iter().filter(|key| !known.contains(key)).filter_map(|key| found.get(key).copied()).collect();
    Followed { kept, new }
}

impl Scan {
    /// Whether it looked for a finding of its own kind on one of its targets: then it shows that it is gone if it did not find it. A scan that
    /// had to pass over something shows nothing of the kind, and neither does a list.
    pub fn looked_for(&self, finding: &ScanFinding) -> bool {
        let is_scanner = match self.format {
            ScanFormat::Nmap | ScanFormat::Nessus | ScanFormat::Openvas | ScanFormat::Trivy | ScanFormat::Grype => {
                self.problems.is_empty()
            }
            // Its results name each rule that was checked, so that one which could not be is not among them.
            ScanFormat::Openscap => self.extent.checks.is_some(),
            ScanFormat::Kev | ScanFormat::Epss | ScanFormat::Cyclonedx | ScanFormat::Spdx => false,
        };
        is_scanner && self.extent.covers(&finding.id, finding.port.as_deref(), finding.package.is_some())
    }
}

impl Kept {
    fn after<'s>(&self, found: Option<&'s ScanFinding>, looks: bool) -> Next<'s> {
        let (change, state) = match (self.state, found.is_some()) {
            (FindingState::Open, true) => (Change::Seen, FindingState::Open),
            (FindingState::Closed, true) => (Change::Reopened, FindingState::Open),
            (FindingState::Open, false) if looks => (Change::Closed, FindingState::Closed),
            (state, false) => (Change::Untouched, state),
        };
        let disposition = self.disposition.filter(|_| change != Change::Reopened);
        Next { change, state, disposition, found }
    }
}

/// The targets at which a scan looked, as they are called. Nessus lists a host that it did not reach without any item.
fn looked_at(scan: &Scan, targets: &Targets) -> HashSet<String> {
    let found: HashSet<&str> = scan.findings.iter().map(|own| own.target.as_str()).collect();
    let was_reached = |own: &&Target| scan.format != ScanFormat::Nessus || found.contains(own.name.as_str());
    scan.targets.iter().filter(was_reached).map(|own| targets.called(own)).collect()
}

/// What makes a finding the same one in the next scan: one kind of file, target, identifier and port, and one package of whatever version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    format: ScanFormat,
    target: String,
    id: String,
    port: String,
    package: String,
}

impl Key {
    fn new(format: ScanFormat, target: String, finding: &ScanFinding) -> Self {
        let port = finding.port.clone().unwrap_or_default();
        // An update that mends nothing changes the version of the package; and what runs behind a port may change its name.
        let package = finding.package.as_deref().filter(|_| finding.port.is_none()).unwrap_or_default();
        let package = package.rsplit_once(' ').map_or(package, |(name, _)| name).to_owned();
        Self { format, target, id: finding.id.clone(), port, package }
    }
}

//! What a scan says: targets, findings, components, and what is known of a CVE. The readers of all formats make these types.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_catalog::Text;

use super::{extent::Extent, format::ScanFormat};

/// What a file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// Which producer's format it is.
    pub format: ScanFormat,
    /// The program that made it, with its version.
    pub tool: String,
    /// When, as RFC 3339 in UTC; without a zone if the file has none, and only a day if it says no more.
    pub at: Option<String>,
    /// What was looked at, or what the list is about.
    pub targets: Vec<Target>,
    /// What was found.
    pub findings: Vec<ScanFinding>,
    /// Which software is there.
    pub components: Vec<Component>,
    /// What is known of CVEs, wherever they are found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<Known>,
    /// How far it looked, as far as the file tells: what a scan did not look at, it cannot show to be gone. It matters only while it is imported.
    #[serde(skip)]
    pub extent: Extent,
    /// What had to be passed over.
    pub problems: Vec<ScanProblem>,
}

impl Scan {
    /// A scan that says nothing.
    pub fn new(format: ScanFormat) -> Self {
        Self {
            format,
            tool: String::new(),
            at: None,
            targets: Vec::new(),
            findings: Vec::new(),
            components: Vec::new(),
            known: Vec::new(),
            extent: Extent::default(),
            problems: Vec::new(),
        }
    }

    /// The day on which it was made, as it is written there.
    pub fn day(&self) -> Option<Date> {
        self.at.as_deref()?.get(..10)?.parse().ok()
    }
}

/// A scan with the name under which people know it: that of its file.
#[derive(Debug, Clone, Copy)]
pub struct NamedScan<'a> {
    /// The name.
    pub name: &'a str,
    /// The scan.
    pub scan: &'a Scan,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What findings call it.
    pub name: String,
    /// Its other names: addresses, host names.
    pub addresses: Vec<String>,
}

/// One thing that a scanner found (検出事項). What it is about is said by `id`, `target`, `port` and `package` together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScanFinding {
    /// What the scanner calls it: a plugin, a rule, a CVE.
    pub id: String,
    /// What it is, in the scanner's words.
    pub title: String,
    /// The name of one of the targets.
    pub target: String,
    /// How bad, as the scanner says; from the score where it says nothing.
    pub severity: ScanSeverity,
    /// The score of the highest version of CVSS that is given, and the higher one of two in the same version.
    pub cvss: Option<Cvss>,
    /// The scores in other versions: a criterion may count only some of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_cvss: Vec<Cvss>,
    /// The CVEs that it is about, sorted.
    pub cve: Vec<String>,
    /// The version in which it is mended.
    pub fixed_in: Option<String>,
    /// When it became publicly known.
    pub published: Option<Date>,
    /// Since when there is an update, where the scanner says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_since: Option<Date>,
    /// The port: `tcp/443`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// The package, with its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
}

impl ScanFinding {
    /// A finding with nothing but its name; the reader fills in what it knows.
    pub fn new(id: impl Into<String>, title: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            target: target.into(),
            severity: ScanSeverity::Unknown,
            cvss: None,
            other_cvss: Vec::new(),
            cve: Vec::new(),
            fixed_in: None,
            published: None,
            fixed_since: None,
            port: None,
            package: None,
        }
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanSeverity {
    /// Nobody said.
    Unknown,
    /// Nothing bad by itself: an open port.
    Info,
    /// Up to 3.9.
    Low,
    /// 4.0 to 6.9.
    Medium,
    /// 7.0 to 8.9.
    High,
    /// From 9.0.
    Critical,
}

/// A score of CVSS.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cvss {
    /// From 0.0 to 10.0, with one decimal.
    pub score: f64,
    /// The metrics; empty if the file has only the score.
    pub vector: String,
    /// `2.0`, `3.0`, `3.1`, `4.0`; empty if the file does not say.
    pub version: String,
}

/// A piece of software.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Its name, with its group if it has one.
    pub name: String,
    /// Its version; empty if the list does not say.
    pub version: String,
    /// Its package URL.
    pub purl: Option<String>,
}

/// What is known of a CVE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The CVE.
    pub cve: String,
    /// Since when it is known to be exploited (KEV).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exploited_since: Option<Date>,
    /// Whether ransomware is known to use it (KEV).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ransomware: Option<bool>,
    /// The probability that it is exploited within thirty days, from 0 to 1 (EPSS).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epss: Option<f64>,
    /// The share of CVEs with a lower score, from 0 to 1 (EPSS).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percentile: Option<f64>,
}

/// Something that had to be passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanProblem {
    /// Where: an element, a path in JSON, a line.
    pub place: String,
    /// What is wrong, in both languages; what the scanner itself says, in its own.
    pub found: Text,
}

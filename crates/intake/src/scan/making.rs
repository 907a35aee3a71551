//! A scan while it is being read: within its limits, each target once.

use std::collections::{HashMap, HashSet};

use tasuki_assess::scan::{Component, Extent, Known, Scan, ScanFinding, ScanFormat, ScanProblem, ScanSeverity, Target};
use tasuki_catalog::{Text, is_hidden};

use super::error::ScanError;
use super::limits::ScanLimits;
use super::rating;

/// The longest text of a scan, in characters: the name of a target, the title of a finding. Each is read again whenever somebody looks at a check.
const LONGEST: usize = 1_000;
/// The most CVEs of one finding.
const MOST_CVES: usize = 1_000;

/// A scan that is being read, with its limits.
pub(super) struct Making<'a> {
    limits: &'a ScanLimits,
    entries: usize,
    /// Where each target stands.
    targets: HashMap<String, usize>,
    /// The addresses that a target has.
    addresses: HashSet<(usize, String)>,
    scan: Scan,
}

impl<'a> Making<'a> {
    pub(super) fn new(format: ScanFormat, limits: &'a ScanLimits) -> Self {
        let scan = Scan::new(format);
        Self { limits, entries: 0, targets: HashMap::new(), addresses: HashSet::new(), scan }
    }

    pub(super) fn made_by(&mut self, tool: &str, version: &str, at: Option<String>) {
        let tool =
            [tool.trim(), version.trim()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
        self.scan.tool = clean(tool);
        self.scan.at = at.map(clean);
    }

    pub(super) fn at(&mut self, at: Option<String>) {
        if self.scan.at.is_none() {
            self.scan.at = at.map(clean);
        }
    }

    /// Counts an entry, and refuses more than the limit.
    fn count(&mut self) -> Result<(), ScanError> {
        self.entries += 1;
        if self.entries > self.limits.entries {
            return Err(ScanError::TooMany { format: self.scan.format, limit: self.limits.entries });
        }
        Ok(())
    }

    /// Adds a target, or further addresses of one that is there.
    pub(super) fn target(&mut self, name: &str, addresses: impl IntoIterator<Item = String>) -> Result<(), ScanError> {
        let name = &*clean(name.to_owned());
        let at = if let Some(at) = self.targets.get(name) {
            *at
        } else {
            self.count()?;
            self.scan.targets.push(Target { name: name.to_owned(), addresses: Vec::new() });
            self.targets.insert(name.to_owned(), self.scan.targets.len() - 1);
            self.scan.targets.len() - 1
        };
        for address in addresses.into_iter().map(clean).filter(|address| !address.is_empty() && address != name) {
            if self.addresses.insert((at, address.clone())) {
                self.count()?;
                self.scan.targets[at].addresses.push(address);
            }
        }
        Ok(())
    }

    /// Adds a finding; its severity follows from its score if nobody said.
    pub(super) fn finding(&mut self, mut finding: ScanFinding) -> Result<(), ScanError> {
        self.count()?;
        for text in [&mut finding.id, &mut finding.title, &mut finding.target] {
            *text = clean(std::mem::take(text));
        }
        for text in [&mut finding.fixed_in, &mut finding.port, &mut finding.package] {
            *text = text.take().map(clean);
        }
        finding.cve.truncate(MOST_CVES);
        finding.cve.sort_unstable();
        finding.cve.dedup();
        if let (ScanSeverity::Unknown, Some(cvss)) = (finding.severity, &finding.cvss) {
            finding.severity = rating::of_score(cvss.score);
        }
        self.scan.findings.push(finding);
        Ok(())
    }

    pub(super) fn component(&mut self, mut component: Component) -> Result<(), ScanError> {
        self.count()?;
        component.name = clean(component.name);
        component.version = clean(component.version);
        component.purl = component.purl.map(clean);
        self.scan.components.push(component);
        Ok(())
    }

    pub(super) fn known(&mut self, known: Known) -> Result<(), ScanError> {
        self.count()?;
        self.scan.known.push(known);
        Ok(())
    }

    /// How far the scan looked, for a reader to limit.
    pub(super) fn extent(&mut self) -> &mut Extent {
        &mut self.scan.extent
    }

    pub(super) fn problem(&mut self, place: impl Into<String>, found: Text) -> Result<(), ScanError> {
        self.count()?;
        self.scan.problems.push(ScanProblem { place: clean(place.into()), found });
        Ok(())
    }

    pub(super) fn done(mut self) -> Scan {
        if let Some(checks) = &mut self.scan.extent.checks {
            checks.sort_unstable();
            checks.dedup();
        }
        self.scan
    }
}

/// A text of a scan as it is kept: without signs that no database keeps or that nobody sees, and not longer than anybody reads.
fn clean(text: String) -> String {
    let is_kept = |letter: char| letter != '\0' && !is_hidden(letter);
    let is_short = text.len() <= LONGEST || text.chars().nth(LONGEST).is_none();
    if is_short && text.chars().all(is_kept) {
        return text;
    }
    let mut kept: String = text.chars().filter(|own| is_kept(*own)).take(LONGEST).collect();
    if !is_short {
        kept.push('…');
    }
    kept
}

/// What a scanner itself says, whichever the language.
pub(super) fn said(text: &str) -> Text {
    Text::new(text, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_nobody_sees_is_kept() {
        assert_eq!(clean("例\u{202e}示\0 VPN\u{200b}".to_owned()), "例示 VPN");
        assert_eq!(clean("例示 VPN".to_owned()), "例示 VPN");
        assert_eq!(clean("あ".repeat(LONGEST + 1)).chars().count(), LONGEST + 1);
    }
}

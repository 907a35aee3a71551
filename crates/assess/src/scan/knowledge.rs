//! What is known of CVEs, wherever they are found: which are exploited (KEV), and how likely they are to be (EPSS).

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    format::ScanFormat,
    found::{Known, Scan},
};

/// What is known of CVEs.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    by_cve: HashMap<String, Facts>,
    /// Whether there is a list of what is exploited: without one, nobody knows that something is not.
    pub(super) has_exploited: bool,
}

/// What is known of one CVE.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) is_exploited: bool,
    pub(super) exploited_since: Option<Date>,
    pub(super) ransomware: Option<bool>,
    pub(super) epss: Option<f64>,
    pub(super) percentile: Option<f64>,
}

impl Knowledge {
    /// Adds what a list says; a file of a scanner says nothing of the kind.
    pub fn add(&mut self, list: &Scan) {
        let is_exploited = list.format == ScanFormat::Kev;
        self.has_exploited |= is_exploited;
        for Known { cve, exploited_since, ransomware, epss, percentile } in &list.known {
            let own = self.by_cve.entry(cve.clone()).or_default();
            own.is_exploited |= is_exploited;
            own.exploited_since = own.exploited_since.or(*exploited_since);
            own.ransomware = own.ransomware.or(*ransomware);
            own.epss = own.epss.or(*epss);
            own.percentile = own.percentile.or(*percentile);
        }
    }

    /// What is known of these CVEs, each with its facts.
    pub(super) fn of<'a>(&'a self, cves: &'a [String]) -> impl Iterator<Item = (&'a str, &'a Facts)> {
        cves.iter().filter_map(|cve| self.by_cve.get(cve).map(|facts| (cve.as_str(), facts)))
    }

    /// Since when one of these CVEs is listed as exploited, the earliest day. What is listed has something that can be done about it.
    pub(super) fn listed_since(&self, cves: &[String]) -> Option<Date> {
        self.of(cves).filter_map(|(_, facts)| facts.exploited_since).min()
    }
}

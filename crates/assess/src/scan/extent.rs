//! How far a scan looked: at which ports, with which checks. What it did not look at, it cannot show to be gone.

/// How far a scan looked on each of its targets, as far as its file tells. Without any limit it looked for everything that its program knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extent {
    /// The only ports at which it looked; `None` if the file names none.
    pub ports: Option<Vec<PortRange>>,
    /// The only checks that it made, by the identifiers of findings, sorted; a star at the end stands for any end. `None` if the file names
    /// none.
    pub checks: Option<Vec<String>>,
    /// Whether it looked at packages only, and not at how anything is set up.
    pub only_packages: bool,
}

/// Ports of a protocol, from one to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortRange {
    /// `tcp`, `udp`.
    pub protocol: String,
    /// The first.
    pub first: u16,
    /// The last.
    pub last: u16,
}

impl PortRange {
    fn holds(&self, port: &str) -> bool {
        let Some((protocol, number)) = port.split_once('/') else { return false };
        protocol == self.protocol && number.parse().is_ok_and(|number| (self.first..=self.last).contains(&number))
    }
}

impl Extent {
    /// Whether it would have found something again, were it still there: by its identifier, its port, and whether it is in a package.
    pub(super) fn covers(&self, id: &str, port: Option<&str>, in_package: bool) -> bool {
        let has_port = |ports: &Vec<PortRange>| port.is_none_or(|port| ports.iter().any(|range| range.holds(port)));
        self.ports.as_ref().is_none_or(has_port)
            && self.checks.as_ref().is_none_or(|checks| names(checks, id))
            && (!self.only_packages || in_package)
    }
}

/// Whether these sorted checks name an identifier.
fn names(checks: &[String], id: &str) -> bool {
    checks.binary_search_by(|own| own.as_str().cmp(id)).is_ok()
        || checks.iter().any(|own| own.strip_suffix('*').is_some_and(|start| id.starts_with(start)))
}

//! The formats of scanners and of lists of software.

use serde::{Deserialize, Serialize};
use tasuki_catalog::Look;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScanFormat {
    /// nmap's XML (`-oX`).
    Nmap,
    /// Nessus (`.nessus`, version 2).
    Nessus,
    /// A report of `OpenVAS` or GVM, as XML.
    Openvas,
    /// Trivy's JSON.
    Trivy,
    /// Grype's JSON.
    Grype,
    /// Results of `OpenSCAP`: ARF, or XCCDF results.
    Openscap,
    /// CISA's list of vulnerabilities known to be exploited, as JSON.
    Kev,
    /// Scores of EPSS, as CSV.
    Epss,
    /// `CycloneDX` 1.4 to 1.7, as JSON.
    Cyclonedx,
    /// SPDX 2.3, as JSON.
    Spdx,
}

impl ScanFormat {
    /// Every one of them.
    pub const ALL: [Self; 10] = [
        Self::Nmap,
        Self::Nessus,
        Self::Openvas,
        Self::Trivy,
        Self::Grype,
        Self::Openscap,
        Self::Kev,
        Self::Epss,
        Self::Cyclonedx,
        Self::Spdx,
    ];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nmap => "nmap",
            Self::Nessus => "nessus",
            Self::Openvas => "openvas",
            Self::Trivy => "trivy",
            Self::Grype => "grype",
            Self::Openscap => "openscap",
            Self::Kev => "kev",
            Self::Epss => "epss",
            Self::Cyclonedx => "cyclonedx",
            Self::Spdx => "spdx",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nmap => "nmap XML",
            Self::Nessus => "Nessus (.nessus)",
            Self::Openvas => "OpenVAS / GVM XML",
            Self::Trivy => "Trivy JSON",
            Self::Grype => "Grype JSON",
            Self::Openscap => "OpenSCAP ARF / XCCDF",
            Self::Kev => "CISA KEV JSON",
            Self::Epss => "EPSS CSV",
            Self::Cyclonedx => "CycloneDX JSON",
            Self::Spdx => "SPDX JSON",
        }
    }

    /// What such a file looks for, so that finding nothing means something. A list of software may name vulnerabilities, but need not; nmap
    /// tells some only where its scripts were run; and which rules a benchmark had, its results do not tell.
    pub fn looks(self) -> &'static [Look] {
        match self {
            Self::Nmap => &[Look::Ports],
            Self::Nessus | Self::Openvas => &[Look::Vulnerabilities, Look::Settings, Look::Ports],
            Self::Trivy | Self::Grype => &[Look::Vulnerabilities],
            Self::Cyclonedx | Self::Spdx => &[Look::Software],
            Self::Openscap | Self::Kev | Self::Epss => &[],
        }
    }
}

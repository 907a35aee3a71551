//! What a scan finding says about a criterion, as an edition has it.
//!
//! A rule is data: it names the criterion, what it looks for, and on which targets. The figures (how many days, from which score on) are
//! those of the criterion itself, so that they cannot disagree with it.

use serde::{Deserialize, Serialize};

use crate::{Bound, Criterion, Text, Unit};

/// A rule of an edition: which scan findings speak of which criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanRule {
    /// A stable name within the edition.
    pub id: String,
    /// The criterion that it is about.
    pub criterion: String,
    /// What it looks for, in a few words.
    pub title: Text,
    /// Which findings it is about.
    pub finds: Finds,
    /// The targets that it is about: any one of these. Empty: every target.
    #[serde(default)]
    pub on: Vec<Covers>,
    /// What a person has to decide, where a finding alone never settles it. Such a rule asks, and never speaks against the criterion.
    #[serde(default)]
    pub asks: Option<Text>,
    /// Why a finding of this kind is about this criterion: what its text says.
    pub basis: Text,
}

/// Which findings a rule is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Finds {
    /// A vulnerability whose CVSS score is at least that of the criterion.
    Vulnerability {
        /// The versions of CVSS whose scores count; empty: all.
        #[serde(default)]
        cvss: Vec<String>,
    },
    /// A serious vulnerability that is mended by an update which is older than the days of the criterion.
    LateUpdate {
        /// The versions of CVSS whose scores count; empty: all.
        #[serde(default)]
        cvss: Vec<String>,
    },
    /// What bears one of these signs, by their identifiers in `catalogs/scan-signs.toml`.
    Signs(Vec<String>),
    /// A list of the software on a target.
    SoftwareList,
}

/// Targets that a rule is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covers {
    /// Of one of these kinds; empty: any.
    #[serde(default)]
    pub kinds: Vec<TargetKind>,
    /// Exposed in one of these ways; empty: any.
    #[serde(default)]
    pub exposures: Vec<Exposure>,
    /// Only this software on it, by the identifiers of signs; empty: all of it.
    #[serde(default)]
    pub software: Vec<String>,
}

/// From where a target can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exposure {
    /// It stands between the internet and the company's own network.
    Boundary,
    /// The internet reaches it.
    Internet,
    /// Only the company's own network reaches it.
    Internal,
}

impl Exposure {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Boundary, Self::Internet, Self::Internal];

    /// The word that is written and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Boundary => "boundary",
            Self::Internet => "internet",
            Self::Internal => "internal",
        }
    }

    /// Its name on screens.
    pub fn name(self) -> Text {
        match self {
            Self::Boundary => Text::new("インターネットとの境界", "at the internet boundary"),
            Self::Internet => Text::new("インターネットに公開", "open to the internet"),
            Self::Internal => Text::new("社内だけ", "internal only"),
        }
    }
}

/// What a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// A firewall, or a network device with the function of one.
    Firewall,
    /// A router.
    Router,
    /// A device through which people connect from outside.
    Vpn,
    /// A mail server.
    Mail,
    /// A web server.
    Web,
    /// Another server.
    Server,
    /// A PC.
    Pc,
    /// A smart phone or a tablet.
    SmartDevice,
    /// Something for which there is no word here. No rule can tell whether it is about such a target.
    Other,
}

impl TargetKind {
    /// Every one of them.
    pub const ALL: [Self; 9] = [
        Self::Firewall,
        Self::Router,
        Self::Vpn,
        Self::Mail,
        Self::Web,
        Self::Server,
        Self::Pc,
        Self::SmartDevice,
        Self::Other,
    ];

    /// The word that is written and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Firewall => "firewall",
            Self::Router => "router",
            Self::Vpn => "vpn",
            Self::Mail => "mail",
            Self::Web => "web",
            Self::Server => "server",
            Self::Pc => "pc",
            Self::SmartDevice => "smart-device",
            Self::Other => "other",
        }
    }

    /// Its name on screens.
    pub fn name(self) -> Text {
        match self {
            Self::Firewall => Text::new("ファイアウォール", "firewall"),
            Self::Router => Text::new("ルータ", "router"),
            Self::Vpn => Text::new("VPN装置", "VPN device"),
            Self::Mail => Text::new("メールサーバ", "mail server"),
            Self::Web => Text::new("Webサーバ", "web server"),
            Self::Server => Text::new("サーバ", "server"),
            Self::Pc => Text::new("パソコン", "PC"),
            Self::SmartDevice => Text::new("スマートデバイス", "smart device"),
            Self::Other => Text::new("その他", "other"),
        }
    }
}

impl Finds {
    /// Which figures the criterion must have.
    pub fn figures(&self) -> &'static [(Unit, Bound)] {
        match self {
            Self::Vulnerability { .. } => &[(Unit::Cvss, Bound::AtLeast)],
            Self::LateUpdate { .. } => &[(Unit::Cvss, Bound::AtLeast), (Unit::Days, Bound::AtMost)],
            Self::Signs(_) | Self::SoftwareList => &[],
        }
    }
}

impl Criterion {
    /// The figure of its text with this unit and bound, if there is exactly one.
    pub fn figure(&self, unit: Unit, bound: Bound) -> Option<f64> {
        let mut own = self.thresholds.iter().filter(|own| (own.unit, own.bound) == (unit, bound));
        let first = own.next()?;
        own.next().is_none().then_some(first.value)
    }
}

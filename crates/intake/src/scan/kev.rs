//! CISA's list of vulnerabilities that are known to be exploited.

use serde_json::Value;
use tasuki_assess::scan::{Known, Scan, ScanFormat};
use tasuki_catalog::Text;

use super::error::ScanError;
use super::json::{list, text};
use super::limits::ScanLimits;
use super::making::Making;
use super::{day, rating};

pub(super) fn read(value: &Value, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Kev, limits);
    let at = text(value, "dateReleased").and_then(day::moment);
    making.made_by("CISA KEV", text(value, "catalogVersion").unwrap_or_default(), at);
    for (position, own) in list(value, "vulnerabilities").iter().enumerate() {
        let cve = text(own, "cveID").and_then(|id| rating::cves(id).pop());
        let Some(cve) = cve else {
            making.problem(
                format!("vulnerabilities[{position}]"),
                Text::new("CVE のない項目です", "an entry without a CVE"),
            )?;
            continue;
        };
        let ransomware = text(own, "knownRansomwareCampaignUse").map(|word| word.eq_ignore_ascii_case("known"));
        let exploited_since = text(own, "dateAdded").and_then(day::day);
        making.known(Known { cve, exploited_since, ransomware, epss: None, percentile: None })?;
    }
    Ok(making.done())
}

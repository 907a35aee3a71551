//! Reads what scanners and lists of software say: one type for all of them.
//!
//! Which producer it is follows from the contents, never from the name of the file. Readers are lenient to fields that they do not know and
//! strict about size and depth; no document type is read, and no entity but the five of XML. What a reader must pass over is a
//! [`ScanProblem`]; a file that is damaged or unknown is a [`ScanError`] with its format and place.

mod cyclonedx;
mod day;
mod epss;
mod error;
mod grype;
mod json;
mod kev;
mod limits;
mod making;
mod nessus;
mod nmap;
mod openscap;
mod openvas;
mod rating;
mod spdx;
mod trivy;
mod xml;

pub use error::ScanError;
pub use limits::ScanLimits;

use tasuki_assess::scan::{Scan, ScanFormat};

use crate::decode;

/// Reads a file of a scanner, or a list of software.
///
/// # Errors
/// When it is too large, of no known format, or damaged.
pub fn read_scan(bytes: &[u8], limits: &ScanLimits) -> Result<Scan, ScanError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits.bytes {
        return Err(ScanError::TooLarge { found: size, limit: limits.bytes });
    }
    let start = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace() && *byte < 0x80 && *byte != 0).take(16);
    let start: Vec<u8> = start.collect();
    match start.first() {
        Some(b'<') => of_xml(&xml::text(bytes)?, limits),
        Some(b'{') => match json::parse(bytes) {
            Ok(value) => of_json(&value, limits),
            Err(error) => Err(match guess(bytes) {
                Some(format) => error.of(format),
                None => error,
            }),
        },
        _ if start.starts_with(b"#model_version") || start.starts_with(b"cve,") => {
            let text = decode::text(bytes).map_err(|error| ScanError::broken(ScanFormat::Epss, "", error.what.en))?;
            epss::read(&text, limits)
        }
        _ => Err(ScanError::Unknown { found: error::glimpse(bytes) }),
    }
}

/// A reader of one format, for a document whose root it knows.
type XmlReader = fn(&str, &ScanLimits) -> Result<Scan, ScanError>;

fn of_xml(text: &str, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let root = xml::root(text)?;
    let (format, read): (_, XmlReader) = match root.as_str() {
        "nmaprun" => (ScanFormat::Nmap, nmap::read),
        "NessusClientData_v2" => (ScanFormat::Nessus, nessus::read),
        "report" | "get_reports_response" => (ScanFormat::Openvas, openvas::read),
        "asset-report-collection" | "Benchmark" | "TestResult" => (ScanFormat::Openscap, openscap::read),
        _ => return Err(ScanError::Unknown { found: format!("<{root}>") }),
    };
    read(text, limits).map_err(|error| error.of(format))
}

fn of_json(value: &serde_json::Value, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let has = |key: &str| value.get(key).is_some();
    if json::text(value, "bomFormat").is_some_and(|format| format.eq_ignore_ascii_case("CycloneDX")) {
        cyclonedx::read(value, limits)
    } else if has("spdxVersion") {
        spdx::read(value, limits)
    } else if has("matches") && (has("descriptor") || has("source")) {
        grype::read(value, limits)
    } else if has("ArtifactName") || (has("SchemaVersion") && has("Results")) {
        trivy::read(value, limits)
    } else if has("catalogVersion") && has("vulnerabilities") {
        kev::read(value, limits)
    } else {
        let keys: Vec<&str> = value.as_object().into_iter().flatten().take(5).map(|(key, _)| key.as_str()).collect();
        Err(ScanError::Unknown { found: format!("JSON: {}", keys.join(", ")) })
    }
}

/// The format that damaged JSON seems to have, by a field that only this one has. What is damaged may be anything before it.
fn guess(bytes: &[u8]) -> Option<ScanFormat> {
    let names = [
        ("\"bomFormat\"", ScanFormat::Cyclonedx),
        ("\"spdxVersion\"", ScanFormat::Spdx),
        ("\"catalogVersion\"", ScanFormat::Kev),
        ("\"ArtifactName\"", ScanFormat::Trivy),
        ("\"matches\"", ScanFormat::Grype),
    ];
    let has = |name: &str| bytes.windows(name.len()).any(|window| window == name.as_bytes());
    names.into_iter().find(|(name, _)| has(name)).map(|(_, format)| format)
}

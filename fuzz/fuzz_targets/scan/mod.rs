//! Whatever calls itself a file of a scanner is read or refused; it never brings the reader down.

use tasuki_intake::{ScanLimits, read_scan};

pub fn read(bytes: &[u8]) {
    let limits = ScanLimits { entries: 10_000, ..ScanLimits::default() };
    if let Ok(scan) = read_scan(bytes, &limits) {
        let targets: Vec<&str> = scan.targets.iter().map(|own| own.name.as_str()).collect();
        assert!(scan.findings.len() + scan.components.len() + targets.len() <= 10_000);
        // A finding is about something, and a score is one.
        assert!(scan.findings.iter().all(|own| targets.contains(&own.target.as_str())));
        assert!(scan.findings.iter().flat_map(|own| &own.cvss).all(|own| (0.0..=10.0).contains(&own.score)));
    }
}

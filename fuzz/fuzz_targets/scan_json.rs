//! JSON of scanners and lists: Trivy, Grype, KEV, CycloneDX, SPDX.
#![no_main]

mod scan;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scan::read(bytes));

//! XML of scanners: nmap, Nessus, OpenVAS, OpenSCAP.
#![no_main]

mod scan;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scan::read(bytes));

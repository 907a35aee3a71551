//! Whatever calls itself a package is read or refused with every fault told; it never brings the reader down.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_catalog::Library;
use tasuki_trust::package::verify;

fuzz_target!(|bytes: &[u8]| match verify(bytes, None, Library::builtin()) {
    // What names a package finds it again.
    Ok(package) => assert!(verify(bytes, Some(package.digest), Library::builtin()).is_ok()),
    Err(faults) => {
        assert!(!faults.is_empty(), "a refusal says why");
        assert!(faults.iter().all(|fault| !fault.text().ja.is_empty() && !fault.text().en.is_empty()));
    }
});

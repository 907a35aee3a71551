//! Packs the relocations of the program where the C library of this machine can read them so (glibc since 2.36 of
//! 2022): it is four megabytes smaller, and starts sooner. A program that was built so needs such a library where it
//! runs, too; with `TASUKI_PORTABLE` set it is built without (`docs/decisions/0015-a-release-for-size.md`).

use std::{env, process::Command};

/// The first version of glibc that reads packed relocations.
const SINCE: (u32, u32) = (2, 36);

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=TASUKI_PORTABLE");
    let is_built_here = env::var_os("HOST") == env::var_os("TARGET");
    let is_portable = env::var_os("TASUKI_PORTABLE").is_some();
    if is_built_here && !is_portable && glibc().is_some_and(|version| version >= SINCE) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's C library, if it is glibc.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let said = String::from_utf8(said).ok()?;
    let (major, minor) = said.trim().strip_prefix("glibc ")?.split_once('.')?;
    let minor = minor.split('.').next()?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

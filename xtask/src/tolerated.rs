//! Checks for dependencies that are unmaintained, unreleased or duplicated where it matters: each tolerated one is
//! listed by name, with the reason and what would end it. A new one fails the check, and so does a tolerated one
//! that is no longer there.

use std::collections::BTreeMap;

use crate::{Chore, metadata};

/// The tolerated dependencies: a crate with the kind of problem, and the reason.
const TOLERATED: &[(&str, Fault, &str)] = &[
    ("paste", Fault::Unmaintained, "a macro at build time of biblatex, in Typst; goes when Typst leaves it"),
    (
        "bincode",
        Fault::Unmaintained,
        "syntect, in Typst, reads its own built-in lists with it and nothing from outside",
    ),
    ("yaml-rust", Fault::Unmaintained, "syntect, in Typst; our documents hold no YAML"),
    ("serde_yaml", Fault::Unmaintained, "hayagriva, in Typst, for bibliographies; our documents have none"),
    ("unsafe-libyaml", Fault::Unmaintained, "beneath serde_yaml, and goes with it"),
    ("proc-macro-hack", Fault::Unmaintained, "a macro at build time of unic-langid, in Typst"),
    (
        "rsa",
        Fault::Unfinished,
        "crypto-glue, in webauthn-rs 0.6, is built upon it; goes with its first release of rsa 0.10",
    ),
    ("kbkdf", Fault::Unfinished, "crypto-glue, in webauthn-rs 0.6; nothing of ours calls it"),
    (
        "argon2",
        Fault::Twice,
        "0.6 hashes our passwords; crypto-glue, in webauthn-rs 0.6, brings 0.5 and calls it nowhere here",
    ),
    ("rsa", Fault::Twice, "openidconnect 4.1 checks signatures with 0.9, webauthn-rs 0.6 with 0.10"),
];

/// Crates that are unmaintained according to their authors or the advisories of `RustSec`.
const UNMAINTAINED: &[&str] = &[
    "adler",
    "ansi_term",
    "async-std",
    "atty",
    "backoff",
    "bincode",
    "boxfnonce",
    "cpuid-bool",
    "derivative",
    "directories-next",
    "dirs-next",
    "dotenv",
    "encoding",
    "failure",
    "fxhash",
    "generational-arena",
    "instant",
    "json",
    "kuchiki",
    "mach",
    "memmap",
    "multipart",
    "net2",
    "number_prefix",
    "paste",
    "proc-macro-error",
    "proc-macro-hack",
    "rental",
    "rust-crypto",
    "rustc-serialize",
    "rustls-pemfile",
    "safemem",
    "serde_cbor",
    "serde_yaml",
    "serial",
    "slice-deque",
    "stdweb",
    "stb_truetype",
    "tempdir",
    "term_size",
    "tokio-proto",
    "traitobject",
    "trust-dns-proto",
    "trust-dns-resolver",
    "tui",
    "twoway",
    "typemap",
    "unsafe-libyaml",
    "users",
    "wee_alloc",
    "yaml-rust",
];

/// Security-critical crates: two versions mean two to maintain.
const GUARDS: &[&str] = &["argon2", "aws-lc-rs", "openssl", "ring", "rsa", "rustls"];

/// Why a dependency needs attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// It is unmaintained.
    Unmaintained,
    /// A pre-release version.
    Unfinished,
    /// Two versions of a security-critical crate.
    Twice,
}

impl Fault {
    fn words(self) -> &'static str {
        match self {
            Self::Unmaintained => "is not looked after any more",
            Self::Unfinished => "is a version before a release",
            Self::Twice => "stands there in two versions and guards secrets",
        }
    }
}

pub(crate) fn check() -> Chore {
    let packages = metadata::packages(true).map_err(|error| vec![error])?;
    let versions: Vec<(&str, &str)> =
        packages.iter().map(|package| (metadata::text(package, "name"), metadata::text(package, "version"))).collect();
    for (name, fault, reason) in TOLERATED {
        println!("  {name} {}: {reason}", fault.words());
    }
    let problems = compare(&faults(&versions), TOLERATED);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The problems by crate, with the versions.
fn faults(versions: &[(&str, &str)]) -> BTreeMap<(String, Fault), String> {
    let mut found = BTreeMap::new();
    for (name, version) in versions {
        // Build metadata after the plus does not say whether a version is a pre-release.
        let unfinished = version.split('+').next().is_some_and(|version| version.contains('-'));
        let twice = GUARDS.contains(name) && versions.iter().any(|(other, second)| other == name && second != version);
        let all = [
            (UNMAINTAINED.contains(name) || version.ends_with("+deprecated"), Fault::Unmaintained),
            (unfinished, Fault::Unfinished),
            (twice, Fault::Twice),
        ];
        for (_, fault) in all.into_iter().filter(|(is, _)| *is) {
            found.insert(((*name).to_owned(), fault), (*version).to_owned());
        }
    }
    found
}

fn compare(found: &BTreeMap<(String, Fault), String>, tolerated: &[(&str, Fault, &str)]) -> Vec<String> {
    let is_tolerated = |name: &str, fault: Fault| tolerated.iter().any(|(own, kind, _)| *own == name && *kind == fault);
    let new = found.iter().filter(|((name, fault), _)| !is_tolerated(name, *fault));
    let new = new.map(|((name, fault), version)| {
        format!("{name} {version} {}: leave it, or name it in xtask/src/tolerated.rs with the reason", fault.words())
    });
    let gone = tolerated.iter().filter(|(name, fault, _)| !found.contains_key(&((*name).to_owned(), *fault)));
    let gone = gone.map(|(name, fault, _)| {
        format!("nothing called {name} {} any more: take it out of xtask/src/tolerated.rs", fault.words())
    });
    new.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_and_what_is_gone_are_told() {
        let versions = [
            ("paste", "1.0.15"),
            ("serde", "1.0.0+build-1"),
            ("odd", "0.9.34+deprecated"),
            ("rsa", "0.10.0-rc.19"),
            ("rsa", "0.9.10"),
            ("syn", "1.0.0"),
            ("syn", "2.0.0"),
        ];
        let found = faults(&versions);
        let names: Vec<(&str, Fault)> = found.keys().map(|(name, fault)| (name.as_str(), *fault)).collect();
        let all = [
            ("odd", Fault::Unmaintained),
            ("paste", Fault::Unmaintained),
            ("rsa", Fault::Unfinished),
            ("rsa", Fault::Twice),
        ];
        assert_eq!(names, all);
        assert_eq!(compare(&found, &[]).len(), 4);
        let tolerated = all.map(|(name, fault)| (name, fault, "because"));
        assert!(compare(&found, &tolerated).is_empty());
        let problems = compare(&BTreeMap::new(), &tolerated[..1]);
        assert!(problems.len() == 1 && problems[0].contains("odd"), "{problems:?}");
    }

    #[test]
    fn whoever_is_tolerated_has_a_reason() {
        assert!(TOLERATED.iter().all(|(.., reason)| reason.len() > 20));
    }
}

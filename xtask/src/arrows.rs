//! Checks that dependencies between crates only point downwards.

use crate::{Chore, metadata};

/// Each crate and the crates that it may use, from the bottom up.
const HOUSE: &[(&str, &[&str])] = &[
    ("tasuki-catalog", &[]),
    ("tasuki-assess", &["tasuki-catalog"]),
    ("tasuki-intake", &["tasuki-catalog", "tasuki-assess"]),
    ("tasuki-typeset", &[]),
    ("tasuki-scheme", &["tasuki-catalog"]),
    ("tasuki-trust", &["tasuki-catalog", "tasuki-assess"]),
    ("tasuki-report", &["tasuki-catalog", "tasuki-assess", "tasuki-scheme", "tasuki-trust", "tasuki-typeset"]),
    ("tasuki-signin", &["tasuki-catalog"]),
    ("tasuki-store", &["tasuki-catalog", "tasuki-assess", "tasuki-scheme", "tasuki-trust"]),
    (
        "tasuki-app",
        &[
            "tasuki-catalog",
            "tasuki-assess",
            "tasuki-intake",
            "tasuki-report",
            "tasuki-scheme",
            "tasuki-signin",
            "tasuki-store",
            "tasuki-trust",
        ],
    ),
    (
        "tasuki-web",
        &[
            "tasuki-catalog",
            "tasuki-assess",
            "tasuki-report",
            "tasuki-scheme",
            "tasuki-trust",
            "tasuki-store",
            "tasuki-app",
        ],
    ),
    (
        "tasuki",
        &[
            "tasuki-catalog",
            "tasuki-assess",
            "tasuki-intake",
            "tasuki-report",
            "tasuki-scheme",
            "tasuki-trust",
            "tasuki-store",
            "tasuki-app",
            "tasuki-web",
        ],
    ),
    ("xtask", &[]),
];

/// Crates without I/O and clock, and the dependencies that they must therefore not have.
const PURE: &[&str] = &["tasuki-catalog", "tasuki-assess", "tasuki-scheme", "tasuki-trust"];
const IMPURE: &[&str] = &["rusqlite", "postgres", "tokio", "tempfile", "rand", "getrandom", "reqwest", "ureq"];

pub(crate) fn check() -> Chore {
    let packages = metadata::packages(false).map_err(|error| vec![error])?;
    let mut problems = Vec::new();
    for package in &packages {
        let name = metadata::text(package, "name");
        let Some((_, allowed)) = HOUSE.iter().find(|(own, _)| *own == name) else {
            problems.push(format!("{name} has no place in the house; give it one in xtask/src/arrows.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let other = metadata::text(dependency, "name");
            let ours = HOUSE.iter().any(|(own, _)| *own == other);
            if ours && other != name && !allowed.contains(&other) {
                problems.push(format!("{name} uses {other}, which does not lie below it"));
            }
            let shipped = metadata::text(dependency, "kind") != "dev";
            if shipped && PURE.contains(&name) && IMPURE.contains(&other) {
                problems.push(format!("{name} is pure and must not use {other}"));
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
